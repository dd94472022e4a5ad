package graph_test

import (
	"testing"

	"balcao/erp"
)

// A document with a typing error is what customers meet most; they read it in
// their own language.
func TestValuesOfTheWrongFormAreToldInTheLanguageAskedFor(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	const query = `{ customer(document: "52998224720") { name } }`
	want(t, c.ask("site", query), "INVALID_INPUT", `"message":"CPF ou CNPJ inválido"`)
	want(t, c.ask("site", query, "en"), "INVALID_INPUT", `"message":"this must be a valid CPF or CNPJ, as a text"`)
	want(t, c.askWith("site", `query($d: Document!) { customer(document: $d) { name } }`, map[string]any{"d": 52998224725}), "INVALID_INPUT", "CPF ou CNPJ inválido")
}

// Whoever is called at night has the request's id, and needs what is behind it.
func TestTheLogHasThePlaceOfAPanic(t *testing.T) {
	t.Parallel()
	c := newCounter(t)
	c.supports = func(*erp.Info) (bool, string) { panic("out of paper") }
	want(t, c.ask("admin", `{ capabilities { functions { name } } }`), "INTERNAL", "!paper", "!goroutine")
	want(t, c.log.String(), `"level":"ERROR"`, "out of paper", "errors_test.go")
}
