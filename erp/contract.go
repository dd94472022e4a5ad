package erp

import "balcao/internal/br"

// Contract (contrato) is an agreement of a customer with the provider.
type Contract struct {
	// Document is the CPF or CNPJ that was asked for; filled in by the engine.
	Document br.Document `erp:"document" json:"document"`
	// ID is the contract's code in the ERP.
	ID string `erp:"id,required" json:"id"`
	// Name is what people call it.
	Name *string `erp:"name" json:"name,omitempty"`
}

// Owner implements [Owned].
func (c *Contract) Owner() *br.Document { return &c.Document }

// StatementEntry is a line of a customer's financial statement (extrato
// financeiro).
type StatementEntry struct {
	// Document is the CPF or CNPJ that was asked for; filled in by the engine.
	Document br.Document `erp:"document" json:"document"`
	// ID is the line's code in the ERP.
	ID        string   `erp:"id,required" json:"id"`
	IssuedOn  *br.Date `erp:"issued_on" json:"issuedOn,omitempty"`
	DueOn     *br.Date `erp:"due_on" json:"dueOn,omitempty"`
	SettledOn *br.Date `erp:"settled_on" json:"settledOn,omitempty"`
	// InvoiceID is the invoice that the line is about, by the ERP's id.
	InvoiceID *string `erp:"invoice_id" json:"invoiceId,omitempty"`
	// FiscalNoteID is the note that the line is about, by the ERP's id.
	FiscalNoteID *string `erp:"fiscal_note_id" json:"fiscalNoteId,omitempty"`
	// Amount is what was billed.
	Amount Money `erp:"amount,required" json:"amount"`
	// PaidAmount is what was paid of it.
	PaidAmount *Money `erp:"paid_amount" json:"paidAmount,omitempty"`
	// Fine (multa) of the line.
	Fine *Money `erp:"fine" json:"fine,omitempty"`
	// Interest (juros) of the line.
	Interest *Money `erp:"interest" json:"interest,omitempty"`
	// Discount (desconto) of the line.
	Discount *Money `erp:"discount" json:"discount,omitempty"`
	// Note is the ERP's remark.
	Note *string `erp:"note" json:"note,omitempty"`
}

// Owner implements [Owned].
func (e *StatementEntry) Owner() *br.Document { return &e.Document }
