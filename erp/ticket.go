package erp

import "balcao/internal/br"

// Ticket (chamado, atendimento) is something that a customer wants looked after.
type Ticket struct {
	// SubjectCode is the ERP's code of what it is about. Where it is left out
	// the pack's own setting is used.
	SubjectCode *string `erp:"subject_code" json:"subjectCode,omitempty"`
	Title       *string `erp:"title" json:"title,omitempty"`
	Message     string  `erp:"message,required" json:"message"`
	// ContractID is the contract that it is about.
	ContractID  *string `erp:"contract_id" json:"contractId,omitempty"`
	ContactName *string `erp:"contact_name" json:"contactName,omitempty"`
	// ContactPhone is a Brazilian number, digits with area code.
	ContactPhone *string `erp:"contact_phone" json:"contactPhone,omitempty"`
}

// TicketInput opens a ticket of a customer.
type TicketInput struct {
	Document br.Document `erp:"document,required"`
	Ticket   Ticket      `erp:"ticket,required"`
	// Reference is our own reference of the ticket, the same on every attempt.
	Reference string `erp:"reference,required"`
}

// Subject is the customer.
func (in TicketInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in TicketInput) Key() string { return key(string(in.Document), in.Reference) }

// TicketOpened is what an ERP answers to a ticket.
type TicketOpened struct {
	// RemoteID is the ticket's id in the ERP, where it gives one.
	RemoteID *string `erp:"remote_id" json:"remoteId,omitempty"`
	// Protocol (protocolo) is the number that the customer is told.
	Protocol *string `erp:"protocol" json:"protocol,omitempty"`
}
