package erp

import "balcao/internal/br"

// InvoiceStatus is what stands of an invoice.
type InvoiceStatus string

const (
	// Open: to be paid, its due date not past.
	Open InvoiceStatus = "OPEN"
	// Overdue: to be paid, past its due date in the tenant's zone.
	Overdue InvoiceStatus = "OVERDUE"
	// PartiallyPaid: a part was paid, something is still open.
	PartiallyPaid InvoiceStatus = "PARTIALLY_PAID"
	// Paid: nothing is open any more.
	Paid InvoiceStatus = "PAID"
	// Cancelled: not to be paid.
	Cancelled InvoiceStatus = "CANCELLED"
	// PendingConfirmation: a payment is on its way to the ERP. Balcão says
	// this, an ERP never does.
	PendingConfirmation InvoiceStatus = "PENDING_CONFIRMATION"
)

// Words are the words a pack may use for the status.
func (InvoiceStatus) Words() []string {
	return []string{string(Open), string(Overdue), string(PartiallyPaid), string(Paid), string(Cancelled)}
}

// Invoice (fatura) is a bill to a customer. Amounts are those of today in the
// tenant's zone, as the ERP says them: Balcão never computes fine or interest.
type Invoice struct {
	// ID identifies and settles the invoice in the ERP.
	ID string `erp:"id,required" json:"id"`
	// Code is the number that people see.
	Code *string `erp:"code" json:"code,omitempty"`
	// DocumentNumber is the CPF or CNPJ that was asked for; filled in by the
	// engine, or given by the pack, and then compared.
	DocumentNumber br.Document `erp:"document_number" json:"documentNumber"`
	// CustomerName is the name on the invoice.
	CustomerName *string `erp:"customer_name" json:"customerName,omitempty"`
	// RemoteID is the customer's code in the ERP.
	RemoteID *string `erp:"remote_id" json:"remoteId,omitempty"`
	// ContractID is the contract that the invoice is for.
	ContractID *string `erp:"contract_id" json:"contractId,omitempty"`
	// CompanyID tells the companies of one install apart.
	CompanyID *string `erp:"company_id" json:"companyId,omitempty"`
	// OriginalAmount is what was billed.
	OriginalAmount Money `erp:"original_amount,required" json:"originalAmount"`
	// CurrentAmount is what the invoice costs today.
	CurrentAmount Money `erp:"current_amount,required" json:"currentAmount"`
	// OpenAmount is what is still to be paid today.
	OpenAmount Money `erp:"open_amount,required" json:"openAmount"`
	// Interest (juros) is a part of the current amount.
	Interest *Money `erp:"interest" json:"interest,omitempty"`
	// Fine (multa) is a part of the current amount.
	Fine *Money `erp:"fine" json:"fine,omitempty"`
	// Discount (desconto) is already taken off the current amount.
	Discount *Money `erp:"discount" json:"discount,omitempty"`
	// IssuedOn is the day of issue.
	IssuedOn *br.Date `erp:"issued_on" json:"issuedOn,omitempty"`
	// DueOn is the last day to pay without fine.
	DueOn br.Date `erp:"due_on,required" json:"dueOn"`
	// Status is what stands of it. An open invoice past its day is made
	// [Overdue] by the engine.
	Status InvoiceStatus `erp:"status,required" json:"status"`
	// Payments are those the ERP tells of.
	Payments []Payment `erp:"payments" json:"payments,omitempty"`
	// DigitableLine (linha digitável) is the boleto's 47 or 48 digits.
	DigitableLine *string `erp:"digitable_line" json:"digitableLine,omitempty"`
	// Barcode is the boleto's 44 digits.
	Barcode *string `erp:"barcode" json:"barcode,omitempty"`
	// PixCode (copia e cola) is the EMV BR Code.
	PixCode *string `erp:"pix_code" json:"pixCode,omitempty"`
	// LinkBoleto is the ERP's own link to the boleto. Front ends get it only
	// where the client is allowed to; Balcão's own link is never this one.
	LinkBoleto *string `erp:"link_boleto" json:"linkBoleto,omitempty"`
}

// Payment is one payment of an invoice, as the ERP keeps it.
type Payment struct {
	// Reference is what the payer's system sent: an end-to-end id, an NSU, a
	// description that holds it.
	Reference *string  `erp:"reference" json:"reference,omitempty"`
	Amount    *Money   `erp:"amount" json:"amount,omitempty"`
	PaidOn    *br.Date `erp:"paid_on" json:"paidOn,omitempty"`
	// Method is the ERP's word for how it was paid.
	Method *string `erp:"method" json:"method,omitempty"`
}

// Owner implements [Owned].
func (i *Invoice) Owner() *br.Document { return &i.DocumentNumber }

// PDF is a document of the ERP, checked to begin with "%PDF".
type PDF []byte

// InvoicesInput asks for a customer's invoices, of one contract if ContractID
// is not empty.
type InvoicesInput struct {
	Document   br.Document `erp:"document,required"`
	ContractID string      `erp:"contract_id"`
}

// Subject is the customer.
func (in InvoicesInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in InvoicesInput) Key() string { return key(string(in.Document), in.ContractID) }

// InvoiceInput asks for the one invoice with this id, of this person.
type InvoiceInput struct {
	InvoiceID string      `erp:"invoice_id,required"`
	Document  br.Document `erp:"document,required"`
}

// Subject is the customer.
func (in InvoiceInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in InvoiceInput) Key() string { return key(in.InvoiceID, string(in.Document)) }

// BoletoInput asks for the payment slip of an invoice.
type BoletoInput struct {
	InvoiceID  string      `erp:"invoice_id,required"`
	Document   br.Document `erp:"document,required"`
	ContractID string      `erp:"contract_id"`
}

// Subject is the customer.
func (in BoletoInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in BoletoInput) Key() string { return key(in.InvoiceID, string(in.Document), in.ContractID) }
