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
// The way is decided once: a later try of the same order takes it again, because
// by then the first may have made the person a customer.
func OrderRunner(settings Settings, fresh erp.Pipe) ledger.Runner {
	return func(ctx context.Context, pipe erp.Pipe, input erp.Input, prior *ledger.Prior) (ledger.Outcome, error) {
		in := input.(erp.ExistingOrderInput)
		if prior != nil {
			if former := ResultOf(prior.Outcome); former.Way != "" {
				return carryOut(ctx, pipe, settings, in, former)
			}
		}
		d, err := decide(ctx, settings, fresh, in)
		switch d.Verdict {
		case Wait:
			return ledger.Outcome{}, err
		case Refusal:
			return outcome(ledger.Outcome{State: ledger.Refused, Reason: ledger.Pendency}, Result{Trace: d.Trace}), nil
		}
		return carryOut(ctx, pipe, settings, in, Result{Way: d.Way, Notes: d.Notes, Trace: d.Trace})
	}
}

// decide asks what has to be known. The error is the ERP's, for [Wait].
func decide(ctx context.Context, s Settings, fresh erp.Pipe, in erp.ExistingOrderInput) (Decision, error) {
	person, err := lookUp(ctx, s, fresh, in)
	if err != nil {
		return Decide(s, PersonSilent, Pendencies{}), err
	}
	owed, err := owedBy(ctx, s, fresh, in)
	return Decide(s, person, owed), err
}

func lookUp(ctx context.Context, s Settings, fresh erp.Pipe, in erp.ExistingOrderInput) (Person, error) {
	if s.SkipCustomerCheck {
		return PersonNotAsked, nil
	}
	customer, _, err := erp.GetCustomer.Call(ctx, fresh, erp.CustomerInput{Document: in.Document})
	switch {
	case erp.IsKind(err, erp.NotFound) || err == nil && customer == nil:
		return PersonUnknown, nil
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
	texts, _, err := erp.ListPendencyTexts.Call(ctx, fresh, erp.CustomerInput{Document: in.Document})
	switch {
	case erp.IsKind(err, erp.NotSupported):
		return Pendencies{State: PendenciesNotSupported}, nil
	case err != nil:
		return Pendencies{State: PendenciesSilent}, err
	}
	return Pendencies{State: PendenciesKnown, Texts: texts}, nil
}

// carryOut hands the order in by its way.
func carryOut(ctx context.Context, pipe erp.Pipe, s Settings, in erp.ExistingOrderInput, r Result) (ledger.Outcome, error) {
	message, err := s.Message.Render(in.Order, r.Notes)
	if err != nil {
		return ledger.Outcome{}, &erp.Error{Kind: erp.Internal, Function: erp.CreateOrder.Name, Detail: err.Error()}
	}
	in.Message = message
	placed, err := place(ctx, pipe, r.Way, in)
	o, err := ledger.OutcomeOf(err)
	if err != nil {
		return o, err
	}
	if placed != nil {
		o.RemoteID, r.RemoteMessage = deref(placed.RemoteID), deref(placed.RemoteMessage)
	}
	return outcome(o, r), nil
}

// place calls the function of the way.
func place(ctx context.Context, pipe erp.Pipe, way Way, in erp.ExistingOrderInput) (*erp.OrderPlaced, error) {
	switch way {
	case AsTicket:
		placed, _, err := erp.CreateOrderForExistingCustomer.Call(ctx, pipe, in)
		return placed, err
	case AsLead:
		created, _, err := erp.CreateLead.Call(ctx, pipe, erp.LeadInput{Lead: leadOf(in), Reference: in.Reference})
		if created == nil {
			return nil, err
		}
		return &erp.OrderPlaced{RemoteID: created.RemoteID}, err
	}
	placed, _, err := erp.CreateOrder.Call(ctx, pipe, erp.OrderInput{Order: in.Order, Message: in.Message, Reference: in.Reference})
	return placed, err
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
