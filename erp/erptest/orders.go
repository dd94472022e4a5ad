package erptest

import (
	"strings"
	"testing"
	"time"

	"balcao/erp"
)

// awkward is a text with what breaks naive templates, queries and JSON.
const awkward = "D'Ávila & \"Filhos\"; 100% \\ <b>\n$(settings.token) ${x} {{y}} -- 'ç'"

func orders(t *testing.T, target Target) {
	takenIn(t, target, erp.CreateOrder, func(d desk) erp.OrderInput {
		return erp.OrderInput{Order: d.order(), Message: awkward, Reference: newReference()}
	}, func(in erp.OrderInput) string { return in.Reference }, orderID)
	for name, spoil := range unknownCodes {
		scenario(t, target, "unknown "+name, func(t *testing.T, d desk) {
			in := erp.OrderInput{Order: d.order(), Message: "Pedido", Reference: newReference()}
			spoil(&in.Order)
			_, err := ask(t, d, erp.CreateOrder, in)
			d.wantRefused(t, err, in.Reference)
		})
	}
}

func customerOrders(t *testing.T, target Target) {
	takenIn(t, target, erp.CreateOrderForExistingCustomer, func(d desk) erp.ExistingOrderInput { return d.customerOrder() },
		func(in erp.ExistingOrderInput) string { return in.Reference }, orderID)
	scenario(t, target, "is a ticket", func(t *testing.T, d desk) {
		if got := must(t, d, erp.CreateOrderForExistingCustomer, d.customerOrder()); !got.IsIssue {
			t.Errorf("got %+v, want a ticket", got)
		}
	})
	scenario(t, target, "of nobody", func(t *testing.T, d desk) {
		in := d.customerOrder()
		in.Document = d.Facts.Nobody
		_, err := ask(t, d, erp.CreateOrderForExistingCustomer, in)
		d.wantRefused(t, err, in.Reference)
	})
	for name, spoil := range unknownCodes {
		scenario(t, target, "unknown "+name, func(t *testing.T, d desk) {
			in := d.customerOrder()
			spoil(&in.Order)
			_, err := ask(t, d, erp.CreateOrderForExistingCustomer, in)
			d.wantRefused(t, err, in.Reference)
		})
	}
}

func tickets(t *testing.T, target Target) {
	takenIn(t, target, erp.CreateTicket, func(d desk) erp.TicketInput { return d.ticket() },
		func(in erp.TicketInput) string { return in.Reference }, func(o *erp.TicketOpened) *string { return o.RemoteID })
	scenario(t, target, "has a protocol", func(t *testing.T, d desk) {
		if got := must(t, d, erp.CreateTicket, d.ticket()); got.Protocol == nil || *got.Protocol == "" {
			t.Errorf("got %+v, want a protocol", got)
		}
	})
	scenario(t, target, "of nobody", func(t *testing.T, d desk) {
		in := d.ticket()
		in.Document = d.Facts.Nobody
		_, err := ask(t, d, erp.CreateTicket, in)
		d.wantRefused(t, err, in.Reference)
	})
	scenario(t, target, "of another person's contract", func(t *testing.T, d desk) {
		in, other := d.ticket(), d.blocked(t, d.Facts.NeverUnlocked)
		in.Ticket.ContractID = &other
		_, err := ask(t, d, erp.CreateTicket, in)
		d.wantRefused(t, err, in.Reference)
	})
}

// unknownCodes put a code into an order that the ERP does not have.
var unknownCodes = map[string]func(*erp.Order){
	"product":  func(o *erp.Order) { o.Items[0].ProductCode = "' OR '1'='1" },
	"due date": func(o *erp.Order) { o.DueDateCode = pointer("99") },
	"reseller": func(o *erp.Order) { o.ResellerCode = pointer("$(settings.token)") },
	"origin":   func(o *erp.Order) { o.CommercialOriginCode = pointer("*") },
}

// takenIn runs the scenarios of what is taken in once for one reference.
func takenIn[In erp.Input, Out any](t *testing.T, target Target, f erp.Func[In, Out], make func(desk) In,
	reference func(In) string, id func(Out) *string) {
	same := func(t *testing.T, d desk, in In, first, second Out) {
		if id(first) == nil || *id(first) == "" || *id(first) != *id(second) {
			t.Errorf("got %+v, then %+v", first, second)
		}
		records := d.Records(t, reference(in))
		if len(records) != 1 {
			t.Fatalf("the ERP has %d records, want 1", len(records))
		}
		if !strings.Contains(records[0], awkward) {
			t.Errorf("the text did not survive: %s", records[0])
		}
	}
	scenario(t, target, "twice with one reference", func(t *testing.T, d desk) {
		in := make(d)
		same(t, d, in, must(t, d, f, in), must(t, d, f, in))
	})
	scenario(t, target, "the answer is lost", func(t *testing.T, d desk) {
		in := make(d)
		lose(t, d, f, in)
		same(t, d, in, again(t, d, f, in), again(t, d, f, in))
	})
}

func orderID(o *erp.OrderPlaced) *string { return o.RemoteID }

func pointer[T any](v T) *T { return &v }

// order has every field.
func (d desk) order() erp.Order {
	codes, address := d.Facts.Codes, awkwardLead().Address
	return erp.Order{
		Customer: erp.Buyer{Kind: erp.Person, Document: d.Facts.Customers[0].Document, Name: awkward, RG: pointer("1.234-X"),
			Email: pointer("joao+site@cliente.example"), Mobiles: []string{"16977776666"}, WhatsApp: []string{"16977776666"},
			MotherName: pointer("Conceição D'Ávila")},
		InstallationAddress: *address, BillingAddress: address,
		Items:       []erp.OrderItem{{ProductCode: codes.Product, Name: pointer("Fibra"), MonthlyPrice: 12990, InstallationPrice: pointer(erp.Money(5000)), Quantity: 1, LoyaltyMonths: pointer(12)}},
		DueDateCode: &codes.DueDate, ResellerCode: &codes.Reseller, CommercialOriginCode: &codes.Origin,
		PaymentMethod: pointer("boleto"), Coupon: pointer("NATAL'26"), Notes: pointer(awkward), AcceptedTermsAt: pointer(time.Now()), Channel: erp.Site,
	}
}

func (d desk) customerOrder() erp.ExistingOrderInput {
	return erp.ExistingOrderInput{Order: d.order(), Message: awkward, Document: d.Facts.Customers[0].Document,
		User: &erp.User{ID: "u-1", Name: pointer("Maria D'Ávila")}, Reference: newReference()}
}

func (d desk) ticket() erp.TicketInput {
	return erp.TicketInput{Document: d.Facts.Customers[0].Document, Reference: newReference(),
		Ticket: erp.Ticket{Title: pointer("Sem sinal"), Message: awkward, ContactName: pointer("João D'Ávila"), ContactPhone: pointer("16977776666")}}
}

// wantRefused wants words for the reader, and nothing in the ERP.
func (d desk) wantRefused(t *testing.T, err error, reference string) {
	t.Helper()
	wantKind(t, err, erp.Refused)
	wantMessage(t, err)
	if got := d.Records(t, reference); len(got) != 0 {
		t.Errorf("the ERP has %d records of what it refused", len(got))
	}
}
