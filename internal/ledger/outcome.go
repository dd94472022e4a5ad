package ledger

import "balcao/erp"

// OutcomeOf judges an ERP's answer to a write that leaves no evidence to read
// back, such as an order: what its automation says is all that is known. An
// error means that provably nothing was sent.
func OutcomeOf(err error) (Outcome, error) {
	switch erp.KindOf(err) {
	case "":
		return Outcome{State: Confirmed}, nil
	case erp.Refused:
		return Outcome{State: Refused, Reason: RefusedByERP, Message: erp.WordsOf(err)}, nil
	case erp.NotDone:
		return Outcome{State: NeedsAttention, Reason: NotDone, Message: erp.WordsOf(err)}, nil
	case erp.NotFound:
		return Outcome{State: Refused, Reason: CustomerNotFound}, nil
	case erp.NotSupported:
		return Outcome{State: NeedsAttention, Reason: NotSupported}, nil
	case erp.Unavailable, erp.Unauthenticated, erp.InvalidInput:
		return Outcome{}, err
	}
	return Outcome{State: Unknown, Reason: NoAnswer}, nil
}
