package config

import (
	"errors"
	"fmt"

	"balcao/internal/ordering"
)

// Ordering are a tenant's rules of selling; docs/ordering.md explains them.
type Ordering struct {
	// What an order becomes of somebody who is a customer already: an order or
	// prospect, a ticket, or a lead (Procedimento para Pedidos Migração; Criar
	// lead para usuário existente).
	ExistingCustomer string `yaml:"existing_customer" default:"order" enum:"order,ticket,lead"`
	// Leaves out the look-up of the person, so that every order is one of a new
	// customer (Ignorar checagem de usuário na integração).
	SkipCustomerCheck bool `yaml:"skip_customer_check"`
	// Whether former customers are customers.
	CountInactive bool `yaml:"count_inactive"`
	// What follows from what the ERP says is owed. Tried from top to bottom; the
	// first that matches a text decides. Without any the ERP is not asked.
	PendencyRules []PendencyRule `yaml:"pendency_rules"`
	// What follows from texts that no rule matches.
	PendencyOtherwise string `yaml:"pendency_otherwise" default:"none" enum:"none,note,lead,refuse"`
	// The order as a text for the ERP's notes: a template of Go (text/template)
	// with the variables of docs/ordering.md.
	Message string `yaml:"message"`
}

// PendencyRule says what follows from a text. Set one of contains and regex;
// accents and case make no difference.
type PendencyRule struct {
	// A piece of the text.
	Contains string `yaml:"contains"`
	// A regular expression (RE2).
	Regex string `yaml:"regex"`
	// What follows: nothing, a note for the ERP's people, a lead instead of the
	// order, or a refusal.
	Then string `yaml:"then" default:"refuse" enum:"none,note,lead,refuse"`
}

var ways = map[string]ordering.Way{"order": ordering.AsOrder, "ticket": ordering.AsTicket, "lead": ordering.AsLead}

var consequences = map[string]ordering.Consequence{
	"none": ordering.NoConsequence, "note": ordering.Note, "lead": ordering.MakeLead, "refuse": ordering.Refuse,
}

// Settings are the rules, ready to be used. The error says which part of a
// config that was not checked is wrong.
func (o Ordering) Settings() (ordering.Settings, error) {
	s := ordering.Settings{
		ExistingCustomer: ways[o.ExistingCustomer], SkipCustomerCheck: o.SkipCustomerCheck, CountInactive: o.CountInactive,
		Pendencies: ordering.PendencyRules{Otherwise: consequences[o.PendencyOtherwise]},
	}
	for i, r := range o.PendencyRules {
		rule, err := r.rule()
		if err != nil {
			return s, fmt.Errorf("pendency_rules[%d]: %w", i, err)
		}
		s.Pendencies.Rules = append(s.Pendencies.Rules, rule)
	}
	var err error
	s.Message, err = o.message()
	return s, err
}

func (o Ordering) message() (*ordering.Message, error) {
	if o.Message == "" {
		return ordering.ParseMessage(ordering.DefaultMessage)
	}
	return ordering.ParseMessage(o.Message)
}

func (r PendencyRule) rule() (ordering.PendencyRule, error) {
	switch {
	case (r.Contains == "") == (r.Regex == ""):
		return ordering.PendencyRule{}, fmt.Errorf("set one of contains and regex")
	case r.Contains != "":
		return ordering.Contains(r.Contains, consequences[r.Then])
	}
	return ordering.Matches(r.Regex, consequences[r.Then])
}

// checkOrdering reports rules and templates that have mistakes.
func checkOrdering(r *rules, path string, o Ordering) {
	for i, rule := range o.PendencyRules {
		if _, err := rule.rule(); err != nil {
			r.report(element(path+".pendency_rules", i), err.Error())
		}
	}
	_, err := o.message()
	if wrong, ok := errors.AsType[*ordering.MessageError](err); ok {
		r.reportText(path+".message", o.Message, wrong.Line, wrong.Column, wrong.Reason)
	}
}
