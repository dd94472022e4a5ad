package graph

import (
	"balcao/erp"
	"balcao/graph/exec"
	"balcao/graph/model"
	"balcao/internal/br"
	"context"
)

// ID is the resolver for the id field.
func (r *customerResolver) ID(ctx context.Context, obj *erp.Customer) (string, error) {
	return customerID(requestOf(ctx), obj), nil
}

// MaskedDocument is the resolver for the maskedDocument field.
func (r *customerResolver) MaskedDocument(ctx context.Context, obj *erp.Customer) (string, error) {
	return obj.Document.Masked(), nil
}

// Invoices is the resolver for the invoices field.
func (r *customerResolver) Invoices(ctx context.Context, obj *erp.Customer, contractID *string, status []erp.InvoiceStatus, first int, after *string) (*model.InvoiceConnection, error) {
	return invoiceQuery{document: obj.Document, contractID: contractID, status: status, first: first, after: after}.list(ctx)
}

// Boletos is the resolver for the boletos field.
func (r *customerResolver) Boletos(ctx context.Context, obj *erp.Customer, contractID *string, first int, after *string) (*model.InvoiceConnection, error) {
	return invoiceQuery{document: obj.Document, contractID: contractID, first: first, after: after, payable: true}.list(ctx)
}

// ID is the resolver for the id field.
func (r *invoiceResolver) ID(ctx context.Context, obj *erp.Invoice) (string, error) {
	return invoiceID(requestOf(ctx), obj), nil
}

// Payable is the resolver for the payable field.
func (r *invoiceResolver) Payable(ctx context.Context, obj *erp.Invoice) (bool, error) {
	return notPayable(obj) == nil, nil
}

// NotPayableReason is the resolver for the notPayableReason field.
func (r *invoiceResolver) NotPayableReason(ctx context.Context, obj *erp.Invoice) (*model.NotPayableReason, error) {
	return notPayable(obj), nil
}

// PDFURL is the resolver for the pdfUrl field.
func (r *invoiceResolver) PDFURL(ctx context.Context, obj *erp.Invoice) (string, error) {
	return viewURL(requestOf(ctx), obj), nil
}

// ExternalURL is the resolver for the externalUrl field.
func (r *invoiceResolver) ExternalURL(ctx context.Context, obj *erp.Invoice) (*string, error) {
	return externalURL(requestOf(ctx), obj), nil
}

// Customer is the resolver for the customer field.
func (r *invoiceResolver) Customer(ctx context.Context, obj *erp.Invoice) (*erp.Customer, error) {
	return readCustomer(ctx, obj.DocumentNumber)
}

// SettleBoleto is the resolver for the settleBoleto field.
func (r *mutationResolver) SettleBoleto(ctx context.Context, input model.SettleBoletoInput) (*model.SettleBoletoPayload, error) {
	return settle(ctx, input)
}

// CreateLead is the resolver for the createLead field.
func (r *mutationResolver) CreateLead(ctx context.Context, input model.CreateLeadInput) (*model.CreateLeadPayload, error) {
	return createLead(ctx, input)
}

// ShareBoleto is the resolver for the shareBoleto field.
func (r *mutationResolver) ShareBoleto(ctx context.Context, input model.ShareBoletoInput) (*model.ShareBoletoPayload, error) {
	return share(ctx, input)
}

// RevokeShare is the resolver for the revokeShare field.
func (r *mutationResolver) RevokeShare(ctx context.Context, input model.RevokeShareInput) (*model.RevokeSharePayload, error) {
	return revokeShare(ctx, input)
}

// Customer is the resolver for the customer field.
func (r *queryResolver) Customer(ctx context.Context, document br.Document) (*erp.Customer, error) {
	ahead(ctx, "Customer", document)
	return readCustomer(ctx, document)
}

// Customers is the resolver for the customers field.
func (r *queryResolver) Customers(ctx context.Context, documents []br.Document) ([]*erp.Customer, error) {
	return readCustomers(ctx, documents)
}

// Invoice is the resolver for the invoice field.
func (r *queryResolver) Invoice(ctx context.Context, id string) (*erp.Invoice, error) {
	in, ok := openInvoiceID(requestOf(ctx), id)
	if !ok {
		return nil, nil
	}
	return readInvoice(ctx, in)
}

// Invoices is the resolver for the invoices field.
func (r *queryResolver) Invoices(ctx context.Context, document br.Document, contractID *string, status []erp.InvoiceStatus, first int, after *string) (*model.InvoiceConnection, error) {
	ahead(ctx, "InvoiceConnection", document)
	return invoiceQuery{document: document, contractID: contractID, status: status, first: first, after: after}.list(ctx)
}

// Boletos is the resolver for the boletos field.
func (r *queryResolver) Boletos(ctx context.Context, document br.Document, contractID *string, first int, after *string) (*model.InvoiceConnection, error) {
	ahead(ctx, "InvoiceConnection", document)
	return invoiceQuery{document: document, contractID: contractID, first: first, after: after, payable: true}.list(ctx)
}

// Node is the resolver for the node field.
func (r *queryResolver) Node(ctx context.Context, id string) (model.Node, error) {
	return readNode(ctx, id)
}

// Capabilities is the resolver for the capabilities field.
func (r *queryResolver) Capabilities(ctx context.Context) (*model.Capabilities, error) {
	return capabilities(ctx), nil
}

// Invoice is the resolver for the invoice field.
func (r *settlementResolver) Invoice(ctx context.Context, obj *model.Settlement) (*erp.Invoice, error) {
	in, ok := openInvoiceID(requestOf(ctx), obj.InvoiceID)
	if !ok {
		return nil, nil
	}
	return readInvoice(ctx, in)
}

// Customer returns exec.CustomerResolver implementation.
func (r *Resolver) Customer() exec.CustomerResolver { return &customerResolver{r} }

// Invoice returns exec.InvoiceResolver implementation.
func (r *Resolver) Invoice() exec.InvoiceResolver { return &invoiceResolver{r} }

// Mutation returns exec.MutationResolver implementation.
func (r *Resolver) Mutation() exec.MutationResolver { return &mutationResolver{r} }

// Query returns exec.QueryResolver implementation.
func (r *Resolver) Query() exec.QueryResolver { return &queryResolver{r} }

// Settlement returns exec.SettlementResolver implementation.
func (r *Resolver) Settlement() exec.SettlementResolver { return &settlementResolver{r} }

type (
	customerResolver   struct{ *Resolver }
	invoiceResolver    struct{ *Resolver }
	mutationResolver   struct{ *Resolver }
	queryResolver      struct{ *Resolver }
	settlementResolver struct{ *Resolver }
)
