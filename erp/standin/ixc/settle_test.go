package ixc_test

import (
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/erp/standin/ixc"
	"balcao/internal/br"
)

const settlementResource = "fn_areceber_recebimentos_baixas_novo"

// payment is a settlement of Maria's open title.
var payment = map[string]string{"filial_id": "1", "id_receber": "5003", "conta_": "3", "id_conta": "2758",
	"tipo_recebimento": "Pix", "data": "24/11/2026", "valor_parcela": "99.90", "valor_total_recebido": "99.90",
	"documento": "NSU-8841", "historico": "Recebido por PIX, ref E2E-99", "previsao": "N", "tipo_lanc": "R"}

func TestSettle(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change                     []string
		status, open, received, on string
	}{
		"all of it":            {nil, "R", "0.00", "99.90", "2026-11-24"},
		"with a comma":         {[]string{"valor_total_recebido", "99,90", "valor_parcela", "99,90"}, "R", "0.00", "99.90", "2026-11-24"},
		"part of it":           {[]string{"valor_total_recebido", "40,00"}, "P", "59.90", "40.00", "2026-11-24"},
		"with a discount":      {[]string{"valor_total_recebido", "90.00", "vdesconto", "9,90"}, "R", "0.00", "90.00", "2026-11-24"},
		"with an addition":     {[]string{"valor_total_recebido", "99.90", "vacrescimo", "2.00"}, "P", "2.00", "99.90", "2026-11-24"},
		"with fine in the sum": {[]string{"valor_total_recebido", "103.20", "data", "23/11/2026"}, "R", "0.00", "103.20", "2026-11-23"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := open(t)
			if a := i.post(settlementResource, with(payment, c.change...)); a.body != `{"type":"success","message":"Registro inserido com sucesso!","id":1,"atualiza_campos":[]}` {
				t.Fatalf("answer %d %s", a.status, a.body)
			}
			title := i.one("fn_areceber", "5003")
			got := [4]string{title["status"], title["valor_aberto"], title["valor_recebido"], title["pagamento_data"]}
			if want := [4]string{c.status, c.open, c.received, c.on}; got != want {
				t.Errorf("title %v, want %v", got, want)
			}
			if title["recebido_via_pix"] != "S" || title["baixa_data"] != "2026-11-24" || title["credito_data"] != c.on {
				t.Errorf("title %v", title)
			}
		})
	}
}

func TestSettleAgain(t *testing.T) {
	t.Parallel()
	i := open(t)
	part := with(payment, "valor_total_recebido", "40.00")
	for _, want := range []struct{ status, open string }{{"P", "59.90"}, {"P", "19.90"}, {"R", "0.00"}} {
		if a := i.post(settlementResource, part); !succeeded(a) {
			t.Fatalf("answer %s", a.body)
		}
		if title := i.one("fn_areceber", "5003"); title["status"] != want.status || title["valor_aberto"] != want.open {
			t.Errorf("title %s with %s open, want %v", title["status"], title["valor_aberto"], want)
		}
	}
	const refusal = `{"type":"error","message":"Parcela já está recebida ou cancelada!<br />"}`
	for _, id := range []string{"5003", "5001", "5226"} { // received, received, cancelled
		if a := i.post(settlementResource, with(payment, "id_receber", id)); a.body != refusal {
			t.Errorf("settle %s: %s", id, a.body)
		}
	}
}

