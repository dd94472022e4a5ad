package ordering

import (
	"fmt"

	"balcao/erp"
)

// Person is what the ERP says of who orders.
type Person string

// The states of a person.
const (
	PersonUnknown  Person = "unknown"   // no record with the document
	PersonActive   Person = "active"    // at least one active record
	PersonInactive Person = "inactive"  // former customer: inactive records only
	PersonSilent   Person = "silent"    // the ERP did not answer
	PersonNotAsked Person = "not asked" // by the tenant's settings
	PersonNotTold  Person = "not told"  // the connection has no such function
)

// Pendencies is what the ERP says the person owes.
type Pendencies struct {
	State PendencyState
	// Texts are the ERP's words, of [PendenciesKnown]; none for who owes
	// nothing.
	Texts []string
}

// PendencyState tells whether it is known what somebody owes.
type PendencyState string

// The states.
const (
	PendenciesKnown        PendencyState = "known"
	PendenciesSilent       PendencyState = "silent"        // the ERP did not answer
	PendenciesNotSupported PendencyState = "not supported" // the connection has no such function
	PendenciesNotAsked     PendencyState = "not asked"     // the tenant has no rules on them
)

// Verdict is what is to be done with an order.
type Verdict string

// The verdicts.
const (
	Go      Verdict = "go"      // hand it in, by the decision's way
	Wait    Verdict = "wait"    // the ERP did not say what has to be known: ask again later
	Refusal Verdict = "refused" // something is owed
	Stuck   Verdict = "stuck"   // the connection lacks a function: a person has to see to it
)

// Decision is what is to be done with an order, and why.
type Decision struct {
	Verdict Verdict
	// Way is set for [Go], and so is Function: the one that takes the order.
	Way      Way
	Function *erp.Info
	// Notes are pendencies that the ERP's people have to read with the order.
	Notes []string
	// Trace tells step by step how it came to this, without personal data.
	Trace []string
}

// Supports tells whether a connection has a function.
type Supports func(*erp.Info) bool

// Decide decides about an order. An ERP that is silent never makes somebody a
// new customer: the order waits.
func Decide(s Settings, person Person, owed Pendencies, has Supports) Decision {
	var d Decision
	switch person {
	case PersonSilent:
		d.say("the ERP did not say whether the person is a customer")
		return d.end(Wait)
	case PersonNotTold:
		d.say("the connection has no %s, so nobody knows whether the person is a customer; skip_customer_check would make every order one of a new customer", erp.GetCustomer.Name)
		return d.end(Stuck)
	}
	d.Way = wayOf(s, person, &d)
	if owed.State == PendenciesSilent {
		d.say("the ERP did not say whether something is owed")
		return d.end(Wait)
	}
	if d.weigh(s, owed) == Refuse {
		return d.end(Refusal)
	}
	if d.Function = functionOf(d.Way, has, &d); d.Function == nil {
		return d.end(Stuck)
	}
	return d.end(Go)
}

// wayOf is the way of an order of which nothing is owed.
func wayOf(s Settings, person Person, d *Decision) Way {
	switch {
	case person == PersonNotAsked:
		d.say("skip_customer_check: the person was not looked up, so the order is one of a new customer")
		return AsOrder
	case person == PersonActive:
		d.say("the person is an active customer; existing_customer makes it %s", s.ExistingCustomer)
		return s.ExistingCustomer
	case person == PersonInactive && s.CountInactive:
		d.say("the person is a former customer, and count_inactive counts them; existing_customer makes it %s", s.ExistingCustomer)
		return s.ExistingCustomer
	case person == PersonInactive:
		d.say("the person is a former customer, which counts as new")
		return AsOrder
	}
	d.say("the ERP does not know the person")
	return AsOrder
}

// weigh looks at what is owed and gives the gravest of what follows. What is to
// be read with the order, or is why it becomes a lead, goes into the notes.
func (d *Decision) weigh(s Settings, owed Pendencies) Consequence {
	switch {
	case owed.State == PendenciesNotAsked:
		d.say("pendencies: there are no rules on them, so the ERP was not asked")
	case owed.State == PendenciesNotSupported:
		d.say("pendencies: the connection has no %s, so the rules have nothing to judge", erp.ListPendencyTexts.Name)
	case len(owed.Texts) == 0:
		d.say("pendencies: nothing is owed")
	}
	gravest := NoConsequence
	for i, text := range owed.Texts {
		follows := s.Pendencies.Judge(text)
		d.say("pendency %d of %d: %s follows", i+1, len(owed.Texts), follows)
		if follows == Note || follows == MakeLead {
			d.Notes = append(d.Notes, text)
		}
		gravest = Gravest(gravest, follows)
	}
	if gravest == MakeLead {
		d.Way = AsLead
	}
	return gravest
}

// functionOf is the function for a way; nil if the connection has none. An order
// that is to be a ticket is one by create_ticket where the connection cannot be
// given orders of customers: the message has all of it, and the provider asked
// for a ticket. No other way stands in for one that is missing: an order is no
// lead, and a customer is not to be registered a second time.
func functionOf(way Way, has Supports, d *Decision) *erp.Info {
	first := map[Way]*erp.Info{AsOrder: erp.CreateOrder.Info, AsTicket: erp.CreateOrderForExistingCustomer.Info, AsLead: erp.CreateLead.Info}[way]
	if has(first) {
		return first
	}
	d.say("the connection has no %s", first.Name)
	if way == AsTicket && has(erp.CreateTicket.Info) {
		d.say("it is opened as a plain ticket, by %s", erp.CreateTicket.Name)
		return erp.CreateTicket.Info
	}
	return nil
}

func (d *Decision) say(format string, args ...any) {
	d.Trace = append(d.Trace, fmt.Sprintf(format, args...))
}

// end closes the decision. What does not go to the ERP has no way, so that it is
// decided anew.
func (d Decision) end(v Verdict) Decision {
	d.Verdict = v
	switch v {
	case Go:
		d.say("it goes to the ERP as %s, by %s", d.Way, d.Function.Name)
		return d
	case Wait:
		d.say("it waits")
	case Refusal:
		d.say("it is refused")
	case Stuck:
		d.say("a person has to see to it")
	}
	d.Way, d.Notes = "", nil
	return d
}
