package erp

import "balcao/internal/br"

// Owned is a row of an answer that belongs to one person. Owner points at the
// person's document: the engine fills it in where the pack leaves it out, and
// rows whose document was not asked for are dropped.
type Owned interface{ Owner() *br.Document }

// kept copies a list without its strange rows. The list itself is shared and
// never written to; it is returned as it is where nothing is strange.
func kept[T any](all []T, strange func(*T) bool) ([]T, int) {
	first := 0
	for first < len(all) && !strange(&all[first]) {
		first++
	}
	if first == len(all) {
		return all, 0
	}
	rest := append([]T{}, all[:first]...)
	for i := first; i < len(all); i++ {
		if !strange(&all[i]) {
			rest = append(rest, all[i])
		}
	}
	return rest, len(all) - len(rest)
}

// keepRows drops rows of another person.
func keepRows[T any, P interface {
	*T
	Owned
}](in Input, value any) (any, int) {
	return kept(value.([]T), func(row *T) bool { return *P(row).Owner() != in.Subject() })
}

// keepOne drops an object of another person.
func keepOne[P interface {
	comparable
	Owned
}](in Input, value any) (any, int) {
	var none P
	if got := value.(P); got != none && *got.Owner() != in.Subject() {
		return nil, 1
	}
	return value, 0
}

// keepInvoices drops rows of another customer and, where one contract was asked
// for, rows that name another one.
func keepInvoices(in Input, value any) (any, int) {
	asked := in.(InvoicesInput)
	return kept(value.([]Invoice), func(i *Invoice) bool {
		return i.DocumentNumber != asked.Document ||
			asked.ContractID != "" && i.ContractID != nil && *i.ContractID != asked.ContractID
	})
}

func keepInvoice(in Input, value any) (any, int) {
	asked, got := in.(InvoiceInput), value.(*Invoice)
	if got == nil || got.ID == asked.InvoiceID && got.DocumentNumber == asked.Document {
		return value, 0
	}
	return nil, 1
}

// keepBlockedPlans drops plans of another person, and reports them; those that
// are not blocked are left out in silence, since an ERP may list all.
func keepBlockedPlans(in Input, value any) (any, int) {
	own, dropped := keepRows[Plan](in, value)
	blocked, _ := kept(own.([]Plan), func(p *Plan) bool { return p.Status != PlanBlocked })
	return blocked, dropped
}
