package automation_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
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
				shown, trace := everything(t, q.pack(t, name, hurried), server.URL, fill)
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
