// Package charging has a provider's rules on which invoices can be paid at its
// front ends (regras de cobrança). They decide what is offered, never what is
// taken: a payment that has been made is registered whatever they say.
package charging

import (
	"slices"

	"balcao/erp"
	"balcao/internal/br"
)

// Rules are one tenant's; the zero value lets every invoice through.
type Rules struct {
	// DaysAhead keeps back what is due later than so many days from today;
	// zero keeps back nothing.
	DaysAhead int
	// DaysOverdue keeps back what has been due for more than so many days, such
	// as what a collector has taken over; zero keeps back nothing.
	DaysOverdue int
	// LeastAmount keeps back what has less than this to be paid.
	LeastAmount erp.Money
	// Companies, if there are any, are those whose invoices are let through.
	// An invoice that names no company is one of the provider's only one.
	Companies []string
}

// Take tells whether the rules let an invoice be paid today, a day in the
// tenant's zone.
func (r Rules) Take(i *erp.Invoice, today br.Date) bool {
	due := today.DaysUntil(i.DueOn)
	switch {
	case r.DaysAhead > 0 && due > r.DaysAhead,
		r.DaysOverdue > 0 && -due > r.DaysOverdue,
		i.OpenAmount < r.LeastAmount,
		len(r.Companies) > 0 && i.CompanyID != nil && !slices.Contains(r.Companies, *i.CompanyID):
		return false
	}
	return true
}
