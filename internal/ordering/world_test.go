package ordering_test

import (
	"context"
	"slices"
	"testing"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/ordering"
)

const maria = br.Document("52998224725")

// world is an ERP at the end of a pipe: what it answers, and what it was asked.
type world struct {
	customer func() (*erp.Customer, error)
	owed     func() ([]string, error)
	// placed answers the writes; nil takes all of them.
	placed func(erp.Input) error
	lacks  []*erp.Info
	calls  []string
	taken  erp.Input
}

func (w *world) has(f *erp.Info) bool { return !slices.Contains(w.lacks, f) }

func (w *world) Do(_ context.Context, call erp.Call) []erp.Result {
	w.calls = append(w.calls, call.Function.Name)
	switch call.Function {
	case erp.GetCustomer.Info:
		customer, err := w.customer()
		return []erp.Result{{Value: customer, Err: err}}
	case erp.ListPendencyTexts.Info:
		texts, err := w.owed()
		return []erp.Result{{Value: texts, Err: err}}
	}
	w.taken = call.Inputs[0]
	if w.placed != nil {
		if err := w.placed(call.Inputs[0]); err != nil {
			return erp.Fail(call, err)
		}
	}
	id, words := "77", "Recebido."
	switch call.Function {
	case erp.CreateTicket.Info:
		return []erp.Result{{Value: &erp.TicketOpened{RemoteID: &id, Protocol: &words}}}
	case erp.CreateLead.Info:
		return []erp.Result{{Value: &erp.Created{RemoteID: &id}}}
	}
	return []erp.Result{{Value: &erp.OrderPlaced{RemoteID: &id, RemoteMessage: &words}}}
}

func answers(active bool) func() (*erp.Customer, error) {
	return func() (*erp.Customer, error) { return &erp.Customer{Document: maria, Active: active}, nil }
}

func fails[T any](kind erp.Kind) func() (T, error) {
	return func() (none T, err error) { return none, &erp.Error{Kind: kind} }
}

func owes(texts ...string) func() ([]string, error) {
	return func() ([]string, error) { return texts, nil }
}

// order is one of Maria's.
func order() erp.ExistingOrderInput {
	street, number, name := "Rua A", "10", "Fibra 600"
	return erp.ExistingOrderInput{
		Document: maria, Reference: "ref-1",
		Order: erp.Order{
			Customer:            erp.Buyer{Kind: erp.Person, Document: maria, Name: "Maria da Silva", Mobiles: []string{"11988887777"}},
			InstallationAddress: erp.Address{Street: &street, Number: &number},
			Items:               []erp.OrderItem{{ProductCode: "17", Name: &name, MonthlyPrice: 12990, Quantity: 1}},
			Channel:             erp.Site,
		},
	}
}

// settings are those of a tenant that says nothing.
func settings(t *testing.T) ordering.Settings {
	t.Helper()
	message, err := ordering.ParseMessage(ordering.DefaultMessage)
	if err != nil {
		t.Fatal(err)
	}
	return ordering.Settings{ExistingCustomer: ordering.AsOrder, Message: message, Pendencies: ordering.PendencyRules{Otherwise: ordering.NoConsequence}}
}

// rules are one for each consequence.
func rules(t *testing.T) (rules []ordering.PendencyRule) {
	t.Helper()
	for _, r := range []struct {
		piece string
		then  ordering.Consequence
	}{{"recusar", ordering.Refuse}, {"virar lead", ordering.MakeLead}, {"anotar", ordering.Note}} {
		rule, err := ordering.Contains(r.piece, r.then)
		if err != nil {
			t.Fatal(err)
		}
		rules = append(rules, rule)
	}
	return rules
}
