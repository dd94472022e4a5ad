package graph

import (
	"context"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/br"
	"balcao/internal/globalid"
)

// mostDocuments bounds customers(documents:).
const mostDocuments = 100

// readCustomer gives nil for a document that the ERP does not know.
func readCustomer(ctx context.Context, document br.Document) (*erp.Customer, error) {
	customer, _, err := erp.GetCustomer.Call(ctx, requestOf(ctx).Loader, erp.CustomerInput{Document: document})
	if erp.IsKind(err, erp.NotFound) {
		return nil, nil
	}
	return customer, err
}

// readContacts gives nil for a document that the ERP does not know.
func readContacts(ctx context.Context, document br.Document) (*erp.Contacts, error) {
	contacts, _, err := erp.GetCustomerContacts.Call(ctx, requestOf(ctx).Loader, erp.CustomerInput{Document: document})
	if erp.IsKind(err, erp.NotFound) {
		return nil, nil
	}
	return contacts, err
}

// readCustomers gives one result for each document, in their order; an error of
// one is an error of the field, since its null would say "unknown".
func readCustomers(ctx context.Context, documents []br.Document) ([]*erp.Customer, error) {
	if len(documents) > mostDocuments {
		return nil, &Error{Code: InvalidInput, Message: "documents: these must be at most 100"}
	}
	ahead(ctx, "Customer", documents...)
	ins := make([]erp.CustomerInput, len(documents))
	for i, d := range documents {
		ins[i] = erp.CustomerInput{Document: d}
	}
	customers := make([]*erp.Customer, len(documents))
	for i, a := range erp.GetCustomer.CallMany(ctx, requestOf(ctx).Loader, ins) {
		if a.Err != nil && !erp.IsKind(a.Err, erp.NotFound) {
			return nil, a.Err
		}
		customers[i] = a.Value
	}
	return customers, nil
}

// readInvoice reads one invoice of this moment; nil if there is none.
func readInvoice(ctx context.Context, in erp.InvoiceInput) (*erp.Invoice, error) {
	ahead(ctx, "Invoice", in.Document)
	invoice, _, err := erp.GetInvoice.Call(ctx, requestOf(ctx).Tenant.Pipe, in)
	if erp.IsKind(err, erp.NotFound) {
		return nil, nil
	}
	return invoice, err
}

// readNode reads whatever an id stands for; nil if it is none of this tenant's.
func readNode(ctx context.Context, id string) (model.Node, error) {
	req := requestOf(ctx)
	kind, parts, err := req.Tenant.IDs.Decode(req.Tenant.ID, id)
	if err != nil {
		return nil, nil
	}
	switch {
	case kind == globalid.Customer && len(parts) == 1:
		document := br.Document(parts[0])
		ahead(ctx, "Customer", document)
		return orNull(readCustomer(ctx, document))
	case kind == globalid.Invoice && len(parts) == 2:
		return orNull(readInvoice(ctx, erp.InvoiceInput{InvoiceID: parts[0], Document: br.Document(parts[1])}))
	case kind == globalid.FiscalNote && len(parts) == 2:
		return orNull(readFiscalNote(ctx, parts[0], br.Document(parts[1])))
	}
	return nil, nil
}

// orNull keeps a nil pointer from becoming a node that is not nil.
func orNull[T any](object *T, err error) (model.Node, error) {
	if object == nil {
		return nil, err
	}
	return object, err
}

// capabilities lists the functions of the contract and whether this connection
// has them.
func capabilities(ctx context.Context) *model.Capabilities {
	list := make([]*model.FunctionCapability, len(erp.Functions))
	for i, f := range erp.Functions {
		ok, why := requestOf(ctx).Tenant.Supports(f)
		list[i] = &model.FunctionCapability{Name: f.Name, Supported: ok}
		if !ok {
			list[i].Reason = &why
		}
	}
	return &model.Capabilities{Functions: list}
}
