package erptest

import (
	"slices"
	"testing"

	"balcao/erp"
	"balcao/internal/br"
)

func planID(p erp.Plan) string { return p.ContractID }

func plans(t *testing.T, target Target) {
	ownRows(t, target, erp.ListPlans, []br.Document{target.Facts.Customers[0].Document, target.Facts.Customers[1].Document}, planID)
	for status, document := range target.Facts.Plans {
		scenario(t, target, string(status), func(t *testing.T, d desk) {
			has := func(p erp.Plan) bool { return p.Status == status && p.Name != "" }
			if got := rowsOf(t, d, erp.ListPlans, document, planID); !slices.ContainsFunc(got, has) {
				t.Errorf("no plan of the customer is %s: %+v", status, got)
			}
		})
	}
}

func blockedPlans(t *testing.T, target Target) {
	scenario(t, target, "those of all plans that are blocked", func(t *testing.T, d desk) {
		for _, document := range []br.Document{d.Facts.Plans[erp.PlanBlocked], d.Facts.Customers[1].Document, d.Facts.Nobody} {
			want := rowsOf(t, d, erp.ListPlans, document, planID)
			want = slices.DeleteFunc(slices.Clone(want), func(p erp.Plan) bool { return p.Status != erp.PlanBlocked })
			got := rowsOf(t, d, erp.ListBlockedPlans, document, planID)
			if !slices.EqualFunc(got, want, func(a, b erp.Plan) bool { return a.ContractID == b.ContractID && a.Status == b.Status }) {
				t.Errorf("got %+v, want %+v", got, want)
			}
		}
	})
}

func contracts(t *testing.T, target Target) {
	ownRows(t, target, erp.ListContracts, []br.Document{target.Facts.Customers[0].Document, target.Facts.Customers[1].Document},
		func(c erp.Contract) string { return c.ID })
}

func unlocks(t *testing.T, target Target) {
	scenario(t, target, "once a month", unlockOnce)
	scenario(t, target, "another person's", func(t *testing.T, d desk) {
		contract := d.blocked(t, d.Facts.NeverUnlocked)
		_, err := d.unlock(t, d.Facts.Customers[1].Document, contract, newReference())
		wantKind(t, err, erp.NotFound, erp.Refused)
	})
	scenario(t, target, "not possible", func(t *testing.T, d desk) {
		for _, plan := range rowsOf(t, d, erp.ListPlans, d.Facts.NeverUnlocked, planID) {
			if plan.TrustUnlock == nil || *plan.TrustUnlock {
				continue
			}
			got, err := d.unlock(t, d.Facts.NeverUnlocked, plan.ContractID, newReference())
			if err != nil || got.Granted || got.Reason == nil || *got.Reason == "" {
				t.Errorf("%s: got %+v, %v, want a reason", plan.Status, got, err)
			}
		}
	})
}

// unlockOnce loses the answer to the first request, so that the release is there
// and nobody knows. One test does it all: a month has one release.
func unlockOnce(t *testing.T, d desk) {
	customer := d.Facts.Unlockable
	in := erp.UnlockInput{Document: customer, ContractID: d.blocked(t, customer), Reference: newReference()}
	lose(t, d, erp.UnlockOnTrust, in)
	first, second := again(t, d, erp.UnlockOnTrust, in), again(t, d, erp.UnlockOnTrust, in)
	if !first.Granted || first.Until == nil || *second.Until != *first.Until {
		t.Errorf("got %+v, then %+v", first, second)
	}
	if got := len(d.Records(t, in.Reference)); got != 1 {
		t.Errorf("the ERP has %d releases, want 1", got)
	}
	got, err := d.unlock(t, customer, in.ContractID, newReference())
	if err != nil || got.Granted || got.Reason == nil {
		t.Errorf("the second release of a month: %+v, %v", got, err)
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
