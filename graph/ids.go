package graph

import (
	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/globalid"
)

// The global ids. Each holds what is needed to read the object again.

func customerID(req *Request, c *erp.Customer) string {
	return req.Tenant.IDs.Encode(req.Tenant.ID, globalid.Customer, string(c.Document))
}

func invoiceID(req *Request, i *erp.Invoice) string {
	return req.Tenant.IDs.Encode(req.Tenant.ID, globalid.Invoice, i.ID, string(i.DocumentNumber))
}

// openInvoiceID opens an invoice's id; false if it is none of this tenant's.
func openInvoiceID(req *Request, id string) (erp.InvoiceInput, bool) {
	kind, parts, err := req.Tenant.IDs.Decode(req.Tenant.ID, id)
	if err != nil || kind != globalid.Invoice || len(parts) != 2 {
		return erp.InvoiceInput{}, false
	}
	return erp.InvoiceInput{InvoiceID: parts[0], Document: br.Document(parts[1])}, true
}
