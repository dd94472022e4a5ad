package transport

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// readParams reads what is to be executed.
func readParams(r *http.Request) (*graphql.RawParams, *Refusal) {
	if r.Method == http.MethodGet {
		return readURL(r.URL)
	}
	body, err := io.ReadAll(r.Body)
	if tooMuch := (*http.MaxBytesError)(nil); errors.As(err, &tooMuch) {
		return nil, tooLarge()
	}
	if err != nil {
		return nil, badRequest("the body could not be read")
	}
	object, refused := decodeObject(body, "the body")
	if refused != nil {
		return nil, refused
	}
	return newParams(object)
}

// readURL reads a GET. Every parameter may be there once.
func readURL(u *url.URL) (*graphql.RawParams, *Refusal) {
	values, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return nil, badRequest("the address has parameters that cannot be read")
	}
	object := map[string]any{}
	for _, name := range []string{"query", "operationName", "variables", "extensions"} {
		all := values[name]
		switch {
		case len(all) == 0:
			continue
		case len(all) > 1:
			return nil, badRequest(name + " is there twice")
		case !utf8.ValidString(all[0]):
			return nil, badRequest(name + " is not in UTF-8")
		}
		object[name] = all[0]
	}
	if refused := decodeParameters(object); refused != nil {
		return nil, refused
	}
	return newParams(object)
}

// decodeParameters decodes those parameters of a GET that hold JSON.
func decodeParameters(object map[string]any) *Refusal {
	for _, name := range []string{"variables", "extensions"} {
		text, _ := object[name].(string)
		if text == "" || text == "null" {
			delete(object, name)
			continue
		}
		decoded, refused := decodeObject([]byte(text), name)
		if refused != nil {
			return refused
		}
		object[name] = decoded
	}
	return nil
}

// newParams checks the types of the four members; others are ignored, since
// clients add their own.
func newParams(object map[string]any) (*graphql.RawParams, *Refusal) {
	p := &graphql.RawParams{}
	refused := errors.Join(
		member(object, "query", "a text", &p.Query),
		member(object, "operationName", "a text", &p.OperationName),
		member(object, "variables", "an object", &p.Variables),
		member(object, "extensions", "an object", &p.Extensions),
	)
	if refused != nil {
		return nil, badRequest(refused.Error())
	}
	if p.Query == "" && p.Extensions["persistedQuery"] == nil {
		return nil, badRequest("query is missing")
	}
	return p, nil
}

// member takes a value out of an object; null is the same as nothing.
func member[T any](object map[string]any, name, want string, to *T) error {
	value := object[name]
	if value == nil {
		return nil
	}
	typed, ok := value.(T)
	if !ok {
		return errors.New(name + " has to be " + want)
	}
	*to = typed
	return nil
}
