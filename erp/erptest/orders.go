package erptest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// awkward is a text with what breaks naive templates, queries and JSON.
const awkward = awkwardName + "\n-- 'ç'"

// awkwardName is one line, as names are.
const awkwardName = "D'Ávila & \"Filhos\"; 100% \\ <b> $(settings.token) ${x} {{y}}"

var orders = append(takenIn(erp.CreateOrder, desk.newOrder, func(in erp.OrderInput) string { return in.Reference }, orderID),
	scenario{erp.CreateOrder.Info, Refusal, "", func(t *testing.T, d desk) {
		in := d.newOrder()
		_, err := ask(t, d, erp.CreateOrder, refused(t, d, erp.CreateOrder.Info, in))
		d.wantRefused(t, err, in.Reference)
	}, nil},
)

var customerOrders = append(takenIn(erp.CreateOrderForExistingCustomer, desk.customerOrder, func(in erp.ExistingOrderInput) string { return in.Reference }, orderID),
	scenario{erp.CreateOrderForExistingCustomer.Info, Done, "", func(t *testing.T, d desk) {
		in := d.customerOrder()
		must(t, d, erp.CreateOrderForExistingCustomer, in)
		d.wantOne(t, in.Reference)
	}, nil},
	scenario{erp.CreateOrderForExistingCustomer.Info, Nothing, "", func(t *testing.T, d desk) {
		in := d.customerOrder()
		in.Document = d.Facts.Nobody
		_, err := ask(t, d, erp.CreateOrderForExistingCustomer, in)
		wantKind(t, err, erp.Refused, erp.NotFound)
		d.wantNoRecord(t, in.Reference)
	}, nil},
)

var tickets = append(takenIn(erp.CreateTicket, desk.ticket, func(in erp.TicketInput) string { return in.Reference },
	func(o *erp.TicketOpened) *string { return o.RemoteID }),
	scenario{erp.CreateTicket.Info, Done, "with a protocol", func(t *testing.T, d desk) {
		if got := must(t, d, erp.CreateTicket, d.ticket()); got.Protocol == nil || *got.Protocol == "" {
			t.Errorf("got %+v, want a protocol", got)
		}
	}, []need{maps("protocol")}},
	scenario{erp.CreateTicket.Info, Nothing, "", func(t *testing.T, d desk) {
		in := d.ticket()
		in.Document = d.Facts.Nobody
		_, err := ask(t, d, erp.CreateTicket, in)
		wantKind(t, err, erp.Refused, erp.NotFound)
		d.wantNoRecord(t, in.Reference)
	}, nil},
	scenario{erp.CreateTicket.Info, Anothers, "contract", func(t *testing.T, d desk) {
		in, other := d.ticket(), d.blocked(t, d.Facts.NeverUnlocked)
		in.Ticket.ContractID = &other
		_, err := ask(t, d, erp.CreateTicket, in)
		wantKind(t, err, erp.Refused, erp.NotFound)
		d.wantNoRecord(t, in.Reference)
	}, []need{mentions("ticket.contract_id"), does(erp.ListBlockedPlans.Info)}},
)

// UnknownCodes are scenarios of orders with codes that the ERP does not have, for
// targets that refuse them: whether an ERP does cannot be told from its pack, so
// they are not in [Run].
func UnknownCodes(t *testing.T, target Target) {
	t.Helper()
	for name, spoil := range unknownCodes {
		t.Run("unknown "+name, func(t *testing.T) {
			t.Parallel()
			d := open(t, target)
			in := d.newOrder()
			spoil(&in.Order)
			_, err := ask(t, d, erp.CreateOrder, in)
			d.wantRefused(t, err, in.Reference)
			if _, why := sourceOf(Load(t, d.Pack), erp.CreateOrderForExistingCustomer.Info); why != "" {
				return
			}
			order := d.customerOrder()
			spoil(&order.Order)
			_, err = ask(t, d, erp.CreateOrderForExistingCustomer, order)
			d.wantRefused(t, err, order.Reference)
		})
	}
}

// refused changes an input that the ERP takes into one that it refuses.
func refused[In erp.Input](t *testing.T, d desk, f *erp.Info, in In) In {
	t.Helper()
	change := d.Writes[f.Name].Refused
	if change == nil {
		t.Fatalf("the target does not say what its ERP refuses of %s", f.Name)
	}
	return change(in).(In)
}

// unknownCodes put a code into an order that the ERP does not have.
var unknownCodes = map[string]func(*erp.Order){
	"product":  func(o *erp.Order) { o.Items[0].ProductCode = "' OR '1'='1" },
	"due date": func(o *erp.Order) { o.DueDateCode = pointer("99") },
	"reseller": func(o *erp.Order) { o.ResellerCode = pointer("$(settings.token)") },
	"origin":   func(o *erp.Order) { o.CommercialOriginCode = pointer("*") },
}