func TestSettleWithoutWhatItNeeds(t *testing.T) {
	t.Parallel()
	i := open(t)
	for _, name := range []string{"filial_id", "id_receber", "conta_", "id_conta", "tipo_recebimento", "data", "valor_parcela", "valor_total_recebido"} {
		if a := i.post(settlementResource, without(payment, name)); !isRedBox(a) {
			t.Errorf("without %s: %s", name, a.body)
		}
	}
	for _, change := range [][]string{{"data", "2026-11-24"}, {"data", "31/02/2026"}, {"valor_total_recebido", "0"},
		{"valor_total_recebido", "-1.00"}, {"valor_total_recebido", "1.234,56"}, {"valor_total_recebido", "1.005"}, {"vdesconto", "x"}} {
		if a := i.post(settlementResource, with(payment, change...)); !isRedBox(a) {
			t.Errorf("with %v: %s", change, a.body)
		}
	}
	if a := i.call("POST", settlementResource, object(payment), "ixcsoft", "listar"); a.status != 500 {
		t.Errorf("with the header that reads: %d %s", a.status, a.body)
	}
	if a := i.post(settlementResource, with(payment, "id_receber", "1")); !strings.HasPrefix(a.body, `{"type":"error"`) {
		t.Errorf("no title: %s", a.body)
	}
	if title := i.one("fn_areceber", "5003"); title["status"] != "A" || title["valor_aberto"] != "99.90" {
		t.Errorf("title changed: %v", title)
	}
}

// TestNoReferenceIsKept: what a settlement was told is in no column of any
// title, and in the books and records of the stand-in.
func TestNoReferenceIsKept(t *testing.T) {
	t.Parallel()
	i := open(t)
	i.post(settlementResource, payment)
	for column, value := range i.one("fn_areceber", "5003") {
		if strings.Contains(value, "8841") || strings.Contains(value, "E2E-99") {
			t.Errorf("column %s has the reference: %s", column, value)
		}
	}
	books := i.server.Desk().Books()
	want := standin.Entry{Seq: 1, Kind: "baixa", Invoice: "5003", Document: "52998224725", Key: payment["historico"], Amount: 9990, Applied: "yes"}
	if len(books) != 1 || books[0] != want {
		t.Errorf("books %+v, want %+v", books, want)
	}
	if got := i.server.Records("NSU-8841"); len(got) != 1 || !strings.Contains(got[0], "E2E-99") {
		t.Errorf("records %q", got)
	}
}

func TestClosedPeriodTakesAndChangesNothing(t *testing.T) {
	t.Parallel()
	i := open(t)
	i.server.SetQuirks(ixc.Quirks{ClosedPeriod: true})
	if a := i.post(settlementResource, payment); !succeeded(a) {
		t.Errorf("answer %s", a.body)
	}
	if title := i.one("fn_areceber", "5003"); title["status"] != "A" || title["valor_recebido"] != "0.00" {
		t.Errorf("title %v", title)
	}
	if books := i.server.Desk().Books(); books[0].Applied != "no" {
		t.Errorf("books %+v", books)
	}
}

// TestFaultsAndBooks: the desk decides whether a settlement is done.
func TestFaultsAndBooks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		faults          standin.Faults
		applied, status string
		answered        bool
	}{
		"cut before":    {standin.Faults{BeforeApply: 1}, "no", "A", false},
		"cut after":     {standin.Faults{AfterApply: 1}, "yes", "R", false},
		"never applied": {standin.Faults{NeverApplied: 1}, "no", "A", true},
		"late":          {standin.Faults{LateApply: 1}, "late", "R", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := open(t)
			i.server.Desk().Switch(standin.Switches{Faults: c.faults})
			if a, err := i.send("POST", settlementResource, object(payment)); (err == nil) != c.answered || c.answered && !succeeded(a) {
				t.Errorf("answer %v, %v", a, err)
			}
			i.server.Desk().Switch(standin.Switches{})
			i.waitFor(c.applied)
			if title := i.one("fn_areceber", "5003"); title["status"] != c.status {
				t.Errorf("status %s, want %s", title["status"], c.status)
			}
			if got := len(i.server.Records("NSU-8841")); (got == 1) != (c.applied != "no") {
				t.Errorf("%d records", got)
			}
		})
	}
}

