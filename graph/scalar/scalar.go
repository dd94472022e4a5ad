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

// InvalidError says of which form a value should have been, in both languages:
// a mistyped CPF is what customers do most. It never repeats the value, which
// may be personal data.
type InvalidError struct{ Portuguese, English string }

func (e *InvalidError) Error() string { return e.English }

// What is said of each scalar.
var (
	invalidDate     = &InvalidError{"use um dia como 2026-11-24", "this must be a day like 2026-11-24"}
	invalidDateTime = &InvalidError{
		"use um instante com fuso, como 2026-11-24T09:30:00-03:00",
		"this must be an instant with its offset, like 2026-11-24T09:30:00-03:00",
	}
	invalidDecimal = &InvalidError{
		`use um valor em texto com até duas casas, como "129.90"`,
		`this must be an amount as a text with at most two places, like "129.90"`,
	}
	invalidDocument = &InvalidError{"CPF ou CNPJ inválido", "this must be a valid CPF or CNPJ, as a text"}
	invalidURL      = &InvalidError{"use um endereço completo", "this must be an absolute URL"}
)

// MarshalDate writes "2026-11-24".
func MarshalDate(d br.Date) graphql.Marshaler { return quoted(d.String()) }

// UnmarshalDate reads "2026-11-24".
func UnmarshalDate(v any) (br.Date, error) {
	s, _ := v.(string)
	d, err := br.ParseDate(s)
	if err != nil {
		return d, invalidDate
	}
	return d, nil
}

// MarshalDateTime writes RFC 3339 in the zone that the instant carries.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return quoted(t.Format("2006-01-02T15:04:05.999Z07:00"))
}

// UnmarshalDateTime reads RFC 3339; an offset is needed.
func UnmarshalDateTime(v any) (time.Time, error) {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return t, invalidDateTime
	}
	return t, nil
}

// MarshalDecimal writes "129.90".
func MarshalDecimal(m erp.Money) graphql.Marshaler { return quoted(m.String()) }

// UnmarshalDecimal reads "129.90". A JSON number is refused: in most clients it
// has been a float before it came here.
func UnmarshalDecimal(v any) (erp.Money, error) {
	s, _ := v.(string)
	m, err := erp.ParseMoney(s)
	if err != nil {
		return 0, invalidDecimal
	}
	return m, nil
}

// MarshalDocument writes the document without punctuation.
func MarshalDocument(d br.Document) graphql.Marshaler { return quoted(string(d)) }

// UnmarshalDocument reads a CPF or CNPJ. The error never repeats the value.
func UnmarshalDocument(v any) (br.Document, error) {
	s, _ := v.(string)
	d, err := br.ParseDocument(s)
	if err != nil {
		return "", invalidDocument
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
	s, _ := v.(string)
	if u, err := url.Parse(s); err != nil || !u.IsAbs() {
		return "", invalidURL
	}
	return s, nil
}
