package ordering

import (
	"context"
	"fmt"
	"strings"

	"balcao/erp"
	"balcao/internal/ledger"
)

// RunLead hands a lead to the ERP; it is the [ledger.Runner] of create_lead. An
// error means that provably nothing was sent.
func RunLead(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
	created, _, err := erp.CreateLead.Call(ctx, a.Pipe, a.Input.(erp.LeadInput))
	outcome, err := ledger.OutcomeOf(ctx, err)
	if created != nil {
		outcome.RemoteID = deref(created.RemoteID)
	}
	return outcome, err
}

// LeadSubstance is what has to be the same where a lead's key is: who it is.
// Notes and interests may be written differently the second time.
func LeadSubstance(l erp.Lead) string {
	var parts []string
	if l.Document != nil {
		parts = append(parts, string(*l.Document))
	}
	if l.Email != nil {
		parts = append(parts, *l.Email)
	}
	return strings.Join(append(parts, l.Mobiles...), "|")
}

// OrderSubstance is what has to be the same where an order's key is: who orders,
// what, and under which codes. Texts and times may be written differently.
func OrderSubstance(o erp.Order) string {
	parts := []string{string(o.Customer.Document), deref(o.DueDateCode), deref(o.ResellerCode), deref(o.CommercialOriginCode), deref(o.Coupon)}
	for _, item := range o.Items {
		parts = append(parts, fmt.Sprintf("%q %d %d %d %d", item.ProductCode, item.Quantity, item.MonthlyPrice,
			orNone(item.InstallationPrice), orNone(item.LoyaltyMonths)))
	}
	return fmt.Sprintf("%q", parts)
}
