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

// injections ask every function that is given a document or an id with values
// that try to be more than data. Nothing may come back: not somebody's row, and
// no failure that hides what was sent.
func injections() []scenario {
	var all []scenario
	for _, f := range erp.Functions {
		if attempted(desk{}, f, "") == nil {
			continue
		}
		all = append(all, scenario{f, Injection, "", func(t *testing.T, d desk) {
			for _, attempt := range attempts {
				for _, in := range attempted(d, f, attempt) {
					wantNothing(t, d.do(t, f, in), attempt)
				}
			}
		}, nil})
	}
	return all
}

// attempted are the function's inputs with the attempt in each place; nil where a
// person gives it neither a document nor an id.
func attempted(d desk, f *erp.Info, attempt string) []erp.Input {
	document, owner := br.Document(attempt), br.Document("")
	if len(d.Facts.Customers) > 0 {
		owner = d.Facts.Customers[0].Document
	}
	switch f {
	case erp.ListInvoices.Info:
		return []erp.Input{erp.InvoicesInput{Document: document}}
	case erp.GetInvoice.Info:
		return []erp.Input{erp.InvoiceInput{InvoiceID: attempt, Document: owner}, erp.InvoiceInput{InvoiceID: "1", Document: document}}
	case erp.GetBoletoPDF.Info:
		return []erp.Input{erp.BoletoInput{InvoiceID: attempt, Document: owner}, erp.BoletoInput{InvoiceID: "1", Document: document}}
	case erp.GetFiscalNotePDF.Info:
		return []erp.Input{erp.FiscalNoteInput{NoteID: attempt, Document: owner}}
	case erp.GetDebtClearance.Info:
		return []erp.Input{erp.ClearanceInput{Document: document, Year: d.Facts.Cleared.Year}}
	case erp.UnlockOnTrust.Info:
		return []erp.Input{erp.UnlockInput{ContractID: attempt, Document: owner, Reference: newReference()}}
	case erp.UpdateCustomer.Info:
		return []erp.Input{erp.UpdateInput{Document: document, Changes: erp.Changes{Email: pointer("a@cliente.example")}, Reference: newReference()}}
	}
	if f.In == erp.GetCustomer.In {
		return []erp.Input{erp.CustomerInput{Document: document}}
	}
	return nil
}

func wantNothing(t *testing.T, got erp.Result, attempt string) {
	t.Helper()
	if got.Err == nil && !isEmpty(got.Value) {
		t.Errorf("%q brought %+v", attempt, got.Value)
	}
	if got.Err != nil && !erp.IsKind(got.Err, erp.NotFound) && !erp.IsKind(got.Err, erp.InvalidInput) && !erp.IsKind(got.Err, erp.Refused) {
		t.Errorf("%q failed: %v", attempt, got.Err)
	}
}
