package graph

import (
	"balcao/erp"
	"balcao/graph/exec"
	"balcao/graph/model"
	"balcao/internal/association"
	"balcao/internal/br"
	"balcao/internal/ledger"
	"context"
	"time"
)

// Settlements is the resolver for the settlements field.
func (r *acceptedPaymentResolver) Settlements(ctx context.Context, obj *model.AcceptedPayment) ([]*model.Settlement, error) {
	return settlementsOf(requestOf(ctx), obj.Rows), nil
}

// LocalCodes is the resolver for the localCodes field.
func (r *commercialOriginResolver) LocalCodes(ctx context.Context, obj *erp.CommercialOrigin) ([]string, error) {
	return localCodes(ctx, association.CommercialOrigin, obj.Code)
}

// Choices is the resolver for the choices field.
func (r *connectionSettingResolver) Choices(ctx context.Context, obj *model.ConnectionSetting) ([]*erp.Choice, error) {
	return settingChoices(ctx, obj.Name)
}

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

// Contracts is the resolver for the contracts field.
func (r *customerResolver) Contracts(ctx context.Context, obj *erp.Customer) ([]*erp.Contract, error) {
	return readContracts(ctx, obj.Document)
}

// Plans is the resolver for the plans field.
func (r *customerResolver) Plans(ctx context.Context, obj *erp.Customer, status []erp.PlanStatus) ([]*erp.Plan, error) {
	return readPlans(ctx, obj.Document, status)
}

// FiscalNotes is the resolver for the fiscalNotes field.
func (r *customerResolver) FiscalNotes(ctx context.Context, obj *erp.Customer, first int, after *string) (*model.FiscalNoteConnection, error) {
	return fiscalNotes(ctx, obj.Document, first, after)
}

// Statement is the resolver for the statement field.
func (r *customerResolver) Statement(ctx context.Context, obj *erp.Customer, first int, after *string) (*model.StatementConnection, error) {
	return statement(ctx, obj.Document, first, after)
}

// DebtClearance is the resolver for the debtClearance field.
func (r *customerResolver) DebtClearance(ctx context.Context, obj *erp.Customer, year int) (*model.DebtClearance, error) {
	return debtClearance(ctx, obj.Document, year)
}

// Contacts is the resolver for the contacts field.
func (r *customerResolver) Contacts(ctx context.Context, obj *erp.Customer) (*erp.Contacts, error) {
	return readContacts(ctx, obj.Document)
}

// Pendencies is the resolver for the pendencies field.
func (r *customerResolver) Pendencies(ctx context.Context, obj *erp.Customer) ([]*model.Pendency, error) {
	return readPendencies(ctx, obj.Document)
}

// PDFURL is the resolver for the pdfUrl field.
func (r *debtClearanceResolver) PDFURL(ctx context.Context, obj *model.DebtClearance) (string, error) {
	return clearanceURL(requestOf(ctx), obj), nil
}

// LocalCodes is the resolver for the localCodes field.
func (r *dueDateResolver) LocalCodes(ctx context.Context, obj *erp.DueDate) ([]string, error) {
	return localCodes(ctx, association.DueDate, obj.Code)
}

// ID is the resolver for the id field.
func (r *fiscalNoteResolver) ID(ctx context.Context, obj *erp.FiscalNote) (string, error) {
	return fiscalNoteID(requestOf(ctx), obj), nil
}

// PDFURL is the resolver for the pdfUrl field.
func (r *fiscalNoteResolver) PDFURL(ctx context.Context, obj *erp.FiscalNote) (string, error) {
	return fiscalNoteURL(requestOf(ctx), obj), nil
}

// ExternalURL is the resolver for the externalUrl field.
func (r *fiscalNoteResolver) ExternalURL(ctx context.Context, obj *erp.FiscalNote) (*string, error) {
	return externalNoteURL(requestOf(ctx), obj), nil
}

// ID is the resolver for the id field.
func (r *invoiceResolver) ID(ctx context.Context, obj *erp.Invoice) (string, error) {
	return invoiceID(requestOf(ctx), obj), nil
}

