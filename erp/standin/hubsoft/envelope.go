package hubsoft

import (
	"bytes"
	"encoding/json"
	"net/http"

	"balcao/erp/standin"
)

// jsonType: the page does not say which Content-Type is sent; chosen.
const jsonType = "application/json"

// How success is spelt: hubsoft.md, Transport facts, "errors". The second is
// that of cliente/financeiro, cliente/atendimento and cliente/ordem_servico.
const (
	success = "success"
	suscess = "suscess"
	failed  = "error"
)

// part is one key of an answer. The order of keys is the page's.
type part struct {
	key   string
	value any
}

// answer is hubsoft.md, Transport facts, "envelope":
// {"status":"success","msg":"…", "<collection>":[…]}.
func answer(status, message string, parts ...part) standin.Reply {
	return respond(http.StatusOK, append([]part{{"status", status}, {"msg", message}}, parts...))
}

// refused is hubsoft.md, Transport facts, "errors": HTTP 200 with
// {"status":"error","msg":"…","errors":[…]}. What stands in errors is not
// documented; chosen: sentences.
func refused(message string, errors ...string) standin.Reply {
	return answer(failed, message, part{"errors", list(errors)})
}

// respond writes the parts as one JSON object in their order.
func respond(status int, parts []part) standin.Reply {
	return standin.Reply{Status: status, ContentType: jsonType, Body: encoded(object(parts))}
}

// object is a JSON object whose keys keep their order.
type object []part

// MarshalJSON writes the keys in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var body bytes.Buffer
	body.WriteByte('{')
	for n, p := range o {
		if n > 0 {
			body.WriteByte(',')
		}
		body.Write(encoded(p.key))
		body.WriteByte(':')
		body.Write(encoded(p.value))
	}
	body.WriteByte('}')
	return body.Bytes(), nil
}

// encoded is JSON with & and < as they are.
func encoded(value any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic("hubsoft: write JSON: " + err.Error()) // only types of this package are written
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n"))
}

// list is never null: an empty list is [].
func list[T any](rows []T) []T {
	if rows == nil {
		return []T{}
	}
	return rows
}
