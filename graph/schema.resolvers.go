package graph

import (
	"balcao/erp"
	"balcao/graph/exec"
	"balcao/graph/model"
	"balcao/internal/br"
	"context"
	"fmt"
)

// ID is the resolver for the id field.
func (r *customerResolver) ID(ctx context.Context, obj *erp.Customer) (string, error) {
	panic(fmt.Errorf("not implemented: ID - id"))
}

// MaskedDocument is the resolver for the maskedDocument field.
func (r *customerResolver) MaskedDocument(ctx context.Context, obj *erp.Customer) (string, error) {
	panic(fmt.Errorf("not implemented: MaskedDocument - maskedDocument"))
}

// Invoices is the resolver for the invoices field.
func (r *customerResolver) Invoices(ctx context.Context, obj *erp.Customer, contractID *string, status []erp.InvoiceStatus, first int, after *string) (*model.InvoiceConnection, error) {
	panic(fmt.Errorf("not implemented: Invoices - invoices"))
}

// Boletos is the resolver for the boletos field.
func (r *customerResolver) Boletos(ctx context.Context, obj *erp.Customer, contractID *string, first int, after *string) (*model.InvoiceConnection, error) {
	panic(fmt.Errorf("not implemented: Boletos - boletos"))
}

// ID is the resolver for the id field.
func (r *invoiceResolver) ID(ctx context.Context, obj *erp.Invoice) (string, error) {
	panic(fmt.Errorf("not implemented: ID - id"))
}

// Payable is the resolver for the payable field.
func (r *invoiceResolver) Payable(ctx context.Context, obj *erp.Invoice) (bool, error) {
	panic(fmt.Errorf("not implemented: Payable - payable"))
}

// NotPayableReason is the resolver for the notPayableReason field.
func (r *invoiceResolver) NotPayableReason(ctx context.Context, obj *erp.Invoice) (*model.NotPayableReason, error) {
	panic(fmt.Errorf("not implemented: NotPayableReason - notPayableReason"))
}

// PDFURL is the resolver for the pdfUrl field.
func (r *invoiceResolver) PDFURL(ctx context.Context, obj *erp.Invoice) (string, error) {
	panic(fmt.Errorf("not implemented: PDFURL - pdfUrl"))
}

// ExternalURL is the resolver for the externalUrl field.
func (r *invoiceResolver) ExternalURL(ctx context.Context, obj *erp.Invoice) (*string, error) {
	panic(fmt.Errorf("not implemented: ExternalURL - externalUrl"))
}

// Customer is the resolver for the customer field.
func (r *invoiceResolver) Customer(ctx context.Context, obj *erp.Invoice) (*erp.Customer, error) {
	panic(fmt.Errorf("not implemented: Customer - customer"))
}

// SettleBoleto is the resolver for the settleBoleto field.
func (r *mutationResolver) SettleBoleto(ctx context.Context, input model.SettleBoletoInput) (*model.SettleBoletoPayload, error) {
	panic(fmt.Errorf("not implemented: SettleBoleto - settleBoleto"))
}

// CreateLead is the resolver for the createLead field.
func (r *mutationResolver) CreateLead(ctx context.Context, input model.CreateLeadInput) (*model.CreateLeadPayload, error) {
	panic(fmt.Errorf("not implemented: CreateLead - createLead"))
}

// ShareBoleto is the resolver for the shareBoleto field.
func (r *mutationResolver) ShareBoleto(ctx context.Context, input model.ShareBoletoInput) (*model.ShareBoletoPayload, error) {
	panic(fmt.Errorf("not implemented: ShareBoleto - shareBoleto"))
}

// RevokeShare is the resolver for the revokeShare field.
func (r *mutationResolver) RevokeShare(ctx context.Context, input model.RevokeShareInput) (*model.RevokeSharePayload, error) {
	panic(fmt.Errorf("not implemented: RevokeShare - revokeShare"))
}

// Customer is the resolver for the customer field.
func (r *queryResolver) Customer(ctx context.Context, document br.Document) (*erp.Customer, error) {
	panic(fmt.Errorf("not implemented: Customer - customer"))
}

// Customers is the resolver for the customers field.
func (r *queryResolver) Customers(ctx context.Context, documents []br.Document) ([]*erp.Customer, error) {
	panic(fmt.Errorf("not implemented: Customers - customers"))
}

// Invoice is the resolver for the invoice field.
func (r *queryResolver) Invoice(ctx context.Context, id string) (*erp.Invoice, error) {
	panic(fmt.Errorf("not implemented: Invoice - invoice"))
}

// Invoices is the resolver for the invoices field.
func (r *queryResolver) Invoices(ctx context.Context, document br.Document, contractID *string, status []erp.InvoiceStatus, first int, after *string) (*model.InvoiceConnection, error) {
	panic(fmt.Errorf("not implemented: Invoices - invoices"))
}

// Boletos is the resolver for the boletos field.
func (r *queryResolver) Boletos(ctx context.Context, document br.Document, contractID *string, first int, after *string) (*model.InvoiceConnection, error) {
	panic(fmt.Errorf("not implemented: Boletos - boletos"))
}

// Node is the resolver for the node field.
func (r *queryResolver) Node(ctx context.Context, id string) (model.Node, error) {
	panic(fmt.Errorf("not implemented: Node - node"))
}

// Capabilities is the resolver for the capabilities field.
func (r *queryResolver) Capabilities(ctx context.Context) (*model.Capabilities, error) {
	panic(fmt.Errorf("not implemented: Capabilities - capabilities"))
}

// Invoice is the resolver for the invoice field.
func (r *settlementResolver) Invoice(ctx context.Context, obj *model.Settlement) (*erp.Invoice, error) {
	panic(fmt.Errorf("not implemented: Invoice - invoice"))
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
