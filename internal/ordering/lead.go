// Package ordering has the rules of selling: how leads (and later orders) are
// handed to an ERP.
package ordering

import (
	"context"
	"strings"

	"balcao/erp"
	"balcao/internal/ledger"
)

// RunLead hands a lead to the ERP; it is the [ledger.Runner] of create_lead. An
// error means that provably nothing was sent.
func RunLead(ctx context.Context, pipe erp.Pipe, input erp.Input, _ *ledger.Prior) (ledger.Outcome, error) {
	created, _, err := erp.CreateLead.Call(ctx, pipe, input.(erp.LeadInput))
	switch erp.KindOf(err) {
	case "":
		outcome := ledger.Outcome{State: ledger.Confirmed}
		if created != nil && created.RemoteID != nil {
			outcome.RemoteID = *created.RemoteID
		}
		return outcome, nil
	case erp.Refused:
		return ledger.Outcome{State: ledger.Refused, Reason: ledger.RefusedByERP, Message: erp.WordsOf(err)}, nil
	case erp.NotDone:
		return ledger.Outcome{State: ledger.NeedsAttention, Reason: ledger.NotDone, Message: erp.WordsOf(err)}, nil
	case erp.NotSupported:
		return ledger.Outcome{State: ledger.NeedsAttention, Reason: ledger.NotSupported}, nil
	case erp.Unavailable, erp.Unauthenticated, erp.InvalidInput:
		return ledger.Outcome{}, err
	}
	return ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoAnswer}, nil
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
