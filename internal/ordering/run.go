package ordering

import (
	"context"
	"encoding/json"
	"slices"

	"balcao/erp"
	"balcao/internal/ledger"
)

// Result is what became of an order beside its state; it is kept with its row.
type Result struct {
	Way Way `json:"way,omitempty"`
	// Function is the ERP function that takes it.
	Function string `json:"function,omitempty"`
	// RemoteMessage is the ERP's own answer.
	RemoteMessage string `json:"remoteMessage,omitempty"`
	// Notes are the pendencies that went with it.
	Notes []string `json:"notes,omitempty"`
	Trace []string `json:"trace"`
}

// ResultOf reads what [OrderRunner] has kept.
func ResultOf(o ledger.Outcome) Result {
	var r Result
	if o.Result != "" {
		// It was written by outcome, so it can be read.
		_ = json.Unmarshal([]byte(o.Result), &r)
	}
	return r
}

// OrderRunner is the [ledger.Runner] of orders. Its rows are of create_order and
// carry an [erp.ExistingOrderInput], which has all that any way needs; the
// message is rendered here. Reads that decide go by fresh, past every cache.
//
// The way is decided once and written down before anything is sent: a later
// attempt takes it again, because by then the first may have made the person a
// customer. With an error comes what is kept of the order that waits.
func OrderRunner(settings Settings, fresh erp.Pipe, has Supports) ledger.Runner {
	r := runner{settings, fresh, has}
	return func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		var former Result
		if a.Notes(&former) && former.Way != "" {
			return r.carryOut(ctx, a, former)
		}
		return r.begin(ctx, a)
	}
}

type runner struct {
	settings Settings
	fresh    erp.Pipe
	has      Supports
}

func (r runner) begin(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
	d, err := r.decide(ctx, a.Input.(erp.ExistingOrderInput))
	decided := Result{Way: d.Way, Notes: d.Notes, Trace: d.Trace}
	switch d.Verdict {
	case Wait:
		return outcome(ledger.Outcome{State: ledger.Accepted}, decided), err
	case Refusal:
		return outcome(ledger.Outcome{State: ledger.Refused, Reason: ledger.Pendency}, decided), nil
	case Stuck:
		return outcome(ledger.Outcome{State: ledger.NeedsAttention, Reason: ledger.NotSupported}, decided), nil
	}
	decided.Function = d.Function.Name
	if err := a.Keep(ctx, decided); err != nil {
		return outcome(ledger.Outcome{State: ledger.Accepted}, decided), err
	}
	return r.carryOut(ctx, a, decided)
}

// decide asks what has to be known. The error is the ERP's, for [Wait].
func (r runner) decide(ctx context.Context, in erp.ExistingOrderInput) (Decision, error) {
	person, err := lookUp(ctx, r.settings, r.fresh, in)
	if person == PersonSilent || person == PersonNotTold {
		return Decide(r.settings, person, Pendencies{}, r.has), err
	}
	owed, err := owedBy(ctx, r.settings, r.fresh, in)
	return Decide(r.settings, person, owed, r.has), err
}

func lookUp(ctx context.Context, s Settings, fresh erp.Pipe, in erp.ExistingOrderInput) (Person, error) {
	if s.SkipCustomerCheck {
		return PersonNotAsked, nil
	}
	customer, _, err := erp.GetCustomer.Call(ctx, fresh, erp.CustomerInput{Document: in.Document})
	switch {
	case erp.IsKind(err, erp.NotFound) || err == nil && customer == nil:
		return PersonUnknown, nil
	case erp.IsKind(err, erp.NotSupported):
		return PersonNotTold, nil
	case err != nil:
		return PersonSilent, err
	case customer.Active:
		return PersonActive, nil
	}
	return PersonInactive, nil
}