// takenIn are the scenarios of what is taken in once for one reference.
func takenIn[In erp.Input, Out any](f erp.Func[In, Out], make func(desk) In, reference func(In) string, id func(Out) *string) []scenario {
	same := func(t *testing.T, d desk, in In, first, second Out) {
		a, b := id(first), id(second)
		told := a != nil && b != nil && *a != "" && *a == *b
		if !told && (a != nil || b != nil || d.tells(t, f.Info, "remote_id")) {
			t.Errorf("got %+v, then %+v", first, second)
		}
		records := d.Clerk.Records(t, reference(in))
		if len(records) != 1 {
			t.Fatalf("the ERP has %d records, want 1", len(records))
		}
		if !strings.Contains(oneLine(records[0]), oneLine(awkward)) {
			t.Errorf("the text did not survive: %s", records[0])
		}
	}
	return []scenario{
		{f.Info, Repeated, "", func(t *testing.T, d desk) {
			in := make(d)
			same(t, d, in, must(t, d, f, in), again(t, d, f, in))
		}, []need{canLook}},
		{f.Info, AnswerLost, "", func(t *testing.T, d desk) {
			in := make(d)
			lose(t, d, f, in)
			same(t, d, in, again(t, d, f, in), again(t, d, f, in))
		}, []need{canLook}},
		{f.Info, AnswerLost, "a person looks", func(t *testing.T, d desk) {
			in := make(d)
			lose(t, d, f, in)
			if err := look(t, d, f, in); !errors.Is(err, erp.ErrCannotLook) {
				t.Errorf("got %v, want a person to look", err)
			}
			if got := len(d.Clerk.Records(t, reference(in))); got != 1 {
				t.Errorf("the ERP has %d records, want 1", got)
			}
		}, []need{not(canLook, "the ERP can be asked for it")}},
		{f.Info, AppliedLate, "", func(t *testing.T, d desk) {
			in := make(d)
			apply := d.delay(t, f.Info)
			_, err := ask(t, d, f, in)
			wantKind(t, err, erp.MaybeSent)
			apply()
			same(t, d, in, again(t, d, f, in), again(t, d, f, in))
		}, []need{canLook}},
	}
}

// oneLine takes line breaks for blanks: an ERP's only field for words may be one
// line, with our reference before them.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func orderID(o *erp.OrderPlaced) *string { return o.RemoteID }

func pointer[T any](v T) *T { return &v }

// given is nil for a code that the ERP has none of.
func given(code string) *string {
	if code == "" {
		return nil
	}
	return &code
}

// order has every field.
func (d desk) order() erp.Order {
	codes, address := d.Facts.Codes, awkwardLead().Address
	return erp.Order{
		Customer: erp.Buyer{Kind: erp.Person, Document: newDocument(), Name: awkwardName, RG: pointer("1.234-X"),
			Email: pointer("joao+site@cliente.example"), Mobiles: []string{"16977776666"}, WhatsApp: []string{"16977776666"},
			MotherName: pointer("Conceição D'Ávila")},
		InstallationAddress: *address, BillingAddress: address,
		Items:       []erp.OrderItem{{ProductCode: codes.Product, Name: pointer("Fibra"), MonthlyPrice: 12990, InstallationPrice: pointer(erp.Money(5000)), Quantity: 1, LoyaltyMonths: pointer(12)}},
		DueDateCode: given(codes.DueDate), ResellerCode: given(codes.Reseller), CommercialOriginCode: given(codes.Origin),
		PaymentMethod: pointer("boleto"), Coupon: pointer("NATAL'26"), Notes: pointer(awkward), AcceptedTermsAt: pointer(time.Now()), Channel: erp.Site,
	}
}

func (d desk) newOrder() erp.OrderInput {
	return accepted(d, erp.CreateOrder.Info, erp.OrderInput{Order: d.order(), Message: awkward, Reference: newReference()})
}

// newDocument is a CPF that hardly any record has yet.
func newDocument() br.Document {
	document, err := br.NewDocument(fmt.Sprintf("%09d", 300_000_000+rand.IntN(600_000_000)))
	if err != nil {
		panic(err) // nine digits are a base
	}
	return document
}

func (d desk) customerOrder() erp.ExistingOrderInput {
	return accepted(d, erp.CreateOrderForExistingCustomer.Info, erp.ExistingOrderInput{Order: d.order(), Message: awkward,
		Document: d.Facts.Customers[0].Document, User: &erp.User{ID: "u-1", Name: pointer("Maria D'Ávila")}, Reference: newReference()})
}

func (d desk) ticket() erp.TicketInput {
	return accepted(d, erp.CreateTicket.Info, erp.TicketInput{Document: d.Facts.Customers[0].Document, Reference: newReference(),
		Ticket: erp.Ticket{Title: pointer("Sem sinal"), Message: awkward, ContactName: pointer("João D'Ávila"), ContactPhone: pointer("16977776666")}})
}

// wantRefused wants words for the reader, and nothing in the ERP.
func (d desk) wantRefused(t *testing.T, err error, reference string) {
	t.Helper()
	wantKind(t, err, erp.Refused)
	wantMessage(t, err)
	d.wantNoRecord(t, reference)
}

func (d desk) wantNoRecord(t *testing.T, reference string) {
	t.Helper()
	if got := d.Clerk.Records(t, reference); len(got) != 0 {
		t.Errorf("the ERP has %d records of what it refused", len(got))
	}
}
