package automation_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
)

func quirkTypos(t *testing.T, q quirk) {
	t.Run("HubSoft's data_nascmento", func(t *testing.T) {
		t.Parallel()
		pack, problems := q.loads(t, "hubsoft")
		if warned := unseen(problems); warned != "" {
			t.Errorf("the key as the ERP writes it is warned of: %s", warned)
		}
		plays(t, pack)
		correct := instead("get_customer.yaml", "customer.data_nascmento       # sic", "customer.data_nascimento")
		pack, problems = q.loads(t, "hubsoft", correct)
		if err := automation.RunExample(t.Context(), pack, pack.Examples[0]); err == nil {
			t.Error("a key that the ERP does not have passes the example")
		}
		q.symptom(t, unseen(problems))
	})
	t.Run("keys with spaces, dots and slips", func(t *testing.T) {
		t.Parallel()
		for body, words := range map[string]string{
			`{"Num. ERRO":"002","menssagem":"Documento inválido"}`: "Documento inválido",
			`{"Sucess":false,"Message":"Sem permissão"}`:           "Sem permissão",
			`{"Success":false,"Message":"Sem permissão"}`:          "Sem permissão",
		} {
			_, _, err := statement(t, q.pack(t, "odd"), body)
			wantKind(t, err, erp.Refused)
			if erp.WordsOf(err) != words {
				t.Errorf("%s: the words are %q", body, erp.WordsOf(err))
			}
		}
		good := `{"Sucess":true,"receipts":[{"Nº do título":7,"ammount":26.1}]}`
		if list, _, err := statement(t, q.pack(t, "odd"), good); err != nil || len(list) != 1 || list[0].ID != "7" || list[0].Amount != 2610 {
			t.Errorf("got %+v, %v", list, err)
		}
		_, _, err := statement(t, q.pack(t, "odd", instead("list_statement.yaml", "it.ammount", "it.amount")), good)
		wantKind(t, err, erp.BadAnswer)
		q.symptom(t, err)
	})
}

func statement(t *testing.T, pack *automation.Pack, body string) ([]erp.StatementEntry, erp.Meta, error) {
	t.Helper()
	return erp.ListStatement.Call(t.Context(), connect(t, pack, serve(t, says(body)).URL), erp.CustomerInput{Document: maria})
}

// unseen is the warning of members that no example's answer has.
func unseen(problems automation.Problems) string {
	for _, p := range problems {
		if p.Rule == "unseen-member" {
			return strings.TrimSpace(p.String())
		}
	}
	return ""
}

// plays runs the examples of a pack.
func plays(t *testing.T, pack *automation.Pack) {
	t.Helper()
	if len(pack.Examples) == 0 {
		t.Error("the pack has no example")
	}
	for _, e := range pack.Examples {
		if err := automation.RunExample(t.Context(), pack, e); err != nil {
			t.Error(err)
		}
	}
}

func quirkLies(t *testing.T, q quirk) {
	t.Run("HubSoft's estado and uf", func(t *testing.T) {
		t.Parallel()
		plays(t, q.pack(t, "hubsoft"))
		pack := q.pack(t, "hubsoft", instead("get_customer.yaml", "state: place.estado", "state: place.uf"))
		err := automation.RunExample(t.Context(), pack, pack.Examples[0])
		if err == nil {
			t.Fatal("fields that are mixed up pass the recorded answer")
		}
		q.symptom(t, err)
	})
	t.Run("MK Solutions' status is the customer's", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/mk/WSMKFaturasAbertas.rule": says(`[{"cd_fatura":7,"vencimento":"2026-12-01","nome":"Maria da Silva","status":"Ativo","valor":26.0}]`)}.ServeHTTP)
		if ids, err := invoiceIDs(t, connect(t, q.pack(t, "mksolutions"), server.URL)); err != nil || ids != "7" {
			t.Errorf("invoices %q, %v", ids, err)
		}
		_, err := invoiceIDs(t, connect(t, q.pack(t, "mksolutions", instead("list_invoices.yaml", "status: OPEN ", "status: it.status ")), server.URL))
		wantKind(t, err, erp.BadAnswer)
		q.symptom(t, err)
	})
}

func quirkImagination(t *testing.T, q quirk) {
	pack, problems := q.loads(t, "voalle")
	if f := pack.Functions["get_customer"]; f.Source == "" || f.Confidence != "seen" || f.Tested != "never" {
		t.Errorf("where it is from is lost: %+v", f)
	}
	if warned := unseen(problems); warned != "" {
		t.Error(warned)
	}
	plays(t, pack)
	for old, invented := range map[string]string{
		"/people/txid/$(input.document)": "/people/$(input.document)", // a path of another ERP
		"answer.response":                "answer.data",
	} {
		pack := q.pack(t, "voalle", instead("get_customer.yaml", old, invented))
		if err := automation.RunExample(t.Context(), pack, pack.Examples[0]); err == nil {
			t.Errorf("%s passes the recorded answer", invented)
		}
	}
	_, problems = q.loads(t, "voalle", instead("get_customer.yaml", "customer.status", "customer.situation"))
	q.symptom(t, unseen(problems))
	for old, guess := range map[string]string{"confidence: seen": "confidence: sure", "tested: never": "tested: yes"} {
		if pack, _ := q.loads(t, "voalle", instead("get_customer.yaml", old, guess)); pack != nil {
			t.Errorf("%q loads", guess)
		}
	}
}

