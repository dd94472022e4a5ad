package erptest

import (
	"errors"
	"slices"
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

func planID(p erp.Plan) string { return p.ContractID }

// someCustomers are two who have contracts.
func someCustomers(f Facts) []br.Document {
	return []br.Document{f.Customers[0].Document, f.Customers[1].Document}
}

var plans = append(ownRows(erp.ListPlans, someCustomers, planID),
	scenario{erp.ListPlans.Info, Contracts, "", func(t *testing.T, d desk) {
		if got := rowsOf(t, d, erp.ListPlans, d.Facts.Contracts, planID); len(got) < 2 {
			t.Errorf("got %d plans, want one for each contract", len(got))
		}
	}, nil},
	scenario{erp.ListPlans.Info, Found, "each status", plansOfEachStatus, nil},
)

func plansOfEachStatus(t *testing.T, d desk) {
	for status, document := range d.Facts.Plans {
		has := func(p erp.Plan) bool { return p.Status == status && p.Name != "" }
		if got := rowsOf(t, d, erp.ListPlans, document, planID); !slices.ContainsFunc(got, has) {
			t.Errorf("no plan of the customer is %s: %+v", status, got)
		}
	}
}

var blockedPlans = []scenario{
	{erp.ListBlockedPlans.Info, Found, "those of all plans that are blocked", onlyTheBlocked, nil},
	{erp.ListBlockedPlans.Info, Nothing, "", func(t *testing.T, d desk) {
		if got := rowsOf(t, d, erp.ListBlockedPlans, d.Facts.Nobody, planID); len(got) != 0 {
			t.Errorf("got %d plans", len(got))
		}
	}, nil},
}

func onlyTheBlocked(t *testing.T, d desk) {
	for _, document := range []br.Document{d.Facts.Plans[erp.PlanBlocked], d.Facts.Customers[1].Document} {
		want := rowsOf(t, d, erp.ListPlans, document, planID)
		want = slices.DeleteFunc(slices.Clone(want), func(p erp.Plan) bool { return p.Status != erp.PlanBlocked })
		got := rowsOf(t, d, erp.ListBlockedPlans, document, planID)
		if !slices.EqualFunc(got, want, func(a, b erp.Plan) bool { return a.ContractID == b.ContractID && a.Status == b.Status }) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

var contracts = append(ownRows(erp.ListContracts, someCustomers, func(c erp.Contract) string { return c.ID }),
	scenario{erp.ListContracts.Info, Contracts, "", func(t *testing.T, d desk) {
		if got := rowsOf(t, d, erp.ListContracts, d.Facts.Contracts, func(c erp.Contract) string { return c.ID }); len(got) < 2 {
			t.Errorf("got %d contracts, want two at least", len(got))
		}
	}, nil},
)

var unlocks = []scenario{
	{erp.UnlockOnTrust.Info, AnswerLost, "", unlockOnce, nil},
	{erp.UnlockOnTrust.Info, Anothers, "", func(t *testing.T, d desk) {
		contract := d.blocked(t, d.Facts.NeverUnlocked)
		_, err := d.unlock(t, d.Facts.Customers[1].Document, contract, newReference())
		wantKind(t, err, erp.NotFound, erp.Refused)
	}, nil},
	{erp.UnlockOnTrust.Info, Refusal, "never released on trust", func(t *testing.T, d desk) {
		got, err := d.unlock(t, d.Facts.NeverUnlocked, d.blocked(t, d.Facts.NeverUnlocked), newReference())
		wantNotGranted(t, got, err)
	}, nil},
}

// unlockOnce loses the answer to the first request, so that the release is there
// and nobody knows. One test does it all: a month has one release.
func unlockOnce(t *testing.T, d desk) {
	customer := d.Facts.Unlockable
	in := erp.UnlockInput{Document: customer, ContractID: d.blocked(t, customer), Reference: newReference()}
	lose(t, d, erp.UnlockOnTrust, in)
	if from, _ := sourceOf(Load(t, d.Pack), erp.UnlockOnTrust.Info); !from.looks() {
		if err := look(t, d, erp.UnlockOnTrust, in); !errors.Is(err, erp.ErrCannotLook) {
			t.Errorf("got %v, want a person to look", err)
		}
	} else {
		first, second := again(t, d, erp.UnlockOnTrust, in), again(t, d, erp.UnlockOnTrust, in)
		if !first.Granted || !second.Granted || first.Until != nil && *second.Until != *first.Until {
			t.Errorf("got %+v, then %+v", first, second)
		}
	}
	if got := len(d.Clerk.Records(t, in.Reference)); got > 1 {
		t.Errorf("the ERP has %d releases, want one", got)
	}
	got, err := d.unlock(t, customer, in.ContractID, newReference())
	wantNotGranted(t, got, err)
}

// wantNotGranted wants a no with a reason, as an answer or as a refusal.
func wantNotGranted(t *testing.T, got *erp.TrustUnlock, err error) {
	t.Helper()
	if err != nil {
		wantKind(t, err, erp.Refused)
		wantMessage(t, err)
		return
	}
	if got.Granted || got.Reason == nil || *got.Reason == "" {
		t.Errorf("got %+v, want a reason", got)
	}
}

// blocked is the contract of the customer's last blocked plan.
func (d desk) blocked(t *testing.T, customer br.Document) string {
	t.Helper()
	plans := rowsOf(t, d, erp.ListBlockedPlans, customer, planID)
	if len(plans) == 0 {
		t.Fatal("the customer has no blocked plan")
	}
	return plans[len(plans)-1].ContractID
}

func (d desk) unlock(t *testing.T, document br.Document, contract, reference string) (*erp.TrustUnlock, error) {
	t.Helper()
	return ask(t, d, erp.UnlockOnTrust, erp.UnlockInput{Document: document, ContractID: contract, Reference: reference})
}
