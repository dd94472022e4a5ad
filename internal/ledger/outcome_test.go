package ledger_test

import (
	"context"
	"testing"

	"balcao/erp"
	"balcao/internal/ledger"
)

// verdict is an outcome, or the kind of the error that says that nothing was
// sent.
type verdict struct {
	ledger.Outcome
	unsent erp.Kind
}

func judged(ctx context.Context, err error) verdict {
	o, err := ledger.OutcomeOf(ctx, err)
	return verdict{o, erp.KindOf(err)}
}

func TestOutcomesOfAnswers(t *testing.T) {
	t.Parallel()
	for kind, want := range map[erp.Kind]ledger.Outcome{
		erp.Refused:      {State: ledger.Refused, Reason: ledger.RefusedByERP, Message: "Não."},
		erp.NotDone:      {State: ledger.NeedsAttention, Reason: ledger.NotDone, Message: "Não."},
		erp.NotFound:     {State: ledger.Refused, Reason: ledger.CustomerNotFound},
		erp.NotSupported: {State: ledger.NeedsAttention, Reason: ledger.NotSupported},
		erp.InvalidInput: {State: ledger.NeedsAttention, Reason: ledger.CannotBeSent},
		erp.MaybeSent:    {State: ledger.Unknown, Reason: ledger.NoAnswer},
		erp.BadAnswer:    {State: ledger.Unknown, Reason: ledger.NoAnswer},
		erp.Internal:     {State: ledger.Unknown, Reason: ledger.NoAnswer},
	} {
		if got := judged(t.Context(), &erp.Error{Kind: kind, Message: "Não."}); got != (verdict{want, ""}) {
			t.Errorf("%s: %+v, want %+v", kind, got, want)
		}
	}
	if got := judged(t.Context(), &erp.Error{Kind: erp.NotDone}); got != (verdict{ledger.Outcome{State: ledger.Unknown, Reason: ledger.NotDone}, ""}) {
		t.Errorf("taken and not there: %+v", got)
	}
	if got := judged(t.Context(), nil); got != (verdict{ledger.Outcome{State: ledger.Confirmed}, ""}) {
		t.Errorf("%+v", got)
	}
	for _, kind := range []erp.Kind{erp.Unavailable, erp.Unauthenticated} {
		if got := judged(t.Context(), &erp.Error{Kind: kind}); got != (verdict{unsent: kind}) {
			t.Errorf("%s: %+v", kind, got)
		}
	}
	cannot := &erp.Error{Kind: erp.Unavailable, Cause: erp.ErrCannotLook}
	if got := judged(t.Context(), cannot); got != (verdict{ledger.Outcome{State: ledger.NeedsAttention, Reason: ledger.NoAnswer}, ""}) {
		t.Errorf("%+v", got)
	}
}

// Only one answer says that a write is not there. Whoever takes another one for
// it sends the write twice.
func TestOutcomesOfLooks(t *testing.T) {
	t.Parallel()
	unknown := ledger.Outcome{State: ledger.Unknown, Reason: ledger.NoAnswer}
	absent := unknown
	absent.Absent = true
	person := ledger.Outcome{State: ledger.NeedsAttention, Reason: ledger.NoAnswer}
	for name, c := range map[string]struct {
		err  error
		want verdict
	}{
		"there":                     {nil, verdict{Outcome: ledger.Outcome{State: ledger.Confirmed}}},
		"not there":                 {&erp.Error{Kind: erp.Unavailable, Cause: erp.ErrAbsent}, verdict{Outcome: absent}},
		"nobody can tell":           {&erp.Error{Kind: erp.Unavailable, Cause: erp.ErrCannotLook}, verdict{Outcome: person}},
		"in the ERP's queue":        {&erp.Error{Kind: erp.MaybeSent}, verdict{Outcome: unknown}},
		"no such function any more": {&erp.Error{Kind: erp.NotSupported}, verdict{Outcome: person}},
		"a value it cannot take":    {&erp.Error{Kind: erp.InvalidInput}, verdict{Outcome: person}},
		"refused later":             {&erp.Error{Kind: erp.Refused, Message: "Não."}, verdict{Outcome: ledger.Outcome{State: ledger.NeedsAttention, Reason: ledger.RefusedByERP, Message: "Não."}}},
		"taken, and not there":      {&erp.Error{Kind: erp.NotDone}, verdict{Outcome: ledger.Outcome{State: ledger.Unknown, Reason: ledger.NotDone}}},
		"done in vain":              {&erp.Error{Kind: erp.NotDone, Message: "Não."}, verdict{Outcome: ledger.Outcome{State: ledger.NeedsAttention, Reason: ledger.NotDone, Message: "Não."}}},
		"the ERP is away":           {&erp.Error{Kind: erp.Unavailable}, verdict{unsent: erp.Unavailable}},
		"an answer nobody can read": {&erp.Error{Kind: erp.BadAnswer}, verdict{unsent: erp.BadAnswer}},
		"a fault of ours":           {&erp.Error{Kind: erp.Internal}, verdict{unsent: erp.Internal}},
		"not found":                 {&erp.Error{Kind: erp.NotFound}, verdict{unsent: erp.NotFound}},
	} {
		a := ledger.Detached(nil, nil)
		a.Looking = true
		if got := judged(ledger.WithAttempt(t.Context(), a), c.err); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
