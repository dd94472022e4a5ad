package erptest

import (
	"testing"

	"balcao/erp"
)

// beyond are the scenarios of the functions that not every pack has.
var beyond = map[*erp.Info]func(*testing.T, Target){
	erp.ListProducts.Info: products, erp.ListResellers.Info: resellers,
	erp.ListDueDates.Info: dueDates, erp.ListCommercialOrigins.Info: origins,
	erp.ListPlans.Info: plans, erp.ListBlockedPlans.Info: blockedPlans,
	erp.ListContracts.Info: contracts, erp.UnlockOnTrust.Info: unlocks,
	erp.GetCustomerContacts.Info: contacts, erp.ListPendencyTexts.Info: pendencies,
	erp.ListFiscalNotes.Info: fiscalNotes, erp.GetFiscalNotePDF.Info: fiscalNotePDFs,
	erp.ListStatement.Info: statements, erp.GetDebtClearance.Info: clearances,
	erp.CreateOrder.Info: orders, erp.CreateOrderForExistingCustomer.Info: customerOrders,
	erp.CreateTicket.Info: tickets, erp.UpdateCustomer.Info: updates,
}

// Run runs all scenarios against the target, side by side.
func Run(t *testing.T, target Target) {
	for name, scenarios := range map[string]func(*testing.T, Target){
		"customers":   customers,
		"invoices":    invoices,
		"one invoice": oneInvoice,
		"boleto":      boletos,
		"leads":       leads,
		"settlements": settlements,
		"injection":   injection,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			scenarios(t, target)
		})
	}
	for _, f := range target.Beyond {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			beyond[f](t, target)
		})
	}
	if len(target.Beyond) > 0 {
		t.Run("injection beyond", func(t *testing.T) {
			t.Parallel()
			injectionOf(t, target)
		})
	}
}

// desk is a connection of its own for one scenario, with its proxy.
type desk struct {
	Target
	pipe  erp.Pipe
	proxy *Proxy
}

func open(t *testing.T, target Target) desk {
	t.Helper()
	proxy := NewProxy(t, target.URL)
	return desk{Target: target, pipe: target.Connect(t, proxy.URL), proxy: proxy}
}

// scenario runs f in parallel with a desk of its own.
func scenario(t *testing.T, target Target, name string, f func(*testing.T, desk)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		f(t, open(t, target))
	})
}

// wantKind fails the test unless err is an [erp.Error] of one of these kinds.
func wantKind(t *testing.T, err error, kinds ...erp.Kind) {
	t.Helper()
	for _, kind := range kinds {
		if erp.IsKind(err, kind) {
			return
		}
	}
	t.Fatalf("got error %v, want one of the kinds %v", err, kinds)
}
