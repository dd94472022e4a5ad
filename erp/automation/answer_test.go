package automation_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"balcao/erp"
)

const judged = packYAML + `
answers:
  - empty: answer.code == 3
  - ok: answer.code == 9
  - unavailable: answer.code == 5
  - unauthenticated: answer.code == 6
  - refused: answer.code != null
    message: $(answer.message)
limits: {total: 2s}
`

func TestHowAReadsAnswerIsJudged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status     int
		body       string
		kind       erp.Kind
		message    string
		wantedName string
	}{
		"plain":                {200, `{"name":"Maria","active":true}`, "", "", "Maria"},
		"rule: empty":          {200, `{"code":3}`, erp.NotFound, "", ""},
		"rule: ok over 500":    {500, `{"code":9,"name":"Maria","active":true}`, "", "", "Maria"},
		"rule: unavailable":    {200, `{"code":5}`, erp.Unavailable, "", ""},
		"rule: not let in":     {200, `{"code":6}`, erp.Unauthenticated, "", ""},
		"rule: refused":        {200, `{"code":1,"message":"<b>N&atilde;o</b> pode<br />hoje<script>alert(1)</script>"}`, erp.Refused, "Não pode hoje", ""},
		"rule: long":           {422, `{"code":1,"message":"` + strings.Repeat("ção ", 200) + `"}`, erp.Refused, strings.Repeat("ção ", 74) + "ção…", ""},
		"rule: odd words":      {200, `{"code":1,"message":{"a":1}}`, erp.Refused, "", ""},
		"rule on the step":     {200, `{"code":7}`, erp.NotFound, "", ""},
		"status 401":           {401, ``, erp.Unauthenticated, "", ""},
		"status 403":           {403, `{}`, erp.Unauthenticated, "", ""},
		"status 404":           {404, `nada`, erp.Refused, "", ""},
		"status 429":           {429, ``, erp.Unavailable, "", ""},
		"status 500":           {500, `<html>`, erp.Unavailable, "", ""},
		"status 302":           {302, ``, erp.BadAnswer, "", ""},
		"a page with 200":      {200, "  <!doctype html><html>Maria</html>", erp.BadAnswer, "", ""},
		"a PHP error with 200": {200, "<br />\n<b>Warning</b>", erp.BadAnswer, "", ""},
		"broken JSON":          {200, `{"name":"Maria","act`, erp.BadAnswer, "", ""},
		"a text":               {200, `erro interno`, erp.BadAnswer, "", ""},
		"an empty body":        {200, ``, erp.NotFound, "", ""},
		"the wrong type":       {200, `{"name":"Maria","active":"perhaps"}`, erp.BadAnswer, "", ""},
		"no required field":    {200, `{"active":true}`, erp.BadAnswer, "", ""},
		"a BOM":                {200, "\ufeff" + `{"name":"Maria","active":true}`, "", "", "Maria"},
		"a name twice":         {200, `{"name":"João","name":"Maria","active":true}`, "", "", "Maria"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=ISO-8859-1") // as ERPs label JSON
				w.WriteHeader(c.status)
				w.Write([]byte(c.body))
			})
			connection := connect(t, load(t, files{"pack.yaml": judged, "get_customer.yaml": `
steps:
  person:
    get: /person
    answers:
      - empty: answer.code == 7
output: {name: person.name, active: person.active}
`}), server.URL)
			got, _, err := customer(t, connection, maria)
			wantKind(t, err, c.kind)
			if err == nil && got.Name != c.wantedName {
				t.Errorf("name %q", got.Name)
			}
			if e, _ := err.(*erp.Error); e != nil {
				if e.Message != c.message {
					t.Errorf("message %q, want %q", e.Message, c.message)
				}
				if text := e.Error(); strings.Contains(text, "Maria") || c.kind != erp.NotFound && !strings.Contains(text, "test/get_customer.yaml:") {
					t.Errorf("the operator reads %q", text)
				}
			}
		})
	}
}

func TestCharsets(t *testing.T) {
	t.Parallel()
	latin := "Jo\xe3o D'\xc1vila"
	for name, c := range map[string]struct{ charset, sent, want string }{
		"utf-8":                  {"utf-8", "João D'Ávila", "João D'Ávila"},
		"latin-1":                {"latin-1", latin, "João D'Ávila"},
		"latin-1 with a BOM":     {"latin-1", "\xef\xbb\xbfJoão", "João"},
		"mk-mixed, both in one":  {"mk-mixed", "João Jo\xe3o €\x80", "João João €€"},
		"mk-mixed, damaged":      {"mk-mixed", "JOS\xc3\\u0089 \xe2\\u0080\\u0093 Jo\xc3\xa3o", "JOSÉ – João"},
		"utf-16 by its mark":     {"utf-8", "", "João"},
		"windows quotes, latin1": {"latin-1", "\x93Matriz\x94", "“Matriz”"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := []byte(`{"name":"` + c.sent + `","active":true}`)
			if c.sent == "" {
				body = utf16(`{"name":"João","active":true}`)
			} else if strings.HasPrefix(c.sent, "\xef\xbb\xbf") {
				body = []byte("\xef\xbb\xbf" + `{"name":"João","active":true}`)
			}
			server := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write(body) })
			pack := strings.Replace(packYAML, "{url: $(settings.url)}", "{url: $(settings.url), charset: "+c.charset+"}", 1)
			connection := connect(t, load(t, files{"pack.yaml": pack, "get_customer.yaml": "steps:\n  p: {get: /p}\noutput: {name: p.name, active: p.active}\n"}), server.URL)
			got, _, err := customer(t, connection, maria)
			if err != nil || got.Name != c.want {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

// utf16 is little-endian with a byte order mark, of characters below U+10000.
func utf16(s string) []byte {
	b := []byte{0xFF, 0xFE}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

func TestPDFs(t *testing.T) {
	t.Parallel()
	const pdf = "%PDF-1.4\nbinary \xff\xfe\n%%EOF"
	coded := base64.StdEncoding.EncodeToString([]byte(pdf))
	for name, c := range map[string]struct {
		body string
		kind erp.Kind
	}{
		"bytes":           {pdf, ""},
		"base64":          {coded, ""},
		"quoted base64":   {`"` + strings.ReplaceAll(coded, "/", `\/`) + "\"\n", ""},
		"wrapped base64":  {coded[:8] + "\n" + coded[8:], ""},
		"a page":          {"<html>boleto</html>", erp.BadAnswer},
		"other bytes":     {"PK\x03\x04", erp.BadAnswer},
		"a JSON refusal":  {`{"code":1,"message":"Sem boleto"}`, erp.Refused},
		"base64 of other": {base64.StdEncoding.EncodeToString([]byte("hello, world")), erp.BadAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(c.body)) })
			connection := connect(t, load(t, files{"pack.yaml": judged, "get_boleto_pdf.yaml": `
steps:
  file: {get: /boleto/$(input.invoice_id), expect: pdf}
output: {pdf: file}
`}), server.URL)
			got, _, err := erp.GetBoletoPDF.Call(t.Context(), connection, erp.BoletoInput{InvoiceID: "7", Document: maria})
			wantKind(t, err, c.kind)
			if err == nil && string(got) != pdf {
				t.Errorf("got %q", got)
			}
		})
	}
}
