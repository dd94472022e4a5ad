package erptest

import (
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

// attempts are values that would change the meaning of a path, query, filter,
// domain or template if they became a part of it.
var attempts = []string{
	`' OR '1'='1`,
	`1' OR 1=1 --`,
	`"]],["id",">",0]],"x":[["`,
	`{"__class__":"Decimal","decimal":"1"}`,
	`..`,
	`../clientes`,
	`1/../../clientes?x=`,
	`1&document=11222333000181`,
	`%`,
	`*`,
	"1\r\nX-Injected: 1",
	`$(settings.password)`,
	`${settings.password}`,
	`1, 2, 3`,
	`1 or id > 0`,
	"",
}

// injection asks with values that try to be more than data. Nothing may come
// back: not somebody's row, and no failure that hides what was sent.
func injection(t *testing.T, target Target) {
	for _, attempt := range attempts {
		scenario(t, target, "id "+attempt, func(t *testing.T, d desk) {
			_, err := d.invoice(t, attempt, d.Facts.Customers[0].Document)
			wantKind(t, err, erp.NotFound, erp.InvalidInput, erp.Refused)
			_, err = d.pdf(t, attempt, d.Facts.Customers[0].Document)
			wantKind(t, err, erp.NotFound, erp.InvalidInput, erp.Refused)
		})
		scenario(t, target, "document "+attempt, func(t *testing.T, d desk) {
			_, err := d.customer(t, br.Document(attempt))
			wantKind(t, err, erp.NotFound, erp.InvalidInput, erp.Refused)
			got, _, err := erp.ListInvoices.Call(t.Context(), d.pipe, erp.InvoicesInput{Document: br.Document(attempt)})
			if err != nil {
				wantKind(t, err, erp.InvalidInput, erp.Refused)
			}
			if len(got) != 0 {
				t.Errorf("got %d invoices", len(got))
			}
		})
	}
}