// Payable is the resolver for the payable field.
func (r *invoiceResolver) Payable(ctx context.Context, obj *erp.Invoice) (bool, error) {
	return notPayable(requestOf(ctx), obj) == nil, nil
}

// NotPayableReason is the resolver for the notPayableReason field.
func (r *invoiceResolver) NotPayableReason(ctx context.Context, obj *erp.Invoice) (*model.NotPayableReason, error) {
	return notPayable(requestOf(ctx), obj), nil
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

// SettleBoletos is the resolver for the settleBoletos field.
func (r *mutationResolver) SettleBoletos(ctx context.Context, input model.SettleBoletosInput) (*model.SettleBoletosPayload, error) {
	return settleMany(ctx, input)
}

// ReverseSettlement is the resolver for the reverseSettlement field.
func (r *mutationResolver) ReverseSettlement(ctx context.Context, input model.ReverseSettlementInput) (*model.ReverseSettlementPayload, error) {
	return reverse(ctx, input)
}

// CreateLead is the resolver for the createLead field.
func (r *mutationResolver) CreateLead(ctx context.Context, input model.CreateLeadInput) (*model.CreateLeadPayload, error) {
	return createLead(ctx, input)
}

// CreateOrder is the resolver for the createOrder field.
func (r *mutationResolver) CreateOrder(ctx context.Context, input model.CreateOrderInput) (*model.CreateOrderPayload, error) {
	return createOrder(ctx, input)
}

// CreateTicket is the resolver for the createTicket field.
func (r *mutationResolver) CreateTicket(ctx context.Context, input model.CreateTicketInput) (*model.CreateTicketPayload, error) {
	return createTicket(ctx, input)
}

// UnlockOnTrust is the resolver for the unlockOnTrust field.
func (r *mutationResolver) UnlockOnTrust(ctx context.Context, input model.UnlockOnTrustInput) (*model.UnlockOnTrustPayload, error) {
	return unlockOnTrust(ctx, input)
}

// UpdateCustomer is the resolver for the updateCustomer field.
func (r *mutationResolver) UpdateCustomer(ctx context.Context, input model.UpdateCustomerInput) (*model.UpdateCustomerPayload, error) {
	return updateCustomer(ctx, input)
}

// Associate is the resolver for the associate field.
func (r *mutationResolver) Associate(ctx context.Context, input model.AssociateInput) (*model.AssociatePayload, error) {
	return associate(ctx, input)
}

// Dissociate is the resolver for the dissociate field.
func (r *mutationResolver) Dissociate(ctx context.Context, input model.DissociateInput) (*model.DissociatePayload, error) {
	return dissociate(ctx, input)
}

// ImportAssociations is the resolver for the importAssociations field.
func (r *mutationResolver) ImportAssociations(ctx context.Context, input model.ImportAssociationsInput) (*model.ImportAssociationsPayload, error) {
	return importAssociations(ctx, input)
}

// RetryWrite is the resolver for the retryWrite field.
func (r *mutationResolver) RetryWrite(ctx context.Context, input model.RetryWriteInput) (*model.RetryWritePayload, error) {
	return retryWrite(ctx, input)
}

// ResolveWrite is the resolver for the resolveWrite field.
func (r *mutationResolver) ResolveWrite(ctx context.Context, input model.ResolveWriteInput) (*model.ResolveWritePayload, error) {
	return resolveWrite(ctx, input)
}

// RetryWrites is the resolver for the retryWrites field.
func (r *mutationResolver) RetryWrites(ctx context.Context, input model.RetryWritesInput) (*model.RetryWritesPayload, error) {
	return retryWrites(ctx, input)
}

// ResolveWrites is the resolver for the resolveWrites field.
func (r *mutationResolver) ResolveWrites(ctx context.Context, input model.ResolveWritesInput) (*model.ResolveWritesPayload, error) {
	return resolveWrites(ctx, input)
}

// PauseConnection is the resolver for the pauseConnection field.
func (r *mutationResolver) PauseConnection(ctx context.Context, input model.PauseConnectionInput) (*model.PauseConnectionPayload, error) {
	return pauseConnection(ctx, input)
}

// TryAutomation is the resolver for the tryAutomation field.
func (r *mutationResolver) TryAutomation(ctx context.Context, input model.TryAutomationInput) (*model.TryAutomationPayload, error) {
	return tryAutomation(ctx, input)
}

// InvalidateCache is the resolver for the invalidateCache field.
func (r *mutationResolver) InvalidateCache(ctx context.Context, input model.InvalidateCacheInput) (*model.InvalidateCachePayload, error) {
	return invalidateCache(ctx, input)
}

// ShareBoleto is the resolver for the shareBoleto field.
func (r *mutationResolver) ShareBoleto(ctx context.Context, input model.ShareBoletoInput) (*model.ShareBoletoPayload, error) {
	return share(ctx, input)
}

// RevokeShare is the resolver for the revokeShare field.
func (r *mutationResolver) RevokeShare(ctx context.Context, input model.RevokeShareInput) (*model.RevokeSharePayload, error) {
	return revokeShare(ctx, input)
}

// LocalCodes is the resolver for the localCodes field.
func (r *productResolver) LocalCodes(ctx context.Context, obj *erp.Product) ([]string, error) {
	return localCodes(ctx, association.Product, obj.Code)
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

// Contracts is the resolver for the contracts field.
func (r *queryResolver) Contracts(ctx context.Context, document br.Document) ([]*erp.Contract, error) {
	return readContracts(ctx, document)
}

// Plans is the resolver for the plans field.
func (r *queryResolver) Plans(ctx context.Context, document br.Document, status []erp.PlanStatus) ([]*erp.Plan, error) {
	return readPlans(ctx, document, status)
}

// FiscalNotes is the resolver for the fiscalNotes field.
func (r *queryResolver) FiscalNotes(ctx context.Context, document br.Document, first int, after *string) (*model.FiscalNoteConnection, error) {
	return fiscalNotes(ctx, document, first, after)
}

// Statement is the resolver for the statement field.
func (r *queryResolver) Statement(ctx context.Context, document br.Document, first int, after *string) (*model.StatementConnection, error) {
	return statement(ctx, document, first, after)
}

// DebtClearance is the resolver for the debtClearance field.
func (r *queryResolver) DebtClearance(ctx context.Context, document br.Document, year int) (*model.DebtClearance, error) {
	return debtClearance(ctx, document, year)
}

// Contacts is the resolver for the contacts field.
func (r *queryResolver) Contacts(ctx context.Context, document br.Document) (*erp.Contacts, error) {
	return readContacts(ctx, document)
}

// Pendencies is the resolver for the pendencies field.
func (r *queryResolver) Pendencies(ctx context.Context, document br.Document) ([]*model.Pendency, error) {
	return readPendencies(ctx, document)
}

// Products is the resolver for the products field.
func (r *queryResolver) Products(ctx context.Context, first int, after *string) (*model.ProductConnection, error) {
	return products(ctx, first, after)
}

// Resellers is the resolver for the resellers field.
func (r *queryResolver) Resellers(ctx context.Context, first int, after *string) (*model.ResellerConnection, error) {
	return resellers(ctx, first, after)
}

// DueDates is the resolver for the dueDates field.
func (r *queryResolver) DueDates(ctx context.Context) ([]*erp.DueDate, error) {
	return dueDates(ctx)
}

// CommercialOrigins is the resolver for the commercialOrigins field.
func (r *queryResolver) CommercialOrigins(ctx context.Context) ([]*erp.CommercialOrigin, error) {
	return commercialOrigins(ctx)
}

// Associations is the resolver for the associations field.
func (r *queryResolver) Associations(ctx context.Context, kind association.Kind, first int, after *string) (*model.AssociationConnection, error) {
	return associations(ctx, kind, first, after)
}

// SettingChoices is the resolver for the settingChoices field.
func (r *queryResolver) SettingChoices(ctx context.Context, setting string) ([]*erp.Choice, error) {
	return settingChoices(ctx, setting)
}

// Node is the resolver for the node field.
func (r *queryResolver) Node(ctx context.Context, id string) (model.Node, error) {
	return readNode(ctx, id)
}

// Settlement is the resolver for the settlement field.
func (r *queryResolver) Settlement(ctx context.Context, id string) (*model.Settlement, error) {
	return one(ctx, id, erp.SettleBoleto.Info, settlementOf)
}

// Payment is the resolver for the payment field.
func (r *queryResolver) Payment(ctx context.Context, id string) (*model.AcceptedPayment, error) {
	return payment(ctx, id)
}

// Order is the resolver for the order field.
func (r *queryResolver) Order(ctx context.Context, id string) (*model.Order, error) {
	return one(ctx, id, erp.CreateOrder.Info, orderShown)
}

// Lead is the resolver for the lead field.
func (r *queryResolver) Lead(ctx context.Context, id string) (*model.Lead, error) {
	return one(ctx, id, erp.CreateLead.Info, leadShown)
}

// Ticket is the resolver for the ticket field.
func (r *queryResolver) Ticket(ctx context.Context, id string) (*model.Ticket, error) {
	return one(ctx, id, erp.CreateTicket.Info, ticketShown)
}

// TrustUnlock is the resolver for the trustUnlock field.
func (r *queryResolver) TrustUnlock(ctx context.Context, id string) (*model.TrustUnlock, error) {
	return one(ctx, id, erp.UnlockOnTrust.Info, unlockShown)
}

// CustomerUpdate is the resolver for the customerUpdate field.
func (r *queryResolver) CustomerUpdate(ctx context.Context, id string) (*model.CustomerUpdate, error) {
	return one(ctx, id, erp.UpdateCustomer.Info, updateShown)
}

// Writes is the resolver for the writes field.
func (r *queryResolver) Writes(ctx context.Context, state []ledger.State, function *string, reason *ledger.Reason, since *time.Time, first int, after *string) (*model.WriteConnection, error) {
	return writesQuery{filterOf(state, function, reason, since), first, after}.list(ctx)
}

// ConnectionPause is the resolver for the connectionPause field.
func (r *queryResolver) ConnectionPause(ctx context.Context) (*model.ConnectionPause, error) {
	return connectionPause(ctx)
}

// Capabilities is the resolver for the capabilities field.
func (r *queryResolver) Capabilities(ctx context.Context) (*model.Capabilities, error) {
	return capabilities(ctx), nil
}

// Automations is the resolver for the automations field.
func (r *queryResolver) Automations(ctx context.Context) (*model.Automations, error) {
	return automations(ctx), nil
}

// AutomationRuns is the resolver for the automationRuns field.
func (r *queryResolver) AutomationRuns(ctx context.Context, function *string, outcome []model.RunOutcome, first int, after *string) (*model.AutomationRunConnection, error) {
	return runsQuery{function, outcome, first, after}.list(ctx)
}

// ConnectionCheck is the resolver for the connectionCheck field.
func (r *queryResolver) ConnectionCheck(ctx context.Context, document *br.Document) (*model.ConnectionCheck, error) {
	return connectionCheck(ctx, document)
}

// LocalCodes is the resolver for the localCodes field.
func (r *resellerResolver) LocalCodes(ctx context.Context, obj *erp.Reseller) ([]string, error) {
	return localCodes(ctx, association.Reseller, obj.Code)
}

// Invoice is the resolver for the invoice field.
func (r *settlementResolver) Invoice(ctx context.Context, obj *model.Settlement) (*erp.Invoice, error) {
	in, ok := openInvoiceID(requestOf(ctx), obj.InvoiceID)
	if !ok {
		return nil, nil
	}
	return readInvoice(ctx, in)
}

// InvoiceID is the resolver for the invoiceId field.
func (r *statementEntryResolver) InvoiceID(ctx context.Context, obj *erp.StatementEntry) (*string, error) {
	return statementInvoiceID(requestOf(ctx), obj), nil
}

// FiscalNoteID is the resolver for the fiscalNoteId field.
func (r *statementEntryResolver) FiscalNoteID(ctx context.Context, obj *erp.StatementEntry) (*string, error) {
	return statementNoteID(requestOf(ctx), obj), nil
}

// Note is the resolver for the note field.
func (r *statementEntryResolver) Note(ctx context.Context, obj *erp.StatementEntry) (*string, error) {
	return statementNote(obj), nil
}

// WriteUpdated is the resolver for the writeUpdated field.
func (r *subscriptionResolver) WriteUpdated(ctx context.Context, id string) (<-chan model.Write, error) {
	return writeUpdated(ctx, id)
}

// Trail is the resolver for the trail field.
func (r *writeRecordResolver) Trail(ctx context.Context, obj *model.WriteRecord) ([]*model.WriteEvent, error) {
	return trail(ctx, obj)
}

// AcceptedPayment returns exec.AcceptedPaymentResolver implementation.
func (r *Resolver) AcceptedPayment() exec.AcceptedPaymentResolver { return &acceptedPaymentResolver{r} }

// CommercialOrigin returns exec.CommercialOriginResolver implementation.
func (r *Resolver) CommercialOrigin() exec.CommercialOriginResolver {
	return &commercialOriginResolver{r}
}

// ConnectionSetting returns exec.ConnectionSettingResolver implementation.
func (r *Resolver) ConnectionSetting() exec.ConnectionSettingResolver {
	return &connectionSettingResolver{r}
}

// Customer returns exec.CustomerResolver implementation.
func (r *Resolver) Customer() exec.CustomerResolver { return &customerResolver{r} }

// DebtClearance returns exec.DebtClearanceResolver implementation.
func (r *Resolver) DebtClearance() exec.DebtClearanceResolver { return &debtClearanceResolver{r} }

// DueDate returns exec.DueDateResolver implementation.
func (r *Resolver) DueDate() exec.DueDateResolver { return &dueDateResolver{r} }

// FiscalNote returns exec.FiscalNoteResolver implementation.
func (r *Resolver) FiscalNote() exec.FiscalNoteResolver { return &fiscalNoteResolver{r} }

// Invoice returns exec.InvoiceResolver implementation.
func (r *Resolver) Invoice() exec.InvoiceResolver { return &invoiceResolver{r} }

// Mutation returns exec.MutationResolver implementation.
func (r *Resolver) Mutation() exec.MutationResolver { return &mutationResolver{r} }

// Product returns exec.ProductResolver implementation.
func (r *Resolver) Product() exec.ProductResolver { return &productResolver{r} }

// Query returns exec.QueryResolver implementation.
func (r *Resolver) Query() exec.QueryResolver { return &queryResolver{r} }

// Reseller returns exec.ResellerResolver implementation.
func (r *Resolver) Reseller() exec.ResellerResolver { return &resellerResolver{r} }

// Settlement returns exec.SettlementResolver implementation.
func (r *Resolver) Settlement() exec.SettlementResolver { return &settlementResolver{r} }

// StatementEntry returns exec.StatementEntryResolver implementation.
func (r *Resolver) StatementEntry() exec.StatementEntryResolver { return &statementEntryResolver{r} }

// Subscription returns exec.SubscriptionResolver implementation.
func (r *Resolver) Subscription() exec.SubscriptionResolver { return &subscriptionResolver{r} }

// WriteRecord returns exec.WriteRecordResolver implementation.
func (r *Resolver) WriteRecord() exec.WriteRecordResolver { return &writeRecordResolver{r} }

type (
	acceptedPaymentResolver   struct{ *Resolver }
	commercialOriginResolver  struct{ *Resolver }
	connectionSettingResolver struct{ *Resolver }
	customerResolver          struct{ *Resolver }
	debtClearanceResolver     struct{ *Resolver }
	dueDateResolver           struct{ *Resolver }
	fiscalNoteResolver        struct{ *Resolver }
	invoiceResolver           struct{ *Resolver }
	mutationResolver          struct{ *Resolver }
	productResolver           struct{ *Resolver }
	queryResolver             struct{ *Resolver }
	resellerResolver          struct{ *Resolver }
	settlementResolver        struct{ *Resolver }
	statementEntryResolver    struct{ *Resolver }
	subscriptionResolver      struct{ *Resolver }
	writeRecordResolver       struct{ *Resolver }
)