func quirkPaid(t *testing.T, q quirk) {
	const stack = "<html><pre>javax.servlet.ServletException\n\tat wfr.web.ExternalRulesServlet.doGet</pre></html>"
	mk := func(t *testing.T) *recorder {
		return serve(t, routes{
			"/mk/WSMKFaturasPendentes.rule": says(`{"FaturasPendentes":[{"codfatura":7,"data_vencimento":"2026-12-01","valor_total":26.0}],"status":"OK"}`),
			"/mk/WSMKRetornarCopieColaPix.rule": func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusInternalServerError)
				w.Write([]byte(stack))
			},
		}.ServeHTTP)
	}
	list := func(t *testing.T, server *recorder, changes ...change) ([]erp.Invoice, erp.Meta, error) {
		return erp.ListInvoices.Call(t.Context(), connect(t, q.pack(t, "mksolutions", changes...), server.URL), erp.InvoicesInput{Document: maria})
	}
	rule := without("list_invoices.yaml", "      - empty: status == 500 and text contains \"ServletException\"      # not bought\n")
	t.Run("a part that was not bought", func(t *testing.T) {
		t.Parallel()
		server := mk(t)
		got, meta, err := list(t, server)
		if err != nil || len(got) != 1 || got[0].PixCode != nil || meta.Incomplete || server.count("/mk/WSMKRetornarCopieColaPix.rule") != 1 {
			t.Errorf("got %+v, %+v, %v", got, meta, err)
		}
		server = mk(t)
		if _, meta, err := list(t, server, rule); err != nil || !meta.Incomplete || server.count("/mk/WSMKRetornarCopieColaPix.rule") < 2 {
			t.Errorf("without the rule: %+v, %v, %d calls: it would be tried again at every call", meta, err, server.count("/mk/WSMKRetornarCopieColaPix.rule"))
		}
	})
	t.Run("it takes nothing else with it", func(t *testing.T) {
		t.Parallel()
		_, _, err := list(t, mk(t), rule, without("list_invoices.yaml", "    optional: true\n"))
		wantKind(t, err, erp.Unavailable)
		q.symptom(t, err)
	})
	t.Run("what is missing is told before anybody asks", func(t *testing.T) {
		t.Parallel()
		c := connect(t, q.pack(t, "mksolutions"), "https://erp.example")
		for f, want := range map[*erp.Info]string{
			erp.ListInvoices.Info: "", erp.CreateTicket.Info: `fill in "process"`, erp.ListFiscalNotes.Info: "no public call", erp.GetCustomer.Info: "no automation",
		} {
			if ok, reason := c.Supports(f); ok != (want == "") || !strings.Contains(reason, want) {
				t.Errorf("%s: %v, %q", f.Name, ok, reason)
			}
		}
		_, _, err := erp.CreateTicket.Call(t.Context(), c, erp.TicketInput{Document: maria, Ticket: erp.Ticket{Message: "Sem sinal"}, Reference: "r1"})
		wantKind(t, err, erp.NotSupported)
		q.symptom(t, err)
		filled := connect(t, q.pack(t, "mksolutions"), "https://erp.example", settings(map[string]string{"process": "12"}))
		if ok, reason := filled.Supports(erp.CreateTicket.Info); !ok {
			t.Errorf("filled in, it is not available: %s", reason)
		}
	})
}

func quirkCodes(t *testing.T, q quirk) {
	hubsoft := serve(t, routes{
		"/api/v1/integracao/configuracao/vendedor": says(`{"status":"success","vendedores":[{"id":3,"name":"Loja Centro"},{"id":"12","name":"Site"}]}`),
		"/api/v1/integracao/prospecto":             says(`{"status":"success","prospecto":{"id_prospecto":77}}`),
	}.ServeHTTP)
	lead := erp.LeadInput{Lead: erp.Lead{Name: "Maria da Silva"}, Reference: "lead-7"}
	t.Run("without its code nothing is sent", func(t *testing.T) {
		t.Parallel()
		c := connect(t, q.pack(t, "hubsoft"), hubsoft.URL)
		_, _, err := erp.CreateLead.Call(t.Context(), c, lead)
		wantKind(t, err, erp.NotSupported)
		q.symptom(t, err)
		if n := hubsoft.count("/api/v1/integracao/prospecto"); n != 0 {
			t.Errorf("%d leads were sent", n)
		}
		list, _, err := erp.ListResellers.Call(t.Context(), c, erp.CatalogueInput{})
		if err != nil || fmt.Sprint(list[0].Code, list[0].Name, list[1].Code, list[1].Name) != "3Loja Centro12Site" {
			t.Errorf("what can be picked from: %+v, %v", list, err)
		}
	})
	t.Run("with it", func(t *testing.T) {
		t.Parallel()
		server := serve(t, says(`{"status":"success","prospecto":{"id_prospecto":77}}`))
		c := connect(t, q.pack(t, "hubsoft"), server.URL, settings(map[string]string{"seller": "12"}))
		got, _, err := erp.CreateLead.Call(t.Context(), c, lead)
		if err != nil || *got.RemoteID != "77" || !strings.Contains(server.got()[0].Body, `"id_vendedor":12`) {
			t.Errorf("got %+v, %v; sent %s", got, err, server.got()[0].Body)
		}
	})
	t.Run("a list that is none", func(t *testing.T) {
		t.Parallel()
		for old, with := range map[string]string{"pick: list_resellers": "pick: sellers", "    name: it.name\n": ""} {
			file := "pack.yaml"
			if with == "" {
				file = "list_resellers.yaml"
			}
			if pack, _ := q.loads(t, "hubsoft", instead(file, old, with)); pack != nil {
				t.Errorf("with %q for %q it loads", with, old)
			}
		}
	})
}
