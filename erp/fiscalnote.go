package erp

import (
	"strconv"

	"balcao/internal/br"
)

// FiscalNote (nota fiscal) is the tax document of what was billed.
type FiscalNote struct {
	// Document is the CPF or CNPJ that was asked for; filled in by the engine.
	Document br.Document `erp:"document" json:"document"`
	// ID is the note's code in the ERP: its PDF is asked for by it.
	ID string `erp:"id,required" json:"id"`
	// Status is the ERP's word for what stands of it.
	Status *string `erp:"status" json:"status,omitempty"`
	// Amount is what the note is about.
	Amount Money `erp:"amount,required" json:"amount"`
	// PaidAmount is what was paid of it.
	PaidAmount *Money   `erp:"paid_amount" json:"paidAmount,omitempty"`
	IssuedOn   *br.Date `erp:"issued_on" json:"issuedOn,omitempty"`
	DueOn      *br.Date `erp:"due_on" json:"dueOn,omitempty"`
	SettledOn  *br.Date `erp:"settled_on" json:"settledOn,omitempty"`
	// URL is the ERP's own link to the note. Front ends get it only where the
	// client is allowed to; Balcão's own link is never this one.
	URL *string `erp:"url" json:"url,omitempty"`
}

// Owner implements [Owned].
func (n *FiscalNote) Owner() *br.Document { return &n.Document }

// FiscalNoteInput asks for a fiscal note's PDF.
type FiscalNoteInput struct {
	NoteID   string      `erp:"note_id,required"`
	Document br.Document `erp:"document,required"`
}

// Subject is the customer.
func (in FiscalNoteInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in FiscalNoteInput) Key() string { return key(in.NoteID, string(in.Document)) }

// ClearanceInput asks for the declaration that nothing is owed of a year.
type ClearanceInput struct {
	Document br.Document `erp:"document,required"`
	Year     int         `erp:"year,required"`
}

// Subject is the customer.
func (in ClearanceInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in ClearanceInput) Key() string { return key(string(in.Document), strconv.Itoa(in.Year)) }
