package settlement

import (
	"balcao/erp"
	"balcao/internal/ledger"
)

// judgeAmount says whether a payment of an invoice that is still open may be
// sent; the empty reason if it may. Quoted is true if this very amount was
// offered on the day of the payment.
//
// It is judged as of the moment of the payment: what was offered that day was
// paid rightly, however the invoice has grown since. Where nobody knows what was
// offered, the invoice as the ERP shows it now gives the bounds: interest and
// fine only grow, so the payment was right if it lies between what was billed
// less the discount and what the invoice costs by now. Of both, what was paid
// before is taken off; what was offered is too much if a part was paid since.
func judgeAmount(i *erp.Invoice, amount erp.Money, quoted, partial bool) ledger.Reason {
	least := i.OriginalAmount - i.CurrentAmount + i.OpenAmount
	if i.Discount != nil {
		least -= *i.Discount
	}
	paidBefore := i.CurrentAmount > i.OpenAmount
	switch {
	case amount > i.OpenAmount && (paidBefore || !quoted):
		return ledger.AmountTooHigh
	case amount < least && !partial && !quoted:
		return ledger.AmountTooLow
	}
	return ""
}
