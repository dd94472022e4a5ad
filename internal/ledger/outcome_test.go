package ledger_test

import (
	"testing"

	"balcao/erp"
	"balcao/internal/ledger"
)

func TestOutcomesOfAnswers(t *testing.T) {
	t.Parallel()
	for kind, want := range map[erp.Kind]ledger.Outcome{
		erp.Refused:      {State: ledger.Refused, Reason: ledger.RefusedByERP, Message: "Não."},
		erp.NotDone:      {State: ledger.NeedsAttention, Reason: ledger.NotDone, Message: "Não."},
		erp.NotFound:     {State: ledger.Refused, Reason: ledger.CustomerNotFound},
		erp.NotSupported: {State: ledger.NeedsAttention, Reason: ledger.NotSupported},
		erp.MaybeSent:    {State: ledger.Unknown, Reason: ledger.NoAnswer},
		erp.BadAnswer:    {State: ledger.Unknown, Reason: ledger.NoAnswer},
		erp.Internal:     {State: ledger.Unknown, Reason: ledger.NoAnswer},
	} {
		if got, err := ledger.OutcomeOf(&erp.Error{Kind: kind, Message: "Não."}); got != want || err != nil {
			t.Errorf("%s: %+v %v, want %+v", kind, got, err, want)
		}
	}
	if got, err := ledger.OutcomeOf(nil); got != (ledger.Outcome{State: ledger.Confirmed}) || err != nil {
		t.Errorf("%+v %v", got, err)
	}
	// Provably nothing was sent.
	for _, kind := range []erp.Kind{erp.Unavailable, erp.Unauthenticated, erp.InvalidInput} {
		if got, err := ledger.OutcomeOf(&erp.Error{Kind: kind}); got != (ledger.Outcome{}) || !erp.IsKind(err, kind) {
			t.Errorf("%s: %+v %v", kind, got, err)
		}
	}
}
