package ordering_test

import (
	"slices"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/ordering"
)

// run hands Maria's order in by a first attempt.
func run(t *testing.T, set ordering.Settings, w *world) (ledger.Outcome, error) {
	t.Helper()
	return ordering.OrderRunner(set, w, w.has)(t.Context(), ledger.Detached(w, order()))
}

// The first try's answer was lost, and it has made the person a customer: the
// second one must not open a ticket beside the order.
func TestTheWayIsDecidedOnce(t *testing.T) {
	t.Parallel()
	set := settings(t)
	set.ExistingCustomer, set.Pendencies.Rules = ordering.AsTicket, rules(t)
	w := &world{customer: fails[*erp.Customer](erp.NotFound), owed: owes("Anotar isto")}
	w.placed = func(erp.Input) error { return &erp.Error{Kind: erp.MaybeSent} }
	attempt := ledger.Detached(w, order())
	first, err := ordering.OrderRunner(set, w, w.has)(t.Context(), attempt)
	if err != nil || first.State != ledger.Unknown || first.Reason != ledger.NoAnswer {
		t.Fatalf("%+v %v", first, err)
	}
	sent := w.taken
	w.customer, w.owed, w.placed, w.calls = answers(true), owes("Recusar"), nil, nil
	second, err := ordering.OrderRunner(set, w, w.has)(t.Context(), attempt)
	if err != nil || second.State != ledger.Confirmed || second.RemoteID != "77" {
		t.Fatalf("%+v %v", second, err)
	}
	if !slices.Equal(w.calls, []string{"create_order"}) {
		t.Errorf("called %v", w.calls)
	}
	if a, b := sent.(erp.OrderInput), w.taken.(erp.OrderInput); a.Message != b.Message || a.Reference != b.Reference || !strings.Contains(b.Message, "Pendência: Anotar isto") {
		t.Errorf("first\n%s\nthen\n%s", a.Message, b.Message)
	}
	was, is := ordering.ResultOf(first), ordering.ResultOf(second)
	if is.RemoteMessage != "Recebido." || is.Way != was.Way || !slices.Equal(is.Trace, was.Trace) {
		t.Errorf("%+v became %+v", was, is)
	}
}

// What was provably not sent waits with its way.
func TestAnOrderThatWasNotSentKeepsItsWay(t *testing.T) {
	t.Parallel()
	w := &world{customer: fails[*erp.Customer](erp.NotFound), owed: owes()}
	w.placed = func(erp.Input) error { return &erp.Error{Kind: erp.Unavailable} }
	o, err := run(t, settings(t), w)
	if !erp.IsKind(err, erp.Unavailable) || o.State != ledger.Accepted || ordering.ResultOf(o).Function != "create_order" {
		t.Errorf("%+v %v", o, err)
	}
}

// An order that waits or needs a person has no way: by the time it goes on, the
// person may be a customer.
func TestWhatWasNotDecidedIsDecidedAnew(t *testing.T) {
	t.Parallel()
	set := settings(t)
	set.ExistingCustomer, set.Pendencies.Rules = ordering.AsTicket, rules(t)
	w := &world{customer: fails[*erp.Customer](erp.NotFound), owed: fails[[]string](erp.Unavailable)}
	attempt := ledger.Detached(w, order())
	hand := func() (ledger.Outcome, error) { return ordering.OrderRunner(set, w, w.has)(t.Context(), attempt) }
	if waiting, err := hand(); !erp.IsKind(err, erp.Unavailable) || waiting.State != ledger.Accepted {
		t.Fatalf("%+v %v", waiting, err)
	}
	w.owed, w.lacks = owes(), []*erp.Info{erp.CreateOrder.Info}
	if stuck, err := hand(); err != nil || stuck.State != ledger.NeedsAttention {
		t.Fatalf("%+v %v", stuck, err)
	}
	w.customer, w.lacks = answers(true), nil
	if o, err := hand(); err != nil || ordering.ResultOf(o).Way != ordering.AsTicket {
		t.Errorf("%+v %v", o, err)
	}
}

