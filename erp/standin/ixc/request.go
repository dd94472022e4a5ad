package ixc

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const maxBody = 8 << 20

// form is the body of a call: scalars by name. JSON numbers, true and false are
// taken as their text, for both kinds appear in public examples ("id":2 and
// "id":"2"; ixc.md, Transport facts, "types").
type form map[string]string

// readForm reads a JSON body, or form fields, which the old PHP client sends
// (ixc.md, Transport facts, "write"). A GET has its body too (ixc.md, Transport
// facts, "read method").
func readForm(r *http.Request) (form, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return nil, err
	}
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media == "application/x-www-form-urlencoded" {
		return formOf(string(body))
	}
	return formOfJSON(body)
}

func formOf(body string) (form, error) {
	values, err := url.ParseQuery(body)
	f := form{}
	for name := range values {
		f[name] = values.Get(name)
	}
	return f, err
}

func formOfJSON(body []byte) (form, error) {
	f := form{}
	if len(bytes.TrimSpace(body)) == 0 {
		return f, nil
	}
	var members map[string]any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(&members); err != nil {
		return nil, err
	}
	for name, value := range members {
		text, err := scalar(value)
		if err != nil {
			return nil, err
		}
		f[name] = text
	}
	return f, nil
}

// errNested: not documented; chosen: an object or array where a scalar is due
// fails like any bad field. So grid_param must be a string that holds the array
// (ixc.md, Transport facts, "grid_param").
var errNested = errors.New("an object or array where a scalar is due")

func scalar(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		if v {
			return "true", nil
		}
		return "false", nil
	}
	return "", errNested
}

// has reports whether all are filled.
func (f form) has(names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return f[name] == "" })
}

// words are all that was sent, a line for each field.
func (f form) words() string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(f)) {
		lines = append(lines, name+": "+f[name])
	}
	return strings.Join(lines, "\n")
}
