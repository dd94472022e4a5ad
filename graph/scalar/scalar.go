// Package scalar writes and reads the schema's own scalars. Each is a pair of
// functions over a type of package erp or br, as gqlgen binds them.
package scalar

import (
	"encoding/json"
	"io"
	"net/url"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"balcao/erp"
	"balcao/internal/br"
)

func quoted(s string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(s)) })
}

// InvalidError says of which form a value should have been. It never repeats the
// value: it may be personal data.
type InvalidError struct{ Want string }

func (e *InvalidError) Error() string { return "this must be " + e.Want }

func invalid(want string) error { return &InvalidError{Want: want} }

func text(v any, what string) (string, error) {
	s, ok := v.(string)
	if !ok {
		return "", invalid(what)
	}
	return s, nil
}

// MarshalDate writes "2026-11-24".
func MarshalDate(d br.Date) graphql.Marshaler { return quoted(d.String()) }

// UnmarshalDate reads "2026-11-24".
func UnmarshalDate(v any) (br.Date, error) {
	s, err := text(v, "a day like 2026-11-24")
	if err != nil {
		return br.Date{}, err
	}
	d, err := br.ParseDate(s)
	if err != nil {
		return d, invalid("a day like 2026-11-24")
	}
	return d, nil
}

// MarshalDateTime writes RFC 3339 in the zone that the instant carries.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return quoted(t.Format("2006-01-02T15:04:05.999Z07:00"))
}

// UnmarshalDateTime reads RFC 3339; an offset is needed.
func UnmarshalDateTime(v any) (time.Time, error) {
	const form = "an instant with its offset, like 2026-11-24T09:30:00-03:00"
	s, err := text(v, form)
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return t, invalid(form)
	}
	return t, nil
}

// MarshalDecimal writes "129.90".
func MarshalDecimal(m erp.Money) graphql.Marshaler { return quoted(m.String()) }

// UnmarshalDecimal reads "129.90". A JSON number is refused: in most clients it
// has been a float before it came here.
func UnmarshalDecimal(v any) (erp.Money, error) {
	const form = `an amount as a text with at most two places, like "129.90"`
	s, err := text(v, form)
	if err != nil {
		return 0, err
	}
	m, err := erp.ParseMoney(s)
	if err != nil {
		return 0, invalid(form)
	}
	return m, nil
}

// MarshalDocument writes the document without punctuation.
func MarshalDocument(d br.Document) graphql.Marshaler { return quoted(string(d)) }

// UnmarshalDocument reads a CPF or CNPJ. The error never repeats the value.
func UnmarshalDocument(v any) (br.Document, error) {
	s, err := text(v, "a CPF or CNPJ as a text")
	if err != nil {
		return "", err
	}
	d, err := br.ParseDocument(s)
	if err != nil {
		return "", invalid("a valid CPF or CNPJ")
	}
	return d, nil
}

// MarshalURL writes an absolute address.
func MarshalURL(s string) graphql.Marshaler {
	b, err := json.Marshal(s)
	if err != nil {
		return graphql.Null
	}
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(b) })
}

// UnmarshalURL reads an absolute address.
func UnmarshalURL(v any) (string, error) {
	s, err := text(v, "an absolute URL")
	if err != nil {
		return "", err
	}
	if u, err := url.Parse(s); err != nil || !u.IsAbs() {
		return "", invalid("an absolute URL")
	}
	return s, nil
}
