package unknown

import (
	"io"
	"net/http"
	"strconv"
	"strings"
)

// request is what a call brought: the query and the form in one, as the ERP's
// language has them, or the body where it is JSON.
type request struct {
	values map[string][]string
	path   string // the number in the path
	host   string
	body   []byte
}

func readRequest(w http.ResponseWriter, r *http.Request) request {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	in := request{path: r.PathValue("titulo"), host: r.Host}
	if strings.Contains(r.Header.Get("Content-Type"), "json") {
		in.body, _ = io.ReadAll(r.Body) // half a body is no JSON, and told as such
	}
	_ = r.ParseForm() // what cannot be read is missing
	in.values = r.Form
	return in
}

// get is the first value of a field, without the space around it.
func (in request) get(field string) string {
	if v := in.values[field]; len(v) > 0 {
		return strings.TrimSpace(fromClient(v[0]))
	}
	return ""
}

// number is a field's number; what is none is 0, which nothing has as its code.
func (in request) number(field string) int { return number(in.get(field)) }

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// firstMissing is the first of the fields that is not there.
func (in request) firstMissing(names ...string) (string, bool) {
	for _, name := range names {
		if in.get(name) == "" {
			return name, true
		}
	}
	return "", false
}
