package hubsoft

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"balcao/erp"
	"balcao/internal/br"
)

// form is the JSON body of a write, and what is wrong with it.
type form struct {
	id       string // of the path, where it has one
	fields   map[string]any
	problems []string
}

// readForm reads one JSON object: hubsoft.md, Transport facts, "request".
func readForm(body []byte) (*form, error) {
	f := &form{}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&f.fields); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	if f.fields == nil {
		return nil, errors.New("null is no object")
	}
	return f, nil
}

// sent is all that was sent, as "field=value" in the order of the fields'
// names, without JSON's escapes.
func (f *form) sent() string {
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(f.fields)) {
		texts = append(texts, fmt.Sprintf("%s=%v", name, f.fields[name]))
	}
	return strings.Join(texts, " ")
}

func (f *form) problem(format string, args ...any) {
	f.problems = append(f.problems, fmt.Sprintf(format, args...))
}

// require notes which fields are missing or empty.
func (f *form) require(names ...string) {
	for _, name := range names {
		if value := f.fields[name]; value == nil || value == "" {
			f.problem("O campo %s é obrigatório.", name)
		}
	}
}

// text is a field's text; a number's digits are taken as they are.
func (f *form) text(name string) string {
	switch value := f.fields[name].(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(value)
	case json.Number:
		return value.String()
	}
	f.problem("O campo %s deve ser um texto.", name)
	return ""
}

// number reads an id or a count: hubsoft.md, Transport facts, "ids": integers;
// strings accepted on input. It is 0 when there is none.
func (f *form) number(name string) int64 {
	text := f.text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		f.problem("O campo %s deve ser um número inteiro positivo.", name)
	}
	return n
}

// money takes a JSON number or a text with a point. Not documented for input;
// chosen: the formats that the API answers, and never a comma.
func (f *form) money(name string) erp.Money {
	text := f.text(name)
	if text == "" {
		return 0
	}
	amount, err := erp.ParseMoney(text)
	if err != nil || amount < 0 {
		f.problem("O campo %s deve ser um valor como 54.95.", name)
	}
	return amount
}

// day reads what is sent as a date: hubsoft.md, Transport facts, "dates": send
// YYYY-MM-DD.
func (f *form) day(name string) br.Date {
	text := f.text(name)
	if text == "" {
		return br.Date{}
	}
	day, err := br.ParseDate(text)
	if err != nil {
		f.problem("O campo %s deve ter o formato AAAA-MM-DD.", name)
	}
	return day
}

// truth reads a JSON boolean.
func (f *form) truth(name string) bool {
	switch value := f.fields[name].(type) {
	case nil:
		return false
	case bool:
		return value
	}
	f.problem("O campo %s deve ser verdadeiro ou falso.", name)
	return false
}

// child is an object within the form. Its problems are to be added to the
// form's: [form.adopt].
func (f *form) child(name string) *form {
	fields, ok := f.fields[name].(map[string]any)
	if !ok && f.fields[name] != nil {
		f.problem("O campo %s deve ser um objeto.", name)
	}
	return &form{fields: fields}
}

func (f *form) adopt(child *form) { f.problems = append(f.problems, child.problems...) }
