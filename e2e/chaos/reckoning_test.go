package chaos_test

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"balcao/e2e/harness"
)

// reckoning holds the clients' journals against the ERP's books and what Balcão
// says of each write.
type reckoning struct {
	form     form
	journals []record
	books    []harness.Entry
	ends     map[string]end // by id
	rows     pair           // of the ledger
}

// pair is a number of settlements and one of orders.
type pair [2]int

const (
	ofSettlements = iota
	ofOrders
)

// finding is what came out.
type finding struct {
	took, accepted, confirmed, attention, once, twice, never pair

	reasons    map[string]int
	atBank     int
	faults     map[string]int
	violations []string
	// suspects are the ids of the writes that something is wrong with.
	suspects []string
}

// wrong notes a violation, and the writes that it is about.
func (f *finding) wrong(of []*fate, format string, a ...any) {
	f.violations = append(f.violations, fmt.Sprintf(format, a...))
	for _, one := range of {
		f.suspects = append(f.suspects, one.ids...)
	}
}

// fate is what is known of one settlement or order.
type fate struct {
	record
	ids []string
	end end
}

// class is what kind of write it is.
func (f *fate) class() int {
	if f.Invoice == "" {
		return ofOrders
	}
	return ofSettlements
}

// object is what a write is about: an invoice, or the person who orders. Nobody
// orders twice, so what is in the books of it can be counted.
func object(invoice, document string) string { return cmp.Or(invoice, document) }

func (r reckoning) judge() *finding {
	f := &finding{reasons: map[string]int{}, faults: map[string]int{}}
	entries := map[string][]harness.Entry{}
	for _, e := range r.books {
		if e.Fault != "" {
			f.faults[e.Fault]++
		}
		entries[object(e.Invoice, e.Document)] = append(entries[object(e.Invoice, e.Document)], e)
	}
	fates, bank := r.read(f)
	together := map[string][]*fate{}
	for _, one := range fates {
		f.judgeAnswers(one)
		key := object(one.Invoice, one.Document)
		together[key] = append(together[key], one)
	}
	for key, fates := range together {
		f.compare(fates, entries[key], bank[key])
	}
	for key, strange := range entries {
		if together[key] == nil {
			f.wrong(nil, "in the books, and no client has sent it: %+v", strange[0])
		}
	}
	f.judgeIDs(fates)
	if r.rows != f.accepted {
		f.wrong(nil, "the ledger has %d rows of settlements and %d of orders, and %d and %d were accepted",
			r.rows[ofSettlements], r.rows[ofOrders], f.accepted[ofSettlements], f.accepted[ofOrders])
	}
	if most := math.Ceil(float64(f.took[ofSettlements]) * r.form.attention); float64(f.attention[ofSettlements]) > most {
		f.wrong(nil, "%d of %d settlements need attention, at most %.0f may", f.attention[ofSettlements], f.took[ofSettlements], most)
	}
	slices.Sort(f.violations)
	return f
}

// read makes fates of the journals' lines, in the order of names. Bank has the
// invoices that were paid at the bank.
func (r reckoning) read(f *finding) (fates []*fate, bank map[string]bool) {
	bank = map[string]bool{}
	byName := map[string]*fate{}
	for _, line := range r.journals {
		if line.What == took {
			byName[line.Name] = &fate{record: line}
		}
	}
	for _, line := range r.journals {
		switch one := byName[line.Name]; line.What {
		case accepted:
			one.ids, one.end = append(one.ids, line.ID), r.ends[line.ID]
		case atTheERP:
			bank[line.Invoice] = true
		case gaveUp:
			f.wrong(nil, "%s: no node has taken it in all the time", line.Name)
		case odd:
			f.wrong(nil, "%s: %s", line.Name, line.Why)
		}
	}
	f.atBank = len(bank)
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		fates = append(fates, byName[name])
	}
	return fates, bank
}

// judgeAnswers looks at what Balcão has said of one write.
func (f *finding) judgeAnswers(one *fate) {
	class := one.class()
	f.took[class]++
	if len(one.ids) == 0 {
		return
	}
	f.accepted[class]++
	if ids := slices.Compact(slices.Sorted(slices.Values(one.ids))); len(ids) > 1 {
		f.wrong([]*fate{one}, "%s: its answers have %d ids", one.Name, len(ids))
	}
	switch one.end.State {
	case "CONFIRMED":
		f.confirmed[class]++
	case "NEEDS_ATTENTION":
		f.attention[class]++
		f.reasons[one.end.Reason]++
	default:
		f.wrong([]*fate{one}, "%s: in the end it is %q %s", one.Name, one.end.State, one.end.Reason)
	}
}

// judgeIDs wants an id for each write: two payments are never one.
func (f *finding) judgeIDs(fates []*fate) {
	names := map[string]string{}
	for _, one := range fates {
		for _, id := range slices.Compact(slices.Sorted(slices.Values(one.ids))) {
			if other, ok := names[id]; ok {
				f.wrong([]*fate{one}, "%s and %s: two writes have one id", other, one.Name)
			}
			names[id] = one.Name
		}
	}
}

// compare holds the writes about one object against what the books say of it.
func (f *finding) compare(fates []*fate, entries []harness.Entry, bank bool) {
	var applied []harness.Entry
	for _, e := range entries {
		if e.Applied != "no" {
			applied = append(applied, e)
		}
	}
	names, class := fates[0].Name, fates[0].class()
	keys, confirmed := map[string]bool{}, 0
	for _, e := range applied {
		keys[e.Key] = true
		if class == ofSettlements && e.Amount != fates[0].Amount {
			f.wrong(fates, "%s: %d centavos are in the books, %d were taken", names, e.Amount, fates[0].Amount)
		}
	}
	for _, one := range fates {
		if one.end.State == "CONFIRMED" {
			confirmed++
		}
	}
	doubles := len(applied) - len(keys)
	f.once[class] += len(keys)
	f.twice[class] += doubles
	f.never[class] += max(0, len(fates)-len(keys))
	switch {
	case doubles > 0:
		f.wrong(fates, "%s: %d times in the books", names, len(applied))
	case len(applied) < confirmed:
		f.wrong(fates, "%s: CONFIRMED, and not in the books", names)
	case len(applied) > confirmed:
		f.wrong(fates, "%s: in the books, and %s %s", names, fates[len(fates)-1].end.State, fates[len(fates)-1].end.Reason)
	}
	for _, one := range fates {
		if one.end.State == "NEEDS_ATTENTION" && !isTrue(one.end.Reason, entries, bank || confirmed > 0) {
			f.wrong([]*fate{one}, "%s: needs attention for %q, which is not true", one.Name, one.end.Reason)
		}
	}
}

// isTrue tells whether a reason is what happened. Paid tells whether the invoice
// is paid by another payment.
func isTrue(reason string, entries []harness.Entry, paid bool) bool {
	switch reason {
	case "PAID_ELSEWHERE":
		return paid
	case "NOT_DONE":
		return slices.ContainsFunc(entries, func(e harness.Entry) bool { return e.Fault == "never_applied" })
	case "REFUSED_BY_ERP":
		return slices.ContainsFunc(entries, func(e harness.Entry) bool { return e.Status >= 400 && e.Status < 500 })
	}
	return false
}
