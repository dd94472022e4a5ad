package ledger

import (
	"context"
	"errors"

	"balcao/erp"
)

// OutcomeOf judges an ERP's answer to a write that leaves no evidence to read
// back, such as an order: what its automation says is all that is known. An
// error means that provably nothing was sent.
func OutcomeOf(ctx context.Context, err error) (Outcome, error) {
	if a := AttemptOf(ctx); a != nil && a.Looking {
		return lookedFor(err)
	}
	switch erp.KindOf(err) {
	case "":
		return Outcome{State: Confirmed}, nil
	case erp.Refused:
		return Outcome{State: Refused, Reason: RefusedByERP, Message: erp.WordsOf(err)}, nil
	case erp.NotFound:
		return Outcome{State: Refused, Reason: CustomerNotFound}, nil
	case erp.NotDone:
		return notDone(err), nil
	case erp.NotSupported:
		return Outcome{State: NeedsAttention, Reason: NotSupported}, nil
	case erp.InvalidInput:
		return Outcome{State: NeedsAttention, Reason: CannotBeSent}, nil
	case erp.Unavailable, erp.Unauthenticated:
		if errors.Is(err, erp.ErrCannotLook) {
			return Outcome{State: NeedsAttention, Reason: NoAnswer}, nil
		}
		return Outcome{}, err
	}
	return Outcome{State: Unknown, Reason: NoAnswer}, nil
}

// notDone is the outcome of a write that an ERP took and that is not there. With
// words it is a refusal of a part of it, for a person; without them it may come
// late, and is looked for.
func notDone(err error) Outcome {
	if words := erp.WordsOf(err); words != "" {
		return Outcome{State: NeedsAttention, Reason: NotDone, Message: words}
	}
	return Outcome{State: Unknown, Reason: NotDone}
}

// lookedFor judges what a look has found. Only [erp.ErrAbsent] says that it is not
// there. MaybeSent does not: a step is known to be done, and what follows it
// could not be asked for, or stands in the ERP's queue.
func lookedFor(err error) (Outcome, error) {
	switch {
	case err == nil:
		return Outcome{State: Confirmed}, nil
	case errors.Is(err, erp.ErrAbsent):
		return Outcome{State: Unknown, Reason: NoAnswer, Absent: true}, nil
	case erp.IsKind(err, erp.MaybeSent):
		return Outcome{State: Unknown, Reason: NoAnswer}, nil
	case errors.Is(err, erp.ErrCannotLook), erp.IsKind(err, erp.NotSupported), erp.IsKind(err, erp.InvalidInput):
		return Outcome{State: NeedsAttention, Reason: NoAnswer}, nil
	case erp.IsKind(err, erp.Refused):
		// It may be refused because it is there already.
		return Outcome{State: NeedsAttention, Reason: RefusedByERP, Message: erp.WordsOf(err)}, nil
	case erp.IsKind(err, erp.NotDone):
		return notDone(err), nil
	}
	return Outcome{}, err
}