// Kinds of failure that are no answer make nobody a new customer either.
func TestOnlyNotFoundMakesANewCustomer(t *testing.T) {
	t.Parallel()
	for _, kind := range []erp.Kind{erp.Refused, erp.BadAnswer, erp.Unauthenticated, erp.Internal, erp.InvalidInput} {
		w := &world{customer: fails[*erp.Customer](kind), owed: owes()}
		if o, err := run(t, settings(t), w); !erp.IsKind(err, kind) || o.State != ledger.Accepted || w.taken != nil {
			t.Errorf("%s: %+v %v, sent %v", kind, o, err, w.taken)
		}
	}
}

func TestWhatTheFunctionsAreGiven(t *testing.T) {
	t.Parallel()
	user := &erp.User{ID: "u1"}
	for way, check := range map[ordering.Way]func(erp.Input) bool{
		ordering.AsOrder: func(in erp.Input) bool {
			o := in.(erp.OrderInput)
			return o.Order.Items[0].ProductCode == "17" && o.Reference == "ref-1" && strings.HasPrefix(o.Message, "Pedido pelo canal SITE")
		},
		ordering.AsTicket: func(in erp.Input) bool {
			o := in.(erp.ExistingOrderInput)
			return o.Document == maria && o.User == user && o.Reference == "ref-1" && strings.HasPrefix(o.Message, "Pedido pelo canal SITE")
		},
		ordering.AsLead: func(in erp.Input) bool {
			l := in.(erp.LeadInput)
			return *l.Lead.Document == maria && l.Lead.Name == "Maria da Silva" && l.Reference == "ref-1" && *l.Lead.Origin == "SITE" &&
				slices.Equal(l.Lead.Interest, []string{"Fibra 600"}) && slices.Equal(l.Lead.Mobiles, []string{"11988887777"}) &&
				*l.Lead.Address.Street == "Rua A" && strings.HasPrefix(*l.Lead.Notes, "Pedido pelo canal SITE")
		},
	} {
		set, w, in := settings(t), &world{customer: answers(true), owed: owes()}, order()
		set.ExistingCustomer, in.User = way, user
		o, err := ordering.OrderRunner(set, w, w.has)(t.Context(), ledger.Detached(w, in))
		if err != nil || o.State != ledger.Confirmed || o.RemoteID != "77" || !check(w.taken) {
			t.Errorf("%s: %+v %v, given %+v", way, o, err, w.taken)
		}
	}
}

func TestAPlainTicketStandsInForAnOrderOfACustomer(t *testing.T) {
	t.Parallel()
	set := settings(t)
	set.ExistingCustomer = ordering.AsTicket
	w := &world{customer: answers(true), owed: owes(), lacks: []*erp.Info{erp.CreateOrderForExistingCustomer.Info}}
	o, err := run(t, set, w)
	in, ok := w.taken.(erp.TicketInput)
	if err != nil || o.RemoteID != "77" || !ok {
		t.Fatalf("%+v %v, given %+v", o, err, w.taken)
	}
	if in.Document != maria || in.Reference != "ref-1" || *in.Ticket.ContactName != "Maria da Silva" || *in.Ticket.ContactPhone != "11988887777" ||
		*in.Ticket.Title != "Pedido" || in.Ticket.SubjectCode != nil || !strings.HasPrefix(in.Ticket.Message, "Pedido pelo canal SITE") {
		t.Errorf("%+v", in)
	}
	if r := ordering.ResultOf(o); r.Way != ordering.AsTicket || r.Function != "create_ticket" || r.RemoteMessage != "Recebido." {
		t.Errorf("%+v", r)
	}
}

