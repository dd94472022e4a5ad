package ixc_test

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"strings"
	"testing"

	"balcao/erp/standin"
	"balcao/erp/standin/ixc"
	"balcao/internal/br"
)

type pixAnswer struct {
	Type string `json:"type"`
	PIX  struct {
		Details struct {
			TxID   string                             `json:"txid"`
			Text   string                             `json:"pixCopiaECola"`
			Amount struct{ Original string }          `json:"valor"`
			Dates  *struct{ DataDeVencimento string } `json:"calendario"`
			Until  string                             `json:"expiracaoPix"`
		} `json:"dadosPix"`
		QRCode struct {
			Text  string `json:"qrcode"`
			Image string `json:"imagemQrcode"`
			URL   string `json:"imagemSrc"`
		} `json:"qrCode"`
	} `json:"pix"`
}

// TestPIX: the code is in either field, in both, or in none.
func TestPIX(t *testing.T) {
	t.Parallel()
	i := open(t)
	for id, c := range map[string]struct {
		inQRCode, inDetails bool
		amount              int64
	}{
		"5002": {true, true, 26240}, "5003": {true, true, 9990}, "5004": {true, true, 8640},
		"5005": {false, true, 9990}, "5006": {true, false, 13990}, "5270": {false, false, 8590},
	} {
		a := parse[pixAnswer](t, i.call("GET", "get_pix", `{"id_areceber":`+id+`}`, "ixcsoft", "listar").body)
		if a.Type != "success" || (a.PIX.QRCode.Text != "") != c.inQRCode || (a.PIX.Details.Text != "") != c.inDetails {
			t.Errorf("PIX of %s: %+v", id, a)
		}
		text := a.PIX.QRCode.Text + a.PIX.Details.Text
		if c.inQRCode && c.inDetails && a.PIX.QRCode.Text == a.PIX.Details.Text {
			text = a.PIX.QRCode.Text
		}
		if text == "" {
			if a.PIX.Details.Until != "29/11/2026 00:00:00" || a.PIX.Details.TxID != "" {
				t.Errorf("PIX of %s: %+v", id, a)
			}
			continue
		}
		if p, err := br.ParsePIX(text); err != nil || p.Amount != c.amount || p.TxID != "IXC"+id || a.PIX.Details.TxID != p.TxID {
			t.Errorf("PIX of %s: %+v, %v", id, p, err)
		}
	}
}

func TestPIXPictureAndDates(t *testing.T) {
	t.Parallel()
	i := open(t)
	a := parse[pixAnswer](t, i.post("get_pix", map[string]string{"id_areceber": "5003"}).body)
	picture, err := base64.StdEncoding.DecodeString(a.PIX.QRCode.Image)
	if err == nil {
		_, err = png.Decode(bytes.NewReader(picture))
	}
	if err != nil || !strings.HasPrefix(a.PIX.QRCode.URL, "https://") {
		t.Errorf("picture: %v, %q", err, a.PIX.QRCode.URL)
	}
	if a.PIX.Details.Dates == nil || a.PIX.Details.Dates.DataDeVencimento != "2026-12-02T03:00:00Z" || a.PIX.Details.Until != "31/12/1969 21:00:00" {
		t.Errorf("dates %+v", a.PIX.Details)
	}
	i.server.SetQuirks(ixc.Quirks{EmptyPIX: true})
	a = parse[pixAnswer](t, i.post("get_pix", map[string]string{"id_areceber": "5003"}).body)
	if a.Type != "success" || a.PIX.QRCode.Text != "" || a.PIX.Details.Text != "" || a.PIX.QRCode.Image != "" {
		t.Errorf("empty PIX: %+v", a)
	}
}

