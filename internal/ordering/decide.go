package ordering

import "fmt"

// Person is what the ERP says of who orders.
type Person string

// The states of a person.
const (
	PersonUnknown  Person = "unknown"   // no record with the document
	PersonActive   Person = "active"    // at least one active record
	PersonInactive Person = "inactive"  // former customer: inactive records only
	PersonSilent   Person = "silent"    // the ERP did not answer
	PersonNotAsked Person = "not asked" // by the tenant's settings
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
)

// Decision is what is to be done with an order, and why.
type Decision struct {
	Verdict Verdict
	// Way is set for [Go].
	Way Way
	// Notes are pendencies that the ERP's people have to read with the order.
	Notes []string
	// Trace tells step by step how it came to this, without personal data.
	Trace []string
}

// Decide decides about an order. An ERP that is silent never makes somebody a
// new customer: the order waits.
func Decide(s Settings, person Person, owed Pendencies) Decision {
	var d Decision
	if person == PersonSilent {
		d.say("the ERP did not say whether the person is a customer")
		return d.end(Wait)
	}
	d.Way = wayOf(s, person, &d)
	if owed.State == PendenciesSilent {
		d.say("the ERP did not say whether something is owed")
		return d.end(Wait)
	}
	return d.weigh(s, owed)
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

// weigh looks at what is owed.
func (d Decision) weigh(s Settings, owed Pendencies) Decision {
	switch owed.State {
	case PendenciesNotAsked:
		d.say("pendencies: there are no rules on them, so the ERP was not asked")
		return d.end(Go)
	case PendenciesNotSupported:
		d.say("pendencies: the connection cannot tell them")
		return d.end(Go)
	}
	gravest := NoConsequence
	for i, text := range owed.Texts {
		follows := s.Pendencies.Judge(text)
		d.say("pendency %d of %d: %s follows", i+1, len(owed.Texts), follows)
		if follows == Note {
			d.Notes = append(d.Notes, text)
		}
		gravest = Gravest(gravest, follows)
	}
	if len(owed.Texts) == 0 {
		d.say("pendencies: nothing is owed")
	}
	switch gravest {
	case Refuse:
		return d.end(Refusal)
	case MakeLead:
		d.Way = AsLead
	}
	return d.end(Go)
}

func (d *Decision) say(format string, args ...any) {
	d.Trace = append(d.Trace, fmt.Sprintf(format, args...))
}

func (d Decision) end(v Verdict) Decision {
	d.Verdict = v
	switch v {
	case Go:
		d.say("it goes to the ERP as %s", d.Way)
	case Wait:
		d.Way = ""
		d.say("it waits")
	case Refusal:
		d.Way = ""
		d.say("it is refused")
	}
	return d
}
