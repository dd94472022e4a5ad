package erp

import "reflect"

// The functions. Numbers are those of docs/functions.md.
var (
	// CreateOrder (1, Criação de pedido) hands in an order of somebody who is not
	// a customer yet.
	CreateOrder = define[OrderInput, *OrderPlaced]("create_order", Write, nil)
	// CreateOrderForExistingCustomer (2, Criação de pedido para cliente já
	// existente) hands in an order of somebody whom the ERP knows, as a ticket.
	CreateOrderForExistingCustomer = define[ExistingOrderInput, *OrderPlaced]("create_order_for_existing_customer", Write, nil)
	// CreateLead (3, Criação de lead) hands in a sales contact.
	CreateLead = define[LeadInput, *Created]("create_lead", Write, nil)
	// ListResellers (4, Listar revendedores) lists who sells for the provider.
	ListResellers = define[CatalogueInput, []Reseller]("list_resellers", Read, nil)
	// ListProducts (5, Listar produtos) lists what is on sale.
	ListProducts = define[CatalogueInput, []Product]("list_products", Read, nil)
	// ListDueDates (6, Listar datas de vencimento) lists the days of the month on
	// which invoices can be due.
	ListDueDates = define[CatalogueInput, []DueDate]("list_due_dates", Read, nil)
	// ListCommercialOrigins (7, Listar origens comerciais) lists where customers
	// come from.
	ListCommercialOrigins = define[CatalogueInput, []CommercialOrigin]("list_commercial_origins", Read, nil)
	// ListInvoices (8, Listar faturas) lists a customer's invoices, open and
	// closed, of one contract or of all.
	ListInvoices = define[InvoicesInput, []Invoice]("list_invoices", Read, keepInvoices)
	// GetBoletoPDF (9, Pegar PDF de um boleto) brings the payment slip.
	GetBoletoPDF = define[BoletoInput, PDF]("get_boleto_pdf", Read, nil)
	// GetInvoice (10, Pegar uma fatura pelo ID) reads the one invoice with this
	// id, if it is this person's: never another one.
	GetInvoice = define[InvoiceInput, *Invoice]("get_invoice", Read, keepInvoice)
	// SettleBoleto (11, Baixa de boleto) registers a payment already taken.
	SettleBoleto = define[SettleInput, *Settled]("settle_boleto", Write, nil)
	// GetCustomerContacts (12, Pegar contatos do cliente) reads e-mails and
	// mobiles.
	GetCustomerContacts = define[CustomerInput, *Contacts]("get_customer_contacts", Read, keepOne[*Contacts])
	// ListPendencyTexts (13, Pegar texto para avaliar pendência interna) lists
	// what the person owes, in the ERP's words; nothing for who owes nothing and
	// for who is not known.
	ListPendencyTexts = define[CustomerInput, []string]("list_pendency_texts", Read, nil)
	// GetCustomer (14, Informações do cliente) reads the customer.
	GetCustomer = define[CustomerInput, *Customer]("get_customer", Read, keepOne[*Customer])
	// CreateTicket (15, Criação de chamado) opens a ticket of a customer.
	CreateTicket = define[TicketInput, *TicketOpened]("create_ticket", Write, nil)
	// ListFiscalNotes (16, Listagem de nota fiscal) lists a customer's fiscal
	// notes.
	ListFiscalNotes = define[CustomerInput, []FiscalNote]("list_fiscal_notes", Read, keepRows[FiscalNote])
	// GetFiscalNotePDF (17, PDF da nota fiscal) brings a fiscal note.
	GetFiscalNotePDF = define[FiscalNoteInput, PDF]("get_fiscal_note_pdf", Read, nil)
	// ListPlans (18, Listar planos do cliente) lists what a customer has
	// contracted.
	ListPlans = define[CustomerInput, []Plan]("list_plans", Read, keepRows[Plan])
	// ListBlockedPlans (19, Listar planos bloqueados do cliente) lists those that
	// are blocked. Where a pack has no file for it, it is made of list_plans.
	ListBlockedPlans = derive(ListPlans, "list_blocked_plans", keepBlockedPlans)
	// UnlockOnTrust (20, Desbloqueio de confiança) releases a blocked plan for
	// some days.
	UnlockOnTrust = define[UnlockInput, *TrustUnlock]("unlock_on_trust", Write, nil)
	// UpdateCustomer (21, Editar dados do cliente) changes a customer's data.
	UpdateCustomer = define[UpdateInput, *Updated]("update_customer", Write, nil)
	// ListContracts (22, Listar contratos) lists a customer's contracts.
	ListContracts = define[CustomerInput, []Contract]("list_contracts", Read, keepRows[Contract])
	// ListStatement (23, Extrato financeiro) lists a customer's entries.
	ListStatement = define[CustomerInput, []StatementEntry]("list_statement", Read, keepRows[StatementEntry])
	// GetDebtClearance (24, Declaração de quitação de débitos) brings the yearly
	// declaration that nothing is owed (Lei 12.007/2009).
	GetDebtClearance = define[ClearanceInput, PDF]("get_debt_clearance", Read, nil)
)

// Functions are all functions of the contract, in the order of their numbers.
var Functions = []*Info{
	CreateOrder.Info, CreateOrderForExistingCustomer.Info, CreateLead.Info,
	ListResellers.Info, ListProducts.Info, ListDueDates.Info, ListCommercialOrigins.Info,
	ListInvoices.Info, GetBoletoPDF.Info, GetInvoice.Info, SettleBoleto.Info,
	GetCustomerContacts.Info, ListPendencyTexts.Info, GetCustomer.Info, CreateTicket.Info,
	ListFiscalNotes.Info, GetFiscalNotePDF.Info, ListPlans.Info, ListBlockedPlans.Info, UnlockOnTrust.Info,
	UpdateCustomer.Info, ListContracts.Info, ListStatement.Info, GetDebtClearance.Info,
}

// Function finds a function by name, nil if there is none.
func Function(name string) *Info {
	for _, f := range Functions {
		if f.Name == name {
			return f
		}
	}
	return nil
}

func define[In Input, Out any](name string, effect Effect, keep func(Input, any) (any, int)) Func[In, Out] {
	out := reflect.TypeFor[Out]()
	return Func[In, Out]{&Info{
		Name: name, Effect: effect, In: reflect.TypeFor[In](), Out: out,
		List: out.Kind() == reflect.Slice, keep: keep,
	}}
}

// derive makes a function that a pack may leave to another one.
func derive[In Input, Out any](from Func[In, Out], name string, keep func(Input, any) (any, int)) Func[In, Out] {
	f := define[In, Out](name, from.Effect, keep)
	f.From = from.Info
	return f
}
