package settlement

import (
	"strings"

	"balcao/erp"
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
// before it was sent and one after.
func judge(before, after *erp.Invoice, in erp.SettleInput) (ledger.Evidence, bool) {
	if find(after, in.Reference) != nil {
		return ledger.ByReference, true
	}
	if before == nil || after == nil || len(after.Payments) > len(before.Payments) && allNamed(after) {
		// A new payment with a reference that is not ours is somebody else's.
		return "", false
	}
	if before.OpenAmount-after.OpenAmount == in.Settlement.Amount {
		return ledger.ByOpenAmount, true
	}
	return "", false
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