func owedBy(ctx context.Context, s Settings, fresh erp.Pipe, in erp.ExistingOrderInput) (Pendencies, error) {
	if !s.Pendencies.Ask() {
		return Pendencies{State: PendenciesNotAsked}, nil
	}
	texts, err := PendencyTexts(ctx, fresh, in.Document)
	switch {
	case erp.IsKind(err, erp.NotSupported):
		return Pendencies{State: PendenciesNotSupported}, nil
	case err != nil:
		return Pendencies{State: PendenciesSilent}, err
	}
	return Pendencies{State: PendenciesKnown, Texts: texts}, nil
}

// carryOut hands the order in by its function.
func (r runner) carryOut(ctx context.Context, a *ledger.Attempt, decided Result) (ledger.Outcome, error) {
	in := a.Input.(erp.ExistingOrderInput)
	message, err := r.settings.Message.Render(in.Order, decided.Notes)
	if err != nil {
		return ledger.Outcome{}, &erp.Error{Kind: erp.Internal, Function: decided.Function, Detail: err.Error()}
	}
	in.Message = message
	placed, err := place(ctx, a.Pipe, decided.Function, in)
	o, err := ledger.OutcomeOf(ctx, err)
	if err != nil {
		return outcome(ledger.Outcome{State: ledger.Accepted}, decided), err
	}
	o.RemoteID, decided.RemoteMessage = deref(placed.RemoteID), erp.Readable(deref(placed.RemoteMessage))
	return outcome(o, decided), nil
}

// place calls the function that was decided on.
func place(ctx context.Context, pipe erp.Pipe, function string, in erp.ExistingOrderInput) (erp.OrderPlaced, error) {
	switch function {
	case erp.CreateOrderForExistingCustomer.Name:
		placed, _, err := erp.CreateOrderForExistingCustomer.Call(ctx, pipe, in)
		return orNone(placed), err
	case erp.CreateTicket.Name:
		opened, _, err := erp.CreateTicket.Call(ctx, pipe, ticketOf(in))
		return erp.OrderPlaced{RemoteID: orNone(opened).RemoteID, RemoteMessage: orNone(opened).Protocol}, err
	case erp.CreateLead.Name:
		created, _, err := erp.CreateLead.Call(ctx, pipe, erp.LeadInput{Lead: leadOf(in), Reference: in.Reference})
		return erp.OrderPlaced{RemoteID: orNone(created).RemoteID}, err
	}
	placed, _, err := erp.CreateOrder.Call(ctx, pipe, erp.OrderInput{Order: in.Order, Message: in.Message, Reference: in.Reference})
	return orNone(placed), err
}

func orNone[T any](answer *T) (none T) {
	if answer == nil {
		return none
	}
	return *answer
}

// ticketOf makes a plain ticket of an order: the message has all of it.
func ticketOf(in erp.ExistingOrderInput) erp.TicketInput {
	buyer, title := in.Order.Customer, "Pedido"
	ticket := erp.Ticket{Title: &title, Message: in.Message, ContactName: &buyer.Name}
	if len(buyer.Mobiles) > 0 {
		ticket.ContactPhone = &buyer.Mobiles[0]
	}
	return erp.TicketInput{Document: in.Document, Ticket: ticket, Reference: in.Reference}
}

// leadOf makes a lead of an order: the message has all of it.
func leadOf(in erp.ExistingOrderInput) erp.Lead {
	buyer := in.Order.Customer
	origin := string(in.Order.Channel)
	lead := erp.Lead{
		Name: buyer.Name, Document: &buyer.Document, Email: buyer.Email, Mobiles: slices.Clone(buyer.Mobiles),
		Address: &in.Order.InstallationAddress, Origin: &origin, Notes: &in.Message,
	}
	for _, item := range in.Order.Items {
		lead.Interest = append(lead.Interest, itemData(item).Name)
	}
	return lead
}

// outcome adds what is kept of an order.
func outcome(o ledger.Outcome, r Result) ledger.Outcome {
	text, err := json.Marshal(r)
	if err != nil {
		panic("ordering: a result cannot be written: " + err.Error()) // texts always can
	}
	o.Result = string(text)
	return o
}
