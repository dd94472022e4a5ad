package settlement

import (
	"context"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/ledger"
)

// find gives the payment of the invoice that carries our reference. An ERP may
// keep it inside a longer text, such as a description.
func find(i *erp.Invoice, reference string) *erp.Payment {
	if i == nil {
		return nil
	}
	for n := range i.Payments {
		if holds(i.Payments[n].Reference, reference) {
			return &i.Payments[n]
		}
	}
	return nil
}

// paidBy is the sum of the invoice's payments that carry our reference; zero if
// the ERP does not tell amounts. An ERP may book interest apart.
func paidBy(i *erp.Invoice, reference string) erp.Money {
	var sum erp.Money
	for _, p := range i.Payments {
		if holds(p.Reference, reference) && p.Amount != nil {
			sum += *p.Amount
		}
	}
	return sum
}

// Carries tells whether the ERP's payment carries a reference, alone or as a word
// of a longer text.
func Carries(p erp.Payment, reference string) bool { return holds(p.Reference, reference) }

// holds tells whether text holds the reference as a word of its own: NSU 12 is
// not found in NSU 123.
func holds(text *string, reference string) bool {
	if text == nil || reference == "" {
		return false
	}
	for rest := *text; ; {
		at := strings.Index(rest, reference)
		if at < 0 {
			return false
		}
		end := at + len(reference)
		if (at == 0 || !isWord(rest[at-1])) && (end == len(rest) || !isWord(rest[end])) {
			return true
		}
		rest = rest[at+1:]
	}
}

func isWord(c byte) bool { return !notPlain(rune(c)) || c == '-' }

// judge looks for evidence that the ERP has the payment, between our own read
// before it was sent and one after. Where the ERP keeps no references only the
// open amount and the day tell, and only if no other payment of the invoice is on
// its way: it could have been the other one.
func (r run) judge(ctx context.Context, before *notes, after *erp.Invoice) (ledger.Evidence, bool, error) {
	if find(after, r.in.Reference) != nil {
		return ledger.ByReference, true, nil
	}
	if before == nil || after == nil || !r.rules.ByAmount() || len(after.Payments) > before.Payments && allNamed(after) {
		// A new payment with a reference that is not ours is somebody else's.
		return "", false, nil
	}
	if before.Open-after.OpenAmount != r.in.Settlement.Amount || !r.fitsDay(after) || after.Status == erp.Cancelled {
		return "", false, nil // nothing is open of a cancelled invoice, and nobody has paid it
	}
	alone, err := r.a.Alone(ctx)
	return ledger.ByOpenAmount, alone, err
}

// fitsDay tells whether one of the invoice's payments may be of the day of ours, or
// of a later one, on which it was sent. What a bank's file brings is of a day
// before. Where the ERP tells no days, any may be.
func (r run) fitsDay(i *erp.Invoice) bool {
	day := br.DateOf(r.in.Settlement.PaidAt.In(r.rules.Zone))
	fits := func(p erp.Payment) bool { return p.PaidOn == nil || !p.PaidOn.Before(day) }
	return len(i.Payments) == 0 || slices.ContainsFunc(i.Payments, fits)
}

// absent tells whether an invoice shows that our payment is not there: every
// payment names somebody else's reference or is of a day before ours, or nothing
// has changed since our read before but that it was cancelled. An invoice that
// has changed otherwise says nothing: ours may be in it.
func (r run) absent(before *notes, now *erp.Invoice) bool {
	if len(now.Payments) > 0 && (allNamed(now) || r.rules.ByAmount() && !r.fitsDay(now)) {
		return true
	}
	if before == nil || len(now.Payments) > before.Payments {
		return false
	}
	return now.OpenAmount >= before.Open || now.Status == erp.Cancelled
}

// allNamed tells whether the ERP names every payment's reference: then one
// without ours is not ours, whatever its amount.
func allNamed(i *erp.Invoice) bool {
	for n := range i.Payments {
		if i.Payments[n].Reference == nil {
			return false
		}
	}
	return true
}
