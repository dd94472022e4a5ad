package sgp_test

import (
	"testing"

	"balcao/erp/standin/sgp"
)

const nfcom = "/api/central/nfcom/list"

func TestNFCom(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for _, tt := range []struct {
		send fields
		want string
	}{
		{fields{"contrato": "305"}, "501 502 "}, {fields{"contrato": "305", "status": "1"}, "501 "}, {fields{"contrato": "305", "status": "8"}, "502 "},
		{fields{"contrato": "306"}, ""}, {fields{}, ""}, {fields{"contrato": "305", "data_emissao_inicio": "2026-10-16"}, "502 "},
		{fields{"contrato": "305", "limit": "1", "offset": "1"}, "502 "},
	} {
		got := ""
		for _, r := range i.rows(i.post(nfcom, tt.send), "results") {
			got += r.number("numero") + " "
		}
		if got != tt.want {
			t.Errorf("%v: %q, want %q", tt.send, got, tt.want)
		}
	}
	if a := i.post(nfcom, fields{"contrato": "305", "limit": "1"}); !a.has(`{"total":2,"limit":1,"results":[{"id":1501,"numero":501,"serie":"1",`) || !a.has(`"data_emissao":"2026-10-15 08:00:00"`) {
		t.Errorf("answer %s", a.body)
	}
	if o := i.object(i.post(nfcom, fields{"contrato": "305", "data_emissao_fim": "2026-10-16"})); o["success"] != false {
		t.Errorf("lone end date: %v", o)
	}
}

func TestNFComFiles(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	if a := i.post("/api/central/nfcom/print/501", fields{"contrato": "305", "formato": "pdf"}); !a.isPDF("Numero 501") {
		t.Errorf("PDF: %.60s", a.body)
	}
	if a := i.post("/api/central/nfcom/print/501", fields{"contrato": "305", "formato": "xml"}); string(a.body) != "<NFCom><infNFCom><ide><nNF>501</nNF></ide><total><vNF>99.90</vNF></total></infNFCom></NFCom>" {
		t.Errorf("XML: %s", a.body)
	}
	if a := i.post("/api/central/nfcom/print/501", fields{"contrato": "306"}); a.status != 404 {
		t.Errorf("somebody else's: status %d", a.status)
	}
}

func TestNFSe(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	rows := i.list(i.post("/api/central/nfse/list/", fields{"contrato": "305"}))
	if len(rows) != 1 || rows[0]["nfse_valor"] != "18.00" || rows[0].number("nfse_clientecontrato") != "305" {
		t.Fatalf("notes %v", rows)
	}
	if a := i.open(rows[0].text("nfse_link")); !a.isPDF("Numero 601") {
		t.Errorf("link %v: %.60s", rows[0]["nfse_link"], a.body)
	}
	if a := i.send("GET", "/api/central/nfse/print/601?contrato=306", "", nil); !a.isHTML() {
		t.Errorf("somebody else's: %.60s", a.body)
	}
	if a := i.post("/api/central/notafiscal/list/", fields{"contrato": "305"}); string(a.body) != "[]" {
		t.Errorf("models 21 and 22: %s", a.body)
	}
}