// The ERP's people read why a sale became a lead; nobody else is told.
func TestPendenciesStandInTheMessageAndNowhereElse(t *testing.T) {
	t.Parallel()
	set := settings(t)
	set.Pendencies.Rules = rules(t)
	w := &world{customer: answers(true), owed: owes("Outra coisa", "Anotar isto", "Virar lead já")}
	o, err := run(t, set, w)
	if err != nil {
		t.Fatal(err)
	}
	notes := *w.taken.(erp.LeadInput).Lead.Notes
	if !strings.HasSuffix(notes, "Pendência: Anotar isto\nPendência: Virar lead já") || strings.Contains(notes, "Outra coisa") {
		t.Errorf("%s", notes)
	}
	w.owed = owes("Recusar, deve 900 reais")
	refused, err := run(t, set, w)
	if err != nil || refused.State != ledger.Refused || refused.Message != "" {
		t.Errorf("%+v %v", refused, err)
	}
	for _, what := range []ledger.Outcome{o, refused} {
		trace := strings.Join(ordering.ResultOf(what).Trace, "\n")
		for _, personal := range []string{string(maria), "Maria", "já", "reais"} {
			if strings.Contains(trace, personal) {
				t.Errorf("the trace has %q:\n%s", personal, trace)
			}
		}
	}
}

func TestTraces(t *testing.T) {
	t.Parallel()
	ticket := settings(t)
	ticket.ExistingCustomer, ticket.Pendencies.Rules = ordering.AsTicket, rules(t)
	w := &world{customer: answers(true), owed: owes("Outra coisa", "Anotar isto"), lacks: []*erp.Info{erp.CreateOrderForExistingCustomer.Info}}
	o, err := run(t, ticket, w)
	if err != nil {
		t.Fatal(err)
	}
	// It is the one that the page shows.
	trace := strings.Join(ordering.ResultOf(o).Trace, "\n")
	if !strings.Contains(page(t), "```text\n"+trace+"\n```") {
		t.Errorf("docs/ordering.md does not show\n%s", trace)
	}
	w.lacks, w.owed = append(w.lacks, erp.CreateTicket.Info), owes()
	if o, _ = run(t, ticket, w); !slices.Equal(ordering.ResultOf(o).Trace, []string{
		"the person is an active customer; existing_customer makes it TICKET", "pendencies: nothing is owed",
		"the connection has no create_order_for_existing_customer", "a person has to see to it",
	}) {
		t.Errorf("%q", ordering.ResultOf(o).Trace)
	}
}

func TestOrdersAreTheSameIfTheirSubstanceIs(t *testing.T) {
	t.Parallel()
	substance := ordering.OrderSubstance(fullOrder())
	for what, change := range map[string]func(*erp.Order){
		"document": func(o *erp.Order) { o.Customer.Document = "11144477735" },
		"product":  func(o *erp.Order) { o.Items[0].ProductCode = "19" },
		"quantity": func(o *erp.Order) { o.Items[0].Quantity = 2 },
		"price":    func(o *erp.Order) { o.Items[0].MonthlyPrice++ },
		"install":  func(o *erp.Order) { *o.Items[0].InstallationPrice++ },
		"loyalty":  func(o *erp.Order) { o.Items[0].LoyaltyMonths = nil },
		"line":     func(o *erp.Order) { o.Items = o.Items[:1] },
		"due date": func(o *erp.Order) { o.DueDateCode = nil },
		"reseller": func(o *erp.Order) { o.ResellerCode = o.DueDateCode },
		"origin":   func(o *erp.Order) { *o.CommercialOriginCode += "x" },
		"coupon":   func(o *erp.Order) { *o.Coupon = "INVERNO" },
	} {
		o := fullOrder()
		change(&o)
		if ordering.OrderSubstance(o) == substance {
			t.Errorf("another %s is no other substance", what)
		}
	}
	o := fullOrder()
	o.Notes, o.AcceptedTermsAt, o.Customer.Name, o.Items[0].Name = ptr("Outra"), nil, "Maria S.", ptr("Fibra")
	if ordering.OrderSubstance(o) != substance {
		t.Error("texts and times are substance")
	}
}
