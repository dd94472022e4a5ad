package sgp

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"balcao/erp/standin"
)

// object is a JSON object whose members keep their order, so that a saved
// answer can be given again byte for byte.
type object []member

type member struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	text := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(append(append(text, encoded(m.name)...), ':'), encoded(m.value)...)
	}
	return append(text, '}'), nil
}

// only are the named members, in o's order.
func (o object) only(names []string) object {
	return slices.DeleteFunc(slices.Clone(o), func(m member) bool { return !slices.Contains(names, m.name) })
}

// encoded is JSON without Go's escaping of HTML: no ERP escapes an ampersand.
func encoded(value any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil { // all values are ours
		panic(err)
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n"))
}

// reply is an answer in JSON. Its Content-Type: not documented; chosen: JSON
// without a charset.
func reply(status int, body any) standin.Reply {
	return standin.Reply{Status: status, ContentType: "application/json", Body: encoded(body)}
}

func ok(body any) standin.Reply { return reply(http.StatusOK, body) }

// refuse answers 200 with the shape of sgp.md, Transport facts, "errors":
// {"msg":…,"success":false}. Every text of it is not documented but chosen.
func refuse(message string) standin.Reply {
	return ok(object{{"msg", message}, {"success", false}})
}

// loginPage stands where JSON is due (sgp.md, Transport facts, "errors"). What
// it shows: not documented.
var loginPage = html(http.StatusOK, "Acesso ao sistema", `<form method="post"><input name="username"><input type="password" name="password"></form>`)

// serverError: not documented; chosen: a page with 500.
var serverError = html(http.StatusInternalServerError, "Erro interno", "<p>Ocorreu um erro interno.</p>")

func html(status int, title, content string) standin.Reply {
	page := `<!DOCTYPE html><html lang="pt-br"><head><meta charset="utf-8"><title>SGP - ` + title + `</title></head><body><h1>` +
		title + `</h1>` + content + `</body></html>`
	return standin.Reply{Status: status, ContentType: "text/html; charset=utf-8", Body: []byte(page)}
}

// inCharset breaks the accents of the paths that quirks name (sgp.md, quirk 7).
func (s *Server) inCharset(c *call, answer standin.Reply) standin.Reply {
	if answer.ContentType == "application/json" && underAny(c.path, s.quirks.Latin1) {
		answer.Body = latin1(answer.Body)
	}
	return answer
}

func latin1(text []byte) []byte {
	var broken []byte
	for _, letter := range string(text) {
		if letter > 0xFF {
			letter = '?'
		}
		broken = append(broken, byte(letter))
	}
	return broken
}
