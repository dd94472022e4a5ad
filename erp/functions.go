package erp

import (
	"reflect"
	"strings"

	"balcao/internal/br"
)

// The functions. Numbers are those of docs/functions.md.
var (
	// ListInvoices (8, Listar faturas) lists a customer's invoices, open and
	// closed, of one contract or of all.
	ListInvoices = define[InvoicesInput, []Invoice]("list_invoices", Read, keepInvoices)
	// GetBoletoPDF (9, Pegar PDF de um boleto) brings the payment slip.
	GetBoletoPDF = define[BoletoInput, PDF]("get_boleto_pdf", Read, nil)
	// GetInvoice (10, Pegar uma fatura pelo ID) reads the one invoice with this
	// id, if it is this person's: never another one.
	GetInvoice = define[InvoiceInput, *Invoice]("get_invoice", Read, keepInvoice)
	// GetCustomer (14, Informações do cliente) reads the customer.
	GetCustomer = define[CustomerInput, *Customer]("get_customer", Read, keepCustomer)
	// SettleBoleto (11, Baixa de boleto) registers a payment already taken.
	SettleBoleto = define[SettleInput, *Settled]("settle_boleto", Write, nil)
	// CreateLead (3, Criação de lead) hands in a sales contact.
	CreateLead = define[LeadInput, *Created]("create_lead", Write, nil)
)

// Functions are all functions of the contract, in the order of their numbers.
var Functions = []*Info{
	CreateLead.Info, ListInvoices.Info, GetBoletoPDF.Info, GetInvoice.Info, SettleBoleto.Info, GetCustomer.Info,
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

// CustomerInput asks for the customer with this document.
type CustomerInput struct {
	Document br.Document `erp:"document,required"`
}

// Subject is the customer.
func (in CustomerInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in CustomerInput) Key() string { return key(string(in.Document)) }

// key joins parts so that no two different lists of parts give the same text.
func key(parts ...string) string {
	for i, p := range parts {
		parts[i] = keyEscape.Replace(p)
	}
	return strings.Join(parts, "|")
}

var keyEscape = strings.NewReplacer(`\`, `\\`, "|", `\|`)
