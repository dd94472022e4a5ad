package automation_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/internal/br"
)

// voalleTitles are all of Maria's titles, the one that is paid too.
const voalleTitles = `{"success":true,"response":[
	{"id":1,"status":"Em aberto","billet":{"expirationDate":"2026-12-01T00:00:00","amount":{"value":99.9,"finalValue":99.9}}},
	{"id":2,"status":"Paga","billet":{"expirationDate":"2026-11-01T00:00:00","amount":{"value":99.9,"finalValue":99.9}}}]}`

func voalle(t *testing.T) *recorder {
	return serve(t, routes{
		"/external/integrations/thirdparty/gettitlesbytxid/52998224725": says(voalleTitles),
		"/external/integrations/thirdparty/gettitlesbytxid/11144477735": says(`{"success":true,"response":[]}`),
		"/external/integrations/thirdparty/GetBillet/1":                 labelled("application/pdf", "%PDF-1.4 of Maria"),
	}.ServeHTTP)
}

func quirkWrongInvoice(t *testing.T, q quirk) {
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
	t.Run("another person's boleto", func(t *testing.T) { t.Parallel(); quirkOthersBoleto(t, q) })
}

func quirkOthersBoleto(t *testing.T, q quirk) {
	pdf := func(document br.Document, changes ...change) (erp.PDF, int, error) {
		server := voalle(t)
		in := erp.BoletoInput{InvoiceID: "1", Document: document}
		got, _, err := erp.GetBoletoPDF.Call(t.Context(), connect(t, q.pack(t, "voalle", changes...), server.URL), in)
		return got, server.count("/external/integrations/thirdparty/GetBillet/1"), err
	}
	if got, _, err := pdf(maria); err != nil || string(got) != "%PDF-1.4 of Maria" {
		t.Errorf("Maria's: %q, %v", got, err)
	}
	got, asked, err := pdf(joao)
	wantKind(t, err, erp.NotFound)
	if got != nil || asked != 0 {
		t.Errorf("João is shown %q; asked %d times", got, asked)
	}
	_, own, _ := strings.Cut(q.files(t, "voalle")["get_boleto_pdf.yaml"], "steps:\n")
	own, _, _ = strings.Cut(own, "  file:")
	careless := []change{without("get_boleto_pdf.yaml", own), instead("get_boleto_pdf.yaml", "$(own.id)", "$(input.invoice_id)")}
	if got, _, err := pdf(joao, careless...); err != nil || got == nil {
		t.Errorf("without the look at whose it is: %q, %v", got, err)
	}
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
		sig := r.URL.Query().Get("sig")
		if !alive[sig] || r.Header.Get("Authorization") != "" {
			w.WriteHeader(http.StatusGone)
			return
		}
		delete(alive, sig)
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