func TestPIXRefused(t *testing.T) {
	t.Parallel()
	i := open(t)
	for _, id := range []string{"5001", "5226", "999"} {
		if a := i.post("get_pix", map[string]string{"id_areceber": id}); !strings.HasPrefix(a.body, `{"type":"error"`) {
			t.Errorf("PIX of %s: %s", id, a.body)
		}
	}
	if a := i.post("get_pix", map[string]string{"id": "5003"}); !isRedBox(a) {
		t.Errorf("without id_areceber: %s", a.body)
	}
	if a := i.call("GET", "get_pix", `{"id_areceber":"5003"}`); a.status != 404 {
		t.Errorf("GET without the header: %d", a.status)
	}
}

var slip = map[string]string{"boletos": "5003", "juro": "N", "multa": "N", "atualiza_boleto": "S", "tipo_boleto": "arquivo", "base64": "S", "layout_impressao": ""}

func TestBoleto(t *testing.T) {
	t.Parallel()
	i := open(t)
	a := i.post("get_boleto", slip)
	pdf, err := base64.StdEncoding.DecodeString(a.body)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(pdf), []byte("%%EOF")) || a.content != "text/html; charset=ISO-8859-1" {
		t.Errorf("base64: %s, %v", a.content, err)
	}
	if got := i.call("GET", "get_boleto", object(with(slip, "base64", "N")), "ixcsoft", "listar"); got.body != string(pdf) {
		t.Error("the PDF is another than its base64")
	}
	if got := i.post("get_boleto", with(slip, "base64", "N", "boletos", "5002,5003")); strings.Count(got.body, "/Type /Page\n") != 2 {
		t.Errorf("two boletos are not two pages: %.200s", got.body)
	}
	for _, id := range []string{"5001", "5226", "999", "5003,5001", "x"} {
		if a := i.post("get_boleto", with(slip, "boletos", id)); a.status != 200 || !strings.HasPrefix(a.body, `{"type":"error"`) {
			t.Errorf("boleto of %s: %.100s", id, a.body)
		}
	}
	if a := i.post("get_boleto", with(slip, "tipo_boleto", "dados")); !strings.HasPrefix(a.body, `{"type":"error"`) {
		t.Errorf("dados: %.100s", a.body)
	}
	for _, name := range []string{"boletos", "tipo_boleto"} {
		if a := i.post("get_boleto", without(slip, name)); !isRedBox(a) {
			t.Errorf("without %s: %.100s", name, a.body)
		}
	}
	if a := i.post("get_boleto", with(slip, "tipo_boleto", "fax")); !isRedBox(a) {
		t.Errorf("fax: %.100s", a.body)
	}
	i.server.SetQuirks(ixc.Quirks{BoletoPage: true})
	if a := i.post("get_boleto", slip); a.status != 200 || !strings.HasPrefix(a.body, "<!DOCTYPE html>") {
		t.Errorf("page: %.100s", a.body)
	}
}

// TestBoletoIsSent: a "get" that sends something, counted.
func TestBoletoIsSent(t *testing.T) {
	t.Parallel()
	i := open(t)
	for _, how := range []string{"mail", "sms"} {
		a := i.post("get_boleto", with(slip, "tipo_boleto", how))
		if a.body != `{"registros":[{"sucesso":true}]}` || a.content != "text/html; charset=ISO-8859-1" {
			t.Errorf("%s: %s %s", how, a.content, a.body)
		}
	}
	if got := strings.Join(i.server.Sent(), ","); got != "mail 5003,sms 5003" {
		t.Errorf("sent %s", got)
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	i := open(t)
	got := i.list("vd_saida", map[string]string{"qtype": "vd_saida.id_cliente", "query": "101", "oper": "=",
		"grid_param": grid("vd_saida.status", "=", "F", "", "vd_saida.modelo_nf", "IN", "22,21,55,13", "")})
	if len(got.Rows) != 1 || got.Rows[0]["modelo_nf"] != "21" || got.Rows[0]["data_cancelamento"] != "0000-00-00" {
		t.Fatalf("notes %v", got)
	}
	a := i.post("imprimir_nota", map[string]string{"id": got.Rows[0]["id"], "base64": "S"})
	if pdf, err := base64.StdEncoding.DecodeString(a.body); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("note: %.100s", a.body)
	}
	for _, id := range []string{"2", "99"} { // not finished, nobody's
		if a := i.post("imprimir_nota", map[string]string{"id": id, "base64": "S"}); !strings.HasPrefix(a.body, `{"type":"error"`) {
			t.Errorf("note %s: %.100s", id, a.body)
		}
	}
	if a := i.post("imprimir_nota", nil); !isRedBox(a) {
		t.Errorf("no note: %.100s", a.body)
	}
}

