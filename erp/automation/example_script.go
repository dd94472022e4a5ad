package automation

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"unicode/utf8"

	"balcao/erp/automation/value"
)

// script answers requests as an example's exchanges say: in any order, equal
// requests in the order they are written in.
type script struct {
	mu        sync.Mutex
	exchanges []*Exchange
	used      []bool
	strange   []error
}

// ServeHTTP implements [http.Handler].
func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return // the client is gone
	}
	if e := s.find(r, body); e != nil {
		e.Answer.write(w)
		return
	}
	w.WriteHeader(http.StatusNotImplemented)
}

// find is the first exchange, not yet used, that the request fits.
func (s *script) find(r *http.Request, body []byte) *Exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	var near error
	for i, e := range s.exchanges {
		if s.used[i] {
			continue
		}
		err := e.fits(r, body)
		if err == nil {
			s.used[i] = true
			return e
		}
		if e.Method == r.Method && e.Path == r.URL.EscapedPath() {
			near = err
		}
	}
	s.strange = append(s.strange, unlisted(r, body, near))
	return nil
}

func unlisted(r *http.Request, body []byte, near error) error {
	text := fmt.Sprintf("%s %s is not listed", r.Method, r.URL.RequestURI())
	if len(body) > 0 {
		text += fmt.Sprintf(", with the body %s", body)
	}
	if near != nil {
		text += fmt.Sprintf("; from the exchange that comes near it differs in %v", near)
	}
	return errors.New(text)
}

func (s *script) problems() []error {
	s.mu.Lock()
	defer s.mu.Unlock()
	problems := s.strange
	for i, e := range s.exchanges {
		if !s.used[i] {
			problems = append(problems, fmt.Errorf("%s: %s %s was never sent", e.Pos, e.Method, e.Path))
		}
	}
	return problems
}

// fits tells what of the exchange a request lacks.
func (e *Exchange) fits(r *http.Request, body []byte) error {
	if r.Method != e.Method || e.Path != r.URL.EscapedPath() && e.Path != r.URL.Path {
		return errors.New("its method or path")
	}
	for name, want := range e.Headers {
		if got := r.Header.Get(name); got != fmt.Sprint(want) {
			return fmt.Errorf("the header %s", name)
		}
	}
	if err := fitsPairs("the parameter", e.Query, r.URL.Query()); err != nil {
		return err
	}
	if e.Form != nil {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return errors.New("its body, which is no form")
		}
		if err := fitsPairs("the field", e.Form, form); err != nil {
			return err
		}
	}
	if e.Text != nil && string(body) != *e.Text {
		return errors.New("its body")
	}
	if e.JSON != nil {
		got, err := value.DecodeJSON(body, value.JSONLimits{})
		if err != nil {
			return errors.New("its body, which is no JSON")
		}
		return holds("json", e.JSON, got)
	}
	return nil
}

// fitsPairs compares parameters; a list is a name that is repeated.
func fitsPairs(what string, want map[string]any, got url.Values) error {
	for name, v := range want {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		texts := make([]string, len(list))
		for i := range list {
			texts[i] = fmt.Sprint(list[i])
		}
		if strings.Join(texts, "\x00") != strings.Join(got[name], "\x00") {
			return fmt.Errorf("%s %q", what, name)
		}
	}
	return nil
}

// holds tells where got lacks something of want: objects may have more members,
// lists no more items.
func holds(path string, want, got any) error {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			return errors.New(path)
		}
		for name, v := range want {
			member, there := object[name]
			if !there {
				return fmt.Errorf("%s.%s, which is not there", path, name)
			}
			if err := holds(path+"."+name, v, member); err != nil {
				return err
			}
		}
		return nil
	case []any:
		items, ok := got.([]any)
		if !ok || len(items) != len(want) {
			return fmt.Errorf("the length of %s", path)
		}
		for i, v := range want {
			if err := holds(fmt.Sprintf("%s[%d]", path, i), v, items[i]); err != nil {
				return err
			}
		}
		return nil
	}
	if !sameScalar(want, got) {
		return errors.New(path)
	}
	return nil
}

// sameScalar is exact about JSON's types: a number is no text.
func sameScalar(want, got any) bool {
	_, wantText := want.(string)
	_, gotText := got.(string)
	return wantText == gotText && (want == nil) == (got == nil) && fmt.Sprint(want) == fmt.Sprint(got)
}

func (a *ExampleAnswer) write(w http.ResponseWriter) {
	for name, v := range a.Headers {
		w.Header().Set(name, v)
	}
	body := []byte(a.Text)
	switch {
	case a.File != nil:
		body = a.File
	case a.HasJSON:
		if w.Header().Get("Content-Type") == "" {
			w.Header().Set("Content-Type", "application/json")
		}
		text, err := value.AppendJSON(nil, a.JSON)
		if err != nil {
			http.Error(w, "the example's json cannot be written", http.StatusInternalServerError)
			return
		}
		body = marked(text)
	}
	status := a.Status
	if status == 0 {
		status = http.StatusOK
	}
	w.WriteHeader(status)
	w.Write(body)
}

// marked says by a byte order mark that a text is UTF-8: an example is, whatever
// the charset of the ERP's host.
func marked(text []byte) []byte {
	if bytes.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return append([]byte("\ufeff"), text...)
	}
	return text
}
