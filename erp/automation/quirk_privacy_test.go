package automation_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
)

// injections are invoice ids of people who try to be read as something else.
var injections = []string{
	"1' OR '1'='1", "1 OR 1=1", "1; DROP TABLE fn_areceber", "1--", "1/*", "1' UNION SELECT senha", `1"},{"TB":"fn_areceber.id","OP":">","P":"0`,
	"../cliente/listar", "1&limite=9999", "1%27%20OR", "1\r\nX-Token: y", "1\x00", "1\\' OR 1=1", "%", "*", "1) OR (1=1",
}

func quirkFilters(t *testing.T, q quirk) {
	get := func(t *testing.T, pack *automation.Pack, url, id string) (*erp.Invoice, error) {
		got, _, err := erp.GetInvoice.Call(t.Context(), connect(t, pack, url), erp.InvoiceInput{InvoiceID: id, Document: maria})
		return got, err
	}
	t.Run("IXC's grid_param", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/webservice/v1/fn_areceber": says(`{"registros":[{"id":"145535","valor":"26.00","data_vencimento":"2026-12-01"}]}`)}.ServeHTTP)
		if got, err := get(t, q.pack(t, "ixc"), server.URL, "145535"); err != nil || got.ID != "145535" {
			t.Errorf("got %+v, %v", got, err)
		}
		for _, id := range injections {
			before := len(server.got())
			_, err := get(t, q.pack(t, "ixc"), server.URL, id)
			wantKind(t, err, erp.NotFound)
			for _, sent := range server.got()[before:] {
				checkGrid(t, sent, id)
			}
		}
		pack, problems := q.loads(t, "ixc", instead("get_invoice.yaml", "field: id,", "field: $(input.invoice_id),"))
		if pack != nil {
			t.Error("a column that a person types loads")
		}
		q.symptom(t, problems.Err())
	})
	for name, c := range map[string]struct{ path, good string }{
		"rbx":    {"/routerbox/ws/rbx_server_json.php", `{"status":1,"result":[{"Sequencia":"7","Valor":"26.00","Vencimento":"2026-12-01"}]}`},
		"ispfy":  {"/api/object/cliente/contrato/cobranca", `{"data":[{"id":7,"valor":26.0,"vencimento":"2026-12-01"}],"count":1}`},
		"mkauth": {"/api/titulo/listar/uuid=7", `{"titulos":[{"uuid":"7","valor":"26.00","datavenc":"2026-12-01 00:00:00"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, routes{c.path: says(c.good)}.ServeHTTP)
			if got, err := get(t, q.pack(t, name), server.URL, "7"); err != nil || got.ID != "7" {
				t.Errorf("got %+v, %v", got, err)
			}
			for _, id := range injections {
				_, err := get(t, q.pack(t, name), server.URL, id)
				wantKind(t, err, erp.InvalidInput)
				if err == nil || strings.Contains(err.Error(), id) && len(id) > 1 {
					t.Errorf("%q: the operator reads %v", id, err)
				}
			}
			if n := len(server.got()); n != 1 {
				t.Errorf("%d requests were sent, want the good one alone", n)
			}
		})
	}
	t.Run("a condition without !filter", func(t *testing.T) {
		t.Parallel()
		pack, problems := q.loads(t, "rbx", without("get_invoice.yaml", "!filter "))
		if pack != nil {
			t.Error("a condition with a value pasted in loads")
		}
		q.symptom(t, problems.Err())
	})
}

// checkGrid checks that what a person typed is one value in one condition.
func checkGrid(t *testing.T, sent seen, id string) {
	t.Helper()
	var body struct {
		QType string `json:"qtype"`
		Grid  string `json:"grid_param"`
	}
	var conditions []struct{ TB, OP, P string }
	if err := errors.Join(json.Unmarshal([]byte(sent.Body), &body), json.Unmarshal([]byte(body.Grid), &conditions)); err != nil {
		t.Fatal(err)
	}
	if len(conditions) != 1 || conditions[0].P != id || conditions[0].TB != "fn_areceber.id" || body.QType != "fn_areceber.id" {
		t.Errorf("%q became %+v", id, conditions)
	}
}

// hushed are the secrets that these ERPs' answers and requests hold.
var hushed = []string{"s-token-77", "portal-77", "pppoe-77", "wifi-77", "52998224725", "529.982.247-25", "98888-7777", "98888", "maria@cliente.example"}

const sgpSecrets = `"contratoCentralSenha":"portal-77","servico_senha":"pppoe-77","servico_wifi_password":"wifi-77","cpfCnpj":"529.982.247-25",` +
	`"telefones":[{"tipoContato":"Celular","contato":"(11) 98888-7777"}],"emails":[{"contato":"maria@cliente.example"}]`

func quirkSecrets(t *testing.T, q quirk) {
	for name, c := range map[string]struct {
		path, good string
		refusal    string
	}{
		"sgp": {
			"/api/ura/consultacliente/", `{"contratos":[{"razaoSocial":"Maria da Silva","contratoStatus":1,` + sgpSecrets + `}]}`,
			`{"status":0,"msg":"Login maria.pppoe de 529.982.247-25 bloqueado"}`,
		},
		"mksolutions": {
			"/mk/WSMKConsultaDoc.rule", `{"Nome":"Maria da Silva","Situacao":"Ativo","Fone":"(11) 98888-7777","Email":"maria@cliente.example","senha":"portal-77"}`,
			`<html>token=s-token-77&doc=52998224725</html>`,
		},
	} {
		for how, answer := range map[string]http.HandlerFunc{
			"answered": says(c.good), "refused": says(c.refusal), "broken": says(`{"contratos":[{` + sgpSecrets),
			"down": fails(http.StatusServiceUnavailable), "not let in": fails(http.StatusUnauthorized),
			"cut": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		} {
			t.Run(name+" "+how, func(t *testing.T) {
				t.Parallel()
				server := serve(t, routes{c.path: answer}.ServeHTTP)
				fill := settings(map[string]string{"token": "s-token-77"})
				if name == "sgp" {
					fill = settings(map[string]string{"token": "s-token-77", "app": "balcao"})
				}
				shown, trace := everything(t, q.pack(t, name), server.URL, fill)
				if sent := server.got()[0]; !strings.Contains(sent.Query+sent.Body, "s-token-77") {
					t.Error("the token was not sent: this test shows nothing")
				}
				for _, secret := range hushed {
					if strings.Contains(shown, secret) {
						t.Errorf("value, error or log hold %q:\n%s", secret, shown)
					}
					if strings.Contains(trace, secret) {
						t.Errorf("the trace holds %q:\n%s", secret, trace)
					}
				}
				if strings.Contains(shown, "maria.pppoe") {
					t.Errorf("the ERP's words are shown:\n%s", shown)
				}
				if how == "answered" && (!strings.Contains(shown, "Maria da Silva") || !strings.Contains(trace, "Status:200")) {
					t.Errorf("nothing is shown:\n%s\n%s", shown, trace)
				}
				if how == "answered" && name == "sgp" {
					q.symptom(t, maskedLine(trace))
				}
			})
		}
	}
	t.Run("a secret that a pack would show", func(t *testing.T) {
		t.Parallel()
		pack, problems := q.loads(t, "sgp", instead("get_customer.yaml", "customer.razaoSocial", "settings.token"))
		if pack != nil {
			t.Error("a pack that shows its token loads")
		}
		q.symptom(t, problems.Err())
	})
}

// everything is what a call leaves behind: the value, the error and the log; and
// what its trace shows.
func everything(t *testing.T, pack *automation.Pack, url string, fill func(*automation.Options)) (shown, trace string) {
	t.Helper()
	var log bytes.Buffer
	c := connect(t, pack, url, fill, func(o *automation.Options) {
		o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	var steps strings.Builder
	ctx := automation.WithTracer(t.Context(), &automation.Tracer{Event: func(e automation.Event) { fmt.Fprintf(&steps, "%+v\n", e) }})
	got, _, err := erp.GetCustomer.Call(ctx, c, erp.CustomerInput{Document: maria})
	if got != nil {
		got.Document = "" // asked for, and so known to who asks
	}
	value, _ := json.Marshal(got)
	return fmt.Sprintf("%s\n%v\n%s\n%s", value, err, erp.WordsOf(err), log.String()), steps.String()
}

// maskedLine is what a trace shows of a secret member.
func maskedLine(trace string) string {
	_, line, _ := strings.Cut(trace, `"contratoCentralSenha"`)
	line, _, _ = strings.Cut(line, ",")
	return `"contratoCentralSenha"` + line
}

func quirkWrongInvoice(t *testing.T, q quirk) {
	const titles = `{"success":true,"response":[
		{"id":1,"status":"Em aberto","billet":{"expirationDate":"2026-12-01T00:00:00","amount":{"value":99.9,"finalValue":99.9}}},
		{"id":2,"status":"Paga","billet":{"expirationDate":"2026-11-01T00:00:00","amount":{"value":99.9,"finalValue":99.9}}}]}`
	voalle := func(t *testing.T) *recorder {
		return serve(t, routes{
			"/external/integrations/thirdparty/gettitlesbytxid/52998224725": says(titles),
			"/external/integrations/thirdparty/gettitlesbytxid/11144477735": says(`{"success":true,"response":[]}`),
			"/external/integrations/thirdparty/GetBillet/1":                 labelled("application/pdf", "%PDF-1.4 of Maria"),
		}.ServeHTTP)
	}
	get := func(t *testing.T, id string, changes ...change) (*erp.Invoice, error) {
		got, _, err := erp.GetInvoice.Call(t.Context(), connect(t, q.pack(t, "voalle", changes...), voalle(t).URL), erp.InvoiceInput{InvoiceID: id, Document: maria})
		return got, err
	}
	t.Run("by its id or not at all", func(t *testing.T) {
		t.Parallel()
		if got, err := get(t, "1"); err != nil || got.ID != "1" || got.Status != erp.Open || got.OpenAmount != 9990 {
			t.Errorf("got %+v, %v", got, err)
		}
		_, err := get(t, "3")
		wantKind(t, err, erp.NotFound)
	})
	t.Run("paid while the customer pays", func(t *testing.T) {
		t.Parallel()
		got, err := get(t, "2")
		if err != nil || got.Status != erp.Paid || got.OpenAmount != 0 {
			t.Errorf("got %+v, %v", got, err)
		}
		onlyOpen := instead("get_invoice.yaml", "find(answer.response, .id == input.invoice_id)", `find(filter(answer.response, .status == "Em aberto"), .id == input.invoice_id)`)
		_, err = get(t, "2", onlyOpen)
		wantKind(t, err, erp.NotFound)
	})
	t.Run("the first of the list", func(t *testing.T) {
		t.Parallel()
		first := instead("get_invoice.yaml", "find(answer.response, .id == input.invoice_id)", "first(answer.response)")
		got, err := get(t, "3", first)
		wantKind(t, err, erp.NotFound) // the engine itself looks at the id
		if got != nil {
			t.Errorf("another invoice is shown: %+v", got)
		}
		q.symptom(t, err)
	})
	t.Run("another person's boleto", func(t *testing.T) {
		t.Parallel()
		pdf := func(document string, changes ...change) (erp.PDF, int, error) {
			server := voalle(t)
			in := erp.BoletoInput{InvoiceID: "1", Document: maria}
			if document == "joao" {
				in.Document = joao
			}
			got, _, err := erp.GetBoletoPDF.Call(t.Context(), connect(t, q.pack(t, "voalle", changes...), server.URL), in)
			return got, server.count("/external/integrations/thirdparty/GetBillet/1"), err
		}
		if got, _, err := pdf("maria"); err != nil || string(got) != "%PDF-1.4 of Maria" {
			t.Errorf("Maria's: %q, %v", got, err)
		}
		got, asked, err := pdf("joao")
		wantKind(t, err, erp.NotFound)
		if got != nil || asked != 0 {
			t.Errorf("João is shown %q; asked %d times", got, asked)
		}
		_, own, _ := strings.Cut(q.files(t, "voalle")["get_boleto_pdf.yaml"], "steps:\n")
		own, _, _ = strings.Cut(own, "  file:")
		careless := []change{without("get_boleto_pdf.yaml", own), instead("get_boleto_pdf.yaml", "$(own.id)", "$(input.invoice_id)")}
		if got, _, err := pdf("joao", careless...); err != nil || got == nil {
			t.Errorf("without the look at whose it is: %q, %v", got, err)
		}
	})
}

func quirkLinks(t *testing.T, q quirk) {
	pdf := func(t *testing.T, pack, url string, change ...func(*automation.Options)) (erp.PDF, error) {
		got, _, err := erp.GetBoletoPDF.Call(t.Context(), connect(t, q.pack(t, pack), url, change...), erp.BoletoInput{InvoiceID: "7", Document: maria})
		return got, err
	}
	t.Run("Voalle's signed link", func(t *testing.T) { t.Parallel(); quirkSignedLink(t, q) })
	t.Run("a link to somewhere else", func(t *testing.T) {
		t.Parallel()
		server := serve(t, says(`{"success":true,"response":{"link":"https://files.example.com/boleto.pdf?sig=s-token-77"}}`))
		_, err := pdf(t, "voalle", server.URL)
		wantKind(t, err, erp.BadAnswer)
		if strings.Contains(fmt.Sprint(err), "sig=") {
			t.Errorf("the error shows the link: %v", err)
		}
		q.symptom(t, err)
	})
	t.Run("RBX's temporary file", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/routerbox/ws_json/ws_json.php": says(`{"status":1,"result":{"banking_billet_link":"https://erp.example/routerbox/tmp/b.pdf","banking_billet_available":15,"banking_billet_base64":"JVBERi0xLjQgYm9sZXRv"}}`)}.ServeHTTP)
		if got, err := pdf(t, "rbx", server.URL); err != nil || string(got) != "%PDF-1.4 boleto" {
			t.Errorf("got %q, %v", got, err)
		}
	})
	t.Run("MK-AUTH's page", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/boleto/boleto.hhvm": labelled("application/pdf", "<html><body>Boleto de Jo\xe3o</body></html>")}.ServeHTTP)
		got, err := pdf(t, "mkauth", server.URL)
		wantKind(t, err, erp.BadAnswer)
		if got != nil || strings.Contains(fmt.Sprint(err), "Boleto de") {
			t.Errorf("got %q, %v", got, err)
		}
		q.symptom(t, err)
	})
}

// quirkSignedLink is an ERP with TLS of its own whose links serve once.
func quirkSignedLink(t *testing.T, q quirk) {
	alive, made := map[string]bool{}, 0
	mux := http.NewServeMux()
	server := secured(t, mux, nil)
	mux.HandleFunc("/external/integrations/thirdparty/GetBilletLink/7", func(w http.ResponseWriter, _ *http.Request) {
		made++
		sig := fmt.Sprint("sig-", made)
		alive[sig] = true
		reply(w, object{"success": true, "response": object{"link": server.URL + "/files/7.pdf?" + url.Values{"sig": {sig}}.Encode()}})
	})
	mux.HandleFunc("/files/7.pdf", func(w http.ResponseWriter, r *http.Request) {
		if sig := r.URL.Query().Get("sig"); !alive[sig] || r.Header.Get("Authorization") != "" {
			w.WriteHeader(http.StatusGone)
			return
		} else {
			delete(alive, sig)
		}
		labelled("text/html", "%PDF-1.4 boleto")(w, r)
	})
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c := connect(t, q.pack(t, "voalle"), server.URL, func(o *automation.Options) { o.Logger = logger }, trusting(t, security(server), logger))
	for range 2 {
		got, meta, err := erp.GetBoletoPDF.Call(t.Context(), c, erp.BoletoInput{InvoiceID: "7", Document: maria})
		if err != nil || string(got) != "%PDF-1.4 boleto" {
			t.Fatalf("got %q, %v", got, err)
		}
		if kept := fmt.Sprintf("%s %+v %s", got, meta, log.String()); strings.Contains(kept, "sig-") {
			t.Errorf("the link stays behind: %s", kept)
		}
	}
	if made != 2 || len(alive) != 0 {
		t.Errorf("%d links were asked for, %d not used", made, len(alive))
	}
}