// waitFor waits until the first row of the books ended so.
func (i *install) waitFor(applied string) {
	i.t.Helper()
	for i.server.Desk().Books()[0].Applied != applied {
		if err := i.t.Context().Err(); err != nil {
			i.t.Fatal(err)
		}
		_, _ = i.send("GET", "empresa", "", "ixcsoft", "listar") // a turn for the late one
	}
}

func TestClerkBillsAndPays(t *testing.T) {
	t.Parallel()
	i := open(t)
	id := i.server.Bill(standin.Antonio.Document, erp.Money(12345))
	title := i.one("fn_areceber", id)
	if title["status"] != "A" || title["valor_aberto"] != "123.45" || title["data_vencimento"] != "2026-12-04" || title["id_contrato"] != "1009" || title["id_cliente"] != "107" {
		t.Fatalf("title %v", title)
	}
	line, err := br.ParseLine(title["linha_digitavel"])
	if err != nil || line.Barcode().Amount() != 12345 {
		t.Errorf("line %q: %v", title["linha_digitavel"], err)
	}
	i.server.Pay(id, br.Date{Year: 2026, Month: 11, Day: 23})
	if title = i.one("fn_areceber", id); title["status"] != "R" || title["valor_recebido"] != "123.45" || title["pagamento_data"] != "2026-11-23" || title["recebido_via_pix"] != "N" {
		t.Errorf("title %v", title)
	}
	if got := i.server.Desk().Books(); len(got) != 0 {
		t.Errorf("a clerk's work is in the books: %v", got)
	}
}

// TestDaysAreBrazilian: late at night in Brazil it is tomorrow elsewhere.
func TestDaysAreBrazilian(t *testing.T) {
	t.Parallel()
	i := openAt(t, time.Date(2026, time.November, 25, 1, 0, 0, 0, time.UTC))
	i.post(settlementResource, payment)
	if got := i.one("fn_areceber", "5003"); got["data_vencimento"] != "2026-12-02" || got["baixa_data"] != "2026-11-24" {
		t.Errorf("title %v", got)
	}
}

// TestClerkCannotDoEverything: a test that asks for nonsense is stopped.
func TestClerkCannotDoEverything(t *testing.T) {
	t.Parallel()
	i := open(t)
	for name, f := range map[string]func(){
		"pay again":     func() { i.server.Pay("5001", br.Date{Year: 2026, Month: 11, Day: 1}) },
		"pay no title":  func() { i.server.Pay("1", br.Date{Year: 2026, Month: 11, Day: 1}) },
		"bill a nobody": func() { i.server.Bill(standin.Nobody, 100) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

func TestClerkPaysIfOpen(t *testing.T) {
	t.Parallel()
	i := open(t)
	id := i.server.TitleOf(i.one("fn_areceber", "5003")["documento"])
	on := br.Date{Year: 2026, Month: 11, Day: 20}
	if id != "5003" || !i.server.PayIfOpen(id, on) || i.server.PayIfOpen(id, on) || i.server.PayIfOpen("1", on) {
		t.Errorf("title %q is not paid once", id)
	}
	if got := i.one("fn_areceber", "5003"); got["valor_recebido"] != "99.90" {
		t.Errorf("title %v", got)
	}
	if got := i.server.TitleOf("none"); got != "" {
		t.Errorf("a title without a number: %q", got)
	}
}

// TestReceivedTitlesMayBeTakenAgain shows what is sent twice.
func TestReceivedTitlesMayBeTakenAgain(t *testing.T) {
	t.Parallel()
	i := open(t)
	i.server.SetQuirks(ixc.Quirks{TakesReceived: true})
	for range 2 {
		if a := i.post(settlementResource, payment); !succeeded(a) {
			t.Errorf("answer %s", a.body)
		}
	}
	if got := i.one("fn_areceber", "5003"); got["valor_recebido"] != "199.80" || got["status"] != "R" {
		t.Errorf("title %v", got)
	}
	if a := i.post(settlementResource, with(payment, "id_receber", "5226")); succeeded(a) {
		t.Errorf("a cancelled title was taken: %s", a.body)
	}
}
