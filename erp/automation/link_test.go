package automation_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
)

const linkedPDF = `
steps:
  invoice: {get: /invoice}
  file:
    download: invoice.link
    from: [files.example.com]
    expect: pdf
output: {pdf: file}
`

func TestLinksAreFetchedFromTheERPOnly(t *testing.T) {
	t.Parallel()
	other := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("%PDF-1.4 of another server")) })
	var link string
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/file.pdf" {
			w.Write([]byte("%PDF-1.4"))
			return
		}
		reply(w, object{"link": link})
	})
	pack := load(t, files{
		"pack.yaml":           strings.Replace(packYAML, "{url: $(settings.url)}", "{url: $(settings.url), headers: {Authorization: Bearer tok}}", 1),
		"get_boleto_pdf.yaml": linkedPDF,
	})
	c := connect(t, pack, server.URL)
	for given, kind := range map[string]erp.Kind{
		server.URL + "/file.pdf":                                "",
		other.URL + "/file.pdf":                                 erp.BadAnswer, // the same address, another port
		"file:///etc/passwd":                                    erp.BadAnswer,
		"http://169.254.169.254/latest/meta-data":               erp.BadAnswer,
		strings.Replace(server.URL, "//", "//user:pw@", 1):      erp.BadAnswer,
		"gopher://" + strings.TrimPrefix(server.URL, "http://"): erp.BadAnswer,
	} {
		link = given
		_, _, err := erp.GetBoletoPDF.Call(t.Context(), c, erp.BoletoInput{InvoiceID: "7", Document: maria})
		wantKind(t, err, kind)
	}
	if n := len(other.got()); n != 0 {
		t.Errorf("another server was asked %d times", n)
	}
	for _, s := range server.got() {
		if s.Path == "/file.pdf" && s.Header.Get("Authorization") != "" {
			t.Error("the token was sent to a link")
		}
	}
}

// A name that the pack allows, but that leads to a private address.
func TestAllowedNamesOfPrivateAddressesAreNotDialled(t *testing.T) {
	t.Parallel()
	other := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("%PDF-1.4")) })
	u, err := url.Parse(other.URL)
	if err != nil {
		t.Fatal(err)
	}
	server := serve(t, answer(object{"link": "http://files.localhost.localdomain:" + u.Port() + "/f"}))
	text := strings.Replace(linkedPDF, "files.example.com", "\"*.localhost.localdomain\"", 1)
	c := connect(t, load(t, files{"get_boleto_pdf.yaml": text}), server.URL)
	_, _, err = erp.GetBoletoPDF.Call(t.Context(), c, erp.BoletoInput{InvoiceID: "7", Document: maria})
	if err == nil || len(other.got()) != 0 {
		t.Errorf("error %v, asked %d times", err, len(other.got()))
	}
}

func TestKeptReadsOutliveTheirRunAndEnd(t *testing.T) {
	t.Parallel()
	now := &clock{now: noon}
	server := serve(t, answer(object{"name": "Maria", "active": true}))
	c := connect(t, load(t, files{"get_customer.yaml": `
steps:
  cities: {get: /cities, keep: 1h}
  person: {get: /person, query: {cpf: $(input.document)}}
output: {name: cities.name, active: person.active}
`}), server.URL, func(o *automation.Options) { o.Now = now.read })
	for i, want := range []int{1, 1, 2} {
		if i == 2 {
			now.forward(time.Hour)
		}
		if _, _, err := customer(t, c, maria); err != nil || server.count("/cities") != want || server.count("/person") != i+1 {
			t.Errorf("run %d: %v, %d and %d calls", i, err, server.count("/cities"), server.count("/person"))
		}
	}
}
