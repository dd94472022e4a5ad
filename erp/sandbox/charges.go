package sandbox

import "balcao/internal/br"

// What a late payer owes: a fine of 2 % once (Código de Defesa do Consumidor,
// article 52 §1) and simple interest of 1 % a month, pro rata day by months of
// 30 days (Código Civil, article 406, and Código Tributário, article 161 §1).
// Both are exact in units of 1/3000 centavo, where 2 % of a centavo is 60 and a
// day's interest on a centavo is 1. They are rounded once, together, half up.
const (
	unitsPerCentavo = 3000
	fineUnits       = 60
	dayUnits        = 1
)

// charges is what an invoice comes to on one day, in centavos. Fine and
// interest add up exactly to what is charged above the original amount.
type charges struct {
	fine, interest, discount int64
	total                    int64 // original amount - discount + fine + interest
	open                     int64 // total less all payments, never below 0
}

// lastFreeDay is the last day on which an invoice may be paid without charges:
// a due date on a day without banks moves to the next banking day.
func (i *invoice) lastFreeDay() br.Date { return br.NextBankingDay(i.due) }

// chargesOn is what the invoice comes to when paid on day. Payments pay the
// original amount first and charges after it, and no interest runs on what is
// paid. Once past the last free day, interest counts from the due date itself.
func (i *invoice) chargesOn(day br.Date) charges {
	var c charges
	if free := i.lastFreeDay(); day.After(free) {
		units := fineUnits*i.unpaidOn(free) + i.interestUnits(day)
		both := roundHalfUp(units)
		c.fine = roundHalfUp(fineUnits * i.unpaidOn(free))
		c.interest = both - c.fine
	} else {
		c.discount = i.discount
	}
	c.total = i.amount - c.discount + c.fine + c.interest
	c.open = max(0, c.total-i.paid())
	return c
}

// interestUnits adds up, from the due date to day, each day's interest on what
// was unpaid on it.
func (i *invoice) interestUnits(day br.Date) int64 {
	units, since := int64(0), i.due
	for _, p := range i.payments {
		if p.on.After(since) && p.on.Before(day) {
			units += i.unpaidOn(since) * int64(since.DaysUntil(p.on)) * dayUnits
			since = p.on
		}
	}
	return units + i.unpaidOn(since)*int64(since.DaysUntil(day))*dayUnits
}

// unpaidOn is what is left of the original amount at the end of day.
func (i *invoice) unpaidOn(day br.Date) int64 {
	left := i.amount
	for _, p := range i.payments {
		if !p.on.After(day) {
			left -= p.amount
		}
	}
	return max(0, left)
}

func (i *invoice) paid() int64 {
	var sum int64
	for _, p := range i.payments {
		sum += p.amount
	}
	return sum
}

func roundHalfUp(units int64) int64 {
	return (units + unitsPerCentavo/2) / unitsPerCentavo
}
