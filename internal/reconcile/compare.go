package reconcile

import (
	"slices"

	"balcao/erp"
	"balcao/internal/ledger"
	"balcao/internal/settlement"
)

// Kind is how the ERP's books differ from a confirmed settlement. The words are
// public: they stand in the audit trail, in metrics and in what the webhook is
// told.
type Kind string

const (
	// NotFound: the ERP has no such invoice of this customer any more.
	NotFound Kind = "not_found"
	// Cancelled: the paid invoice was cancelled.
	Cancelled Kind = "cancelled"
	// OpenAgain: less of the invoice is paid than was paid by this settlement.
	OpenAgain Kind = "open_again"
	// Missing: the ERP names payments' references, and ours is not among them.
	Missing Kind = "missing"
	// Amount: the ERP has our payment with another amount.
	Amount Kind = "amount"
	// SecondPayment: there are payments beside ours, and all together are more
	// than the invoice costs.
	SecondPayment Kind = "second_payment"
)

// claim is a settlement as it should stand in the ERP's books.
type claim struct {
	// references are what the ERP may keep it under.
	references []string
	amount     erp.Money
	// named is true if the ERP has shown it with our reference before.
	named bool
}

func claimOf(r *ledger.Row) (claim, bool) {
	in, ok := r.Input.(erp.SettleInput)
	if !ok {
		return claim{}, false
	}
	c := claim{references: []string{in.Reference}, amount: in.Settlement.Amount, named: r.Evidence == ledger.ByReference}
	if in.Settlement.TxID != nil && r.Evidence == ledger.ByERP {
		c.references = append(c.references, *in.Settlement.TxID)
	}
	return c, true
}

// matches tells whether a payment of the ERP's carries one of the references.
func (c claim) matches(p erp.Payment) bool {
	return slices.ContainsFunc(c.references, func(r string) bool { return settlement.Carries(p, r) })
}

// books are an invoice's payments, as far as it is known whose they are.
type books struct {
	own     []erp.Payment
	foreign []erp.Payment
}

// sort gives a settlement its payments: those with its reference, else, where
// the ERP did not need to have one, the first of its amount.
func (b *books) sort(c claim) (own []erp.Payment) {
	b.foreign = slices.DeleteFunc(slices.Clone(b.foreign), func(p erp.Payment) bool {
		matched := c.matches(p)
		if matched {
			own = append(own, p)
		}
		return matched
	})
	if len(own) > 0 || c.named {
		return own
	}
	n := slices.IndexFunc(b.foreign, func(p erp.Payment) bool { return p.Amount == nil || *p.Amount == c.amount })
	if n < 0 {
		return nil
	}
	own = []erp.Payment{b.foreign[n]}
	b.foreign = slices.Delete(b.foreign, n, n+1)
	return own
}

// complete counts payments without a reference as ours where they make ours up
// to what it should be: an ERP may book interest apart.
func (b *books) complete(c claim) {
	sum, ok := sumOf(b.own)
	if !ok || len(b.own) == 0 || sum >= c.amount {
		return
	}
	unnamed := func(p erp.Payment) bool { return p.Reference == nil || *p.Reference == "" }
	var rest []erp.Payment
	for _, p := range b.foreign {
		if unnamed(p) {
			rest = append(rest, p)
		}
	}
	if more, ok := sumOf(rest); ok && sum+more == c.amount {
		b.own = append(b.own, rest...)
		b.foreign = slices.DeleteFunc(b.foreign, unnamed)
	}
}

// sumOf is what payments come to; false if the ERP does not tell all amounts.
func sumOf(payments []erp.Payment) (sum erp.Money, known bool) {
	for _, p := range payments {
		if p.Amount == nil {
			return 0, false
		}
		sum += *p.Amount
	}
	return sum, true
}

// compare gives how an invoice differs from a settlement of it. Siblings are the
// other settlements of the same invoice that the ledger has confirmed.
func compare(c claim, siblings []claim, i *erp.Invoice) (kinds []Kind) {
	if i.Status == erp.Cancelled {
		return []Kind{Cancelled}
	}
	b := books{foreign: i.Payments}
	b.own = b.sort(c)
	b.complete(c)
	for _, s := range siblings {
		b.sort(s)
	}
	own, known := sumOf(b.own)
	if isOpenAgain(c, i, own) {
		kinds = append(kinds, OpenAgain)
	}
	switch {
	case len(b.own) == 0 && (c.named || len(i.Payments) > 0):
		kinds = append(kinds, Missing)
	case len(b.own) > 0 && known && own != c.amount:
		kinds = append(kinds, Amount)
	}
	if b.isOverpaid(c, i) {
		kinds = append(kinds, SecondPayment)
	}
	return kinds
}

// isOpenAgain tells whether less is paid of the invoice than by the settlement.
// What is paid of it is what it costs less what is open; own is what the ERP says
// of ours, zero if it does not.
func isOpenAgain(c claim, i *erp.Invoice, own erp.Money) bool {
	if own == 0 || own > c.amount {
		own = c.amount
	}
	return i.Status != erp.Paid && i.CurrentAmount-i.OpenAmount < own
}

// isOverpaid tells whether foreign payments come on top: a part that was paid at
// the bank, before or after ours, does not.
func (b *books) isOverpaid(c claim, i *erp.Invoice) bool {
	if len(b.foreign) == 0 || len(b.own) == 0 {
		return false
	}
	all, known := sumOf(i.Payments)
	return !known || all > max(i.OriginalAmount, i.CurrentAmount, c.amount)
}
