package sgp

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"balcao/internal/br"
)

// call is a request as it was read: it is whole before the desk lets a fault
// befall it, because a late application outlives the request.
type call struct {
	method, path, pattern string
	id                    string // the number in the path
	base                  string // how links begin
	user, password        string // of HTTP Basic
	json                  bool   // the body was JSON
	fields                map[string][]string
}

const largestBody = 1 << 20

// newCall reads the fields of the query string (GET) or of the body: form,
// multipart or JSON (sgp.md, Transport facts, "auth 1" and "request style"). A
// list that is a GET is documented with a form as its body, so both are read.
func (s *Server) newCall(r *http.Request) *call {
	c := &call{method: r.Method, path: r.URL.Path, base: s.base(r), fields: map[string][]string{}}
	c.pattern, c.id = patternOf(r.URL.Path)
	c.user, c.password, _ = r.BasicAuth()
	if r.Method == http.MethodGet {
		c.add(r.URL.Query())
	}
	c.readBody(r)
	return c
}

func (s *Server) base(r *http.Request) string {
	switch {
	case s.options.Base != "":
		return s.options.Base
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// readBody adds the body's fields. What cannot be read has none, and so no
// credentials: not documented; chosen: it is refused for those.
func (c *call) readBody(r *http.Request) {
	r.Body = http.MaxBytesReader(nil, r.Body, largestBody)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "multipart/form-data":
		if r.ParseMultipartForm(largestBody) == nil {
			c.add(r.MultipartForm.Value)
		}
	case "application/x-www-form-urlencoded":
		body, _ := io.ReadAll(r.Body)
		if form, err := url.ParseQuery(string(body)); err == nil {
			c.add(form)
		}
	case "application/json":
		c.readJSON(r.Body)
	}
}

func (c *call) readJSON(body io.Reader) {
	decoder := json.NewDecoder(body)
	decoder.UseNumber()
	var members map[string]any
	if decoder.Decode(&members) != nil {
		return
	}
	c.json = true
	for name, value := range members {
		list, many := value.([]any)
		if !many {
			list = []any{value}
		}
		for _, one := range list {
			c.fields[name] = append(c.fields[name], textOf(one))
		}
	}
}

func textOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	text, _ := json.Marshal(value) // it was read from JSON
	return string(text)
}

func (c *call) add(fields map[string][]string) {
	for name, values := range fields {
		c.fields[name] = append(c.fields[name], values...)
	}
}

func (c *call) has(name string) bool { return len(c.fields[name]) > 0 }

// text is the field's value, empty if it was not sent.
func (c *call) text(name string) string {
	if !c.has(name) {
		return ""
	}
	return c.fields[name][0]
}

func (c *call) on(name string) bool { return c.text(name) == "1" }

// document is the cpfcnpj that was asked for. It is to be sent as digits
// (sgp.md, Transport facts, "CPF in / out"); with its mask, not documented;
// chosen: it finds nobody.
func (c *call) document() br.Document { return br.Document(c.text("cpfcnpj")) }

// texts are all values that were sent but the credentials, for the clerk's
// screen.
func (c *call) texts() string {
	var all []string
	for name, values := range c.fields {
		if name != "token" && name != "app" {
			all = append(all, name+"="+strings.Join(values, ","))
		}
	}
	return sortedText(all)
}
