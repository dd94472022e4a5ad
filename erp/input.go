package erp

import (
	"strings"

	"balcao/internal/br"
)

// CatalogueInput asks for a list that is the same for everybody.
type CatalogueInput struct{}

// Subject is nobody.
func (in CatalogueInput) Subject() br.Document { return "" }

// Key implements [Input].
func (in CatalogueInput) Key() string { return "" }

// CustomerInput asks for what the ERP knows of the customer with this document.
type CustomerInput struct {
	Document br.Document `erp:"document,required"`
}

// Subject is the customer.
func (in CustomerInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in CustomerInput) Key() string { return key(string(in.Document)) }

// key joins parts so that no two different lists of parts give the same text.
func key(parts ...string) string {
	for i, p := range parts {
		parts[i] = keyEscape.Replace(p)
	}
	return strings.Join(parts, "|")
}

var keyEscape = strings.NewReplacer(`\`, `\\`, "|", `\|`)