// TestTrustUnlock: once, and never for some; refusals tell days.
func TestTrustUnlock(t *testing.T) {
	t.Parallel()
	i := open(t)
	unlock := func(id string) string { return i.post("desbloqueio_confianca", map[string]string{"id": id}).body }
	for _, c := range []struct{ id, want string }{
		{"1007", `{"type":"error","message":"Desbloqueio de confiança não permitido para este contrato!<br />Bloqueado em 04/11/2026.<br />"}`},
		{"1001", `{"type":"error","message":"Contrato não está bloqueado em 24/11/2026!<br />"}`},
		{"1008", `{"type":"error","message":"Contrato não está bloqueado em 24/11/2026!<br />"}`},
		{"999", `{"type":"error","message":"Contrato não encontrado!<br />"}`},
		{"1010", `{"type":"success","message":"Contrato desbloqueado em confiança até 27/11/2026!"}`},
		{"1010", `{"type":"error","message":"Desbloqueio de confiança já utilizado em 24/11/2026!<br />Novo desbloqueio permitido a partir de 24/12/2026.<br />"}`},
	} {
		if got := unlock(c.id); got != c.want {
			t.Errorf("unlock %s:\n got %s\nwant %s", c.id, got, c.want)
		}
	}
	row := i.one("cliente_contrato", "1010")
	if row["status_internet"] != "A" || row["desbloqueio_confianca_ativo"] != "S" || row["dt_ult_des_bloq_conf"] != "2026-11-24" {
		t.Errorf("contract %v", row)
	}
	if a := i.post("desbloqueio_confianca", map[string]string{"id_contrato": "1010"}); !isRedBox(a) {
		t.Errorf("with id_contrato: %s", a.body)
	}
	want := standin.Entry{Seq: 5, Kind: "desbloqueio", Invoice: "1010", Document: "98765432100", Applied: "yes"}
	if books := i.server.Desk().Books(); books[4] != want || books[0].Applied != "no" {
		t.Errorf("books %+v", books)
	}
	if got := i.server.Records("id: 1010"); len(got) != 1 {
		t.Errorf("records %q", got)
	}
}

func TestReleaseButtons(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{{"cliente_contrato_btn_lib_temp_24722", "get_id"}, {"cliente_contrato_btn_lib_temp_24722", "id"}, {"cliente_contrato_15464", "id_contrato"}} {
		i := open(t)
		if a := i.post(c[0], map[string]string{c[1]: "1007"}); !succeeded(a) || i.one("cliente_contrato", "1007")["status_internet"] != "A" {
			t.Errorf("%s with %s: %s", c[0], c[1], a.body)
		}
		if a := i.post(c[0], map[string]string{"contrato": "1007"}); !isRedBox(a) {
			t.Errorf("%s without an id: %s", c[0], a.body)
		}
		if a := i.post(c[0], map[string]string{c[1]: "999"}); !strings.HasPrefix(a.body, `{"type":"error"`) {
			t.Errorf("%s of nobody: %s", c[0], a.body)
		}
	}
}

func TestProtocols(t *testing.T) {
	t.Parallel()
	i := open(t)
	for _, want := range []string{"20261124000001", "20261124000002"} {
		if a := i.post("gerar_protocolo_atendimento", nil); a.body != `{"type":"success","protocolo":"`+want+`"}` {
			t.Errorf("protocol %s", a.body)
		}
	}
}
