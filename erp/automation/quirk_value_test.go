package automation_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/internal/br"
)

func quirkContentType(t *testing.T, q quirk) {
	maria200 := `{"page":"1","total":"1","registros":[{"razao":"Maria da Conceição","ativo":"S"}]}`
	for _, label := range []string{"text/html; charset=ISO-8859-1", "text/x-json; charset=utf-8", "text/plain;charset=iso-8859-1", "application/octet-stream", "image/png"} {
		t.Run("JSON as "+label, func(t *testing.T) {
			t.Parallel()
			server := serve(t, routes{"/webservice/v1/cliente": labelled(label, maria200)}.ServeHTTP)
			if got, _, err := customer(t, connect(t, q.pack(t, "ixc"), server.URL), maria); err != nil || got.Name != "Maria da Conceição" {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	pdf := "%PDF-1.4\nboleto \xff\xfe\n%%EOF"
	for label, body := range map[string]string{"text/html; charset=ISO-8859-1": base64.StdEncoding.EncodeToString([]byte(pdf)), "text/plain": pdf, "application/json": pdf} {
		t.Run("PDF as "+label, func(t *testing.T) {
			t.Parallel()
			server := serve(t, routes{"/webservice/v1/get_boleto": labelled(label, body)}.ServeHTTP)
			got, _, err := erp.GetBoletoPDF.Call(t.Context(), connect(t, q.pack(t, "ixc"), server.URL), erp.BoletoInput{InvoiceID: "7", Document: maria})
			if err != nil || string(got) != pdf {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	t.Run("a refusal where a PDF is due", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/webservice/v1/get_boleto": labelled("application/pdf", `{"type":"error","message":"Boleto não encontrado!<br />"}`)}.ServeHTTP)
		_, _, err := erp.GetBoletoPDF.Call(t.Context(), connect(t, q.pack(t, "ixc"), server.URL), erp.BoletoInput{InvoiceID: "7", Document: maria})
		wantKind(t, err, erp.Refused)
	})
	t.Run("Latin-1 as UTF-8", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/cliente": labelled("application/json; charset=utf-8", "{\"nome\":\"Maria da Concei\xe7\xe3o\"}")}.ServeHTTP)
		got, _, err := customer(t, connect(t, q.pack(t, "latin"), server.URL), maria)
		if err != nil || got.Name != "Maria da Conceição" {
			t.Errorf("got %+v, %v", got, err)
		}
		got, _, err = customer(t, connect(t, q.pack(t, "latin", without("pack.yaml", "    charset: latin-1\n")), server.URL), maria)
		if err != nil || got.Name != "Maria da Concei\uFFFD\uFFFDo" {
			t.Errorf("without charset: %+v, %v", got, err)
		}
		q.symptom(t, got.Name)
	})
}

// damage does to UTF-8 what MK Solutions does: each byte that Latin-1 takes for
// a control character becomes the text \u00XX.
func damage(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		if c >= 0x80 && c <= 0x9F {
			fmt.Fprintf(&b, `\u00%02X`, c)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func quirkAccents(t *testing.T, q quirk) {
	for sent, want := range map[string]string{
		damage(`JOSÉ CONCEIÇÃO D'ÁVILA`):  "JOSÉ CONCEIÇÃO D'ÁVILA",
		damage(`João – “Matriz” €`):       "João – “Matriz” €",
		damage("JOSÉ") + " Jo\xe3o":       "JOSÉ João",     // two writers in one answer
		`Jos\u00e9 C\u00c9LIA`:            "José CÉLIA",    // plain JSON
		"Concei\u00c3\u00a7\u00c3\u00a3o": "ConceiÃ§Ã£o",   // double-encoded in the database: nobody's guess to make
		`C:\\u0089`:                       `C:\u0089`,      // a backslash that stands for itself
		"PE\xc3A":                         "PEÃA",          // Latin-1
		"PE\xc3" + `\u0041`:               "PEÃA",          // no byte of UTF-8
		"\xc3" + `\u00E9`:                 "Ã" + "\u00e9",  // no byte of the damaged ones
		"\xe2" + `\u0080x`:                "â" + "\u0080x", // a sequence that ends early
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			body := `{"CodigoPessoa":1,"Nome":"` + sent + `","Situacao":"Ativo","status":"OK"}`
			server := serve(t, routes{"/mk/WSMKConsultaDoc.rule": labelled("text/plain;charset=iso-8859-1", body)}.ServeHTTP)
			if got, _, err := customer(t, connect(t, q.pack(t, "mksolutions"), server.URL), maria); err != nil || got.Name != want {
				t.Errorf("got %+v, %v, want %q", got, err, want)
			}
		})
	}
	t.Run("without the charset", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/mk/WSMKConsultaDoc.rule": says(`{"Nome":"` + damage("JOSÉ") + `"}`)}.ServeHTTP)
		got, _, err := customer(t, connect(t, q.pack(t, "mksolutions", without("pack.yaml", "    charset: mk-mixed\n")), server.URL), maria)
		if err != nil || got.Name != "JOS\uFFFD\u0089" {
			t.Errorf("got %q, %v", got.Name, err)
		}
		q.symptom(t, "JOS\uFFFD")
	})
}

func quirkNumbers(t *testing.T, q quirk) {
	server := serve(t, routes{
		"/cliente":  says(`{"id":12345678901234567890,"nome":"Maria da Silva","ativo":1}`),
		"/clientes": says(`[{"id":15,"nome":"Maria da Silva"},{"id":"80","nome":"João Souza"}]`),
		"/titulos": says(`[
			{"id":145535,"id_cliente":"15","valor":"26.00","vencimento":"2026-12-01","status":"A"},
			{"id":"300","id_cliente":80,"valor":54.95,"vencimento":"2026-12-01","status":1},
			{"id":"007","id_cliente":"15","valor":"139.900000000","vencimento":"2026-12-01","status":"R"},
			{"id":9007199254740993,"id_cliente":15,"valor":0.1,"vencimento":"2026-12-01","status":"1"}]`),
	}.ServeHTTP)
	t.Run("in a list", func(t *testing.T) {
		t.Parallel()
		list, _, err := erp.ListInvoices.Call(t.Context(), connect(t, q.pack(t, "mixed"), server.URL), erp.InvoicesInput{Document: maria})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range list {
			got = append(got, fmt.Sprintf("%s %s %s %s", i.ID, *i.CustomerName, i.OriginalAmount, i.Status))
		}
		want := []string{"145535 Maria da Silva 26.00 OPEN", "300 João Souza 54.95 OPEN", "007 Maria da Silva 139.90 PAID", "9007199254740993 Maria da Silva 0.10 OPEN"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("flags", func(t *testing.T) {
		t.Parallel()
		got, _, err := customer(t, connect(t, q.pack(t, "mixed"), server.URL), maria)
		if err != nil || !got.Active || *got.RemoteID != "12345678901234567890" {
			t.Errorf("got %+v, %v", got, err)
		}
		untold := q.pack(t, "mixed", without("pack.yaml", "  yes: [S, sim, 1]\n"))
		_, _, err = customer(t, connect(t, untold, server.URL), maria)
		wantKind(t, err, erp.BadAnswer)
		q.symptom(t, err)
	})
}

func quirkMoney(t *testing.T, q quirk) {
	titles := func(valor, atualizado, multa string) *recorder {
		return serve(t, routes{"/titulos": says(fmt.Sprintf(`[{"id":1,"vencimento":"2026-12-01","valor":%q,"valor_atualizado":%q,"multa":%q}]`, valor, atualizado, multa))}.ServeHTTP)
	}
	list := func(t *testing.T, server *recorder, changes ...change) (erp.Invoice, error) {
		got, _, err := erp.ListInvoices.Call(t.Context(), connect(t, q.pack(t, "money", changes...), server.URL), erp.InvoicesInput{Document: maria})
		if len(got) != 1 {
			return erp.Invoice{}, err
		}
		return got[0], err
	}
	server := titles("1234.50", "1.262,10", "20,00")
	got, err := list(t, server)
	if err != nil || got.OriginalAmount != 123450 || got.CurrentAmount != 126210 || *got.Fine != 2000 {
		t.Errorf("got %+v, %v", got, err)
	}
	_, err = list(t, server, instead("list_invoices.yaml", `money(it.multa, "1234,56")`, "it.multa"))
	wantKind(t, err, erp.BadAnswer)
	q.symptom(t, err)
	for ambiguous, server := range map[string]*recorder{
		"three places are no thousands": titles("1.234", "1.262,10", "20,00"),
		"two places are no thousands":   titles("1234.50", "12.34", "20,00"),
		"a third place is not cut":      titles("26.005", "26,00", "0,00"),
	} {
		if got, err := list(t, server); erp.KindOf(err) != erp.BadAnswer {
			t.Errorf("%s: %+v, %v", ambiguous, got, err)
		}
	}
	pack, problems := q.loads(t, "money", instead("pack.yaml", `"1234.56"                 # what most answers write`, `["1234.56", "1.234,56"]`))
	if pack != nil {
		t.Error("two formats that can be confused load")
	}
	q.symptom(t, problems.Err())
}

func quirkDates(t *testing.T, q quirk) {
	t.Run("HubSoft writes a day in five ways", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/api/v1/integracao/cliente/extrato": says(`{"lancamentos":[
			{"id":1,"valor":54.95,"data_cadastro":"2019-12-15 18:22:24-03","data_vencimento":"15/12/2019","data_pagamento_timestamp":1576447200000},
			{"id":2,"valor":54.95,"data_cadastro":"2019-12-16 02:00:00+00","data_vencimento":"2019-12-15","data_pagamento_timestamp":null},
			{"id":3,"valor":54.95,"data_cadastro":"15/12/2019 18:22:24","data_vencimento":"0000-00-00","data_pagamento_timestamp":""},
			{"id":4,"valor":54.95,"data_cadastro":"31/12/1969 21:00:00","data_vencimento":"","data_pagamento_timestamp":null},
			{"id":5,"valor":54.95,"data_cadastro":"0000-00-00 00:00:00","data_vencimento":"2024-15-01","data_pagamento_timestamp":null},
			{"id":6,"valor":54.95,"data_cadastro":null,"data_vencimento":"31/02/2026","data_pagamento_timestamp":null}]}`)}.ServeHTTP)
		var log bytes.Buffer
		pack := q.pack(t, "hubsoft")
		c := connect(t, pack, server.URL, func(o *automation.Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
		list, _, err := erp.ListStatement.Call(t.Context(), c, erp.CustomerInput{Document: maria})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range list {
			got = append(got, strings.Join([]string{e.ID, day(e.IssuedOn), day(e.DueOn), day(e.SettledOn)}, " "))
		}
		want := []string{"1 2019-12-15 2019-12-15 2019-12-15", "2 2019-12-15 2019-12-15 -", "3 2019-12-15 - -", "4 - - -", "5 - - -", "6 - - -"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if n := strings.Count(log.String(), "a day of the ERP's answer is none"); n != 1 || strings.Contains(log.String(), "2024-15") {
			t.Errorf("the impossible days are logged %d times:\n%s", n, log.String())
		}
		_, said, _ := strings.Cut(log.String(), "error=\"")
		q.symptom(t, strings.ReplaceAll(strings.TrimSuffix(strings.TrimSpace(said), `"`), `\"`, `"`))
	})
	t.Run("IXC's BE matches zero dates", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/webservice/v1/fn_areceber": receivables}.ServeHTTP)
		if ids, err := invoiceIDs(t, connect(t, q.pack(t, "ixc"), server.URL)); err != nil || ids != "1" {
			t.Errorf("invoices %q, %v", ids, err)
		}
		between := instead("list_invoices.yaml", `OP: ">="`, `OP: BE`)
		_, err := invoiceIDs(t, connect(t, q.pack(t, "ixc", between), server.URL))
		wantKind(t, err, erp.BadAnswer)
		q.symptom(t, err)
	})
}

func day(d *br.Date) string {
	if d == nil {
		return "-"
	}
	return d.String()
}

// receivables is IXC's list of titles: a title without a due date is older than
// any, except for BE, which matches it always.
func receivables(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Grid string `json:"grid_param"`
	}
	json.NewDecoder(r.Body).Decode(&asked)
	var conditions []struct{ TB, OP, P string }
	if err := json.Unmarshal([]byte(asked.Grid), &conditions); err != nil {
		fails(http.StatusInternalServerError)(w, r)
		return
	}
	var rows []object
	for id, due := range map[string]string{"1": "2026-12-01", "2": "0000-00-00", "3": "2019-01-01"} {
		matches := true
		for _, c := range conditions {
			matches = matches && (c.OP == "BE" && due == "0000-00-00" || c.OP == ">=" && due >= c.P || c.OP == "<=" && due <= c.P)
			if c.OP == "BE" {
				matches = due == "0000-00-00"
				break
			}
		}
		if matches {
			rows = append(rows, object{"id": id, "data_vencimento": due, "valor": "26.00", "valor_aberto": "26.00", "status": "A"})
		}
	}
	reply(w, object{"page": "1", "total": len(rows), "registros": rows})
}
