package sgp

import (
	"fmt"
	"strconv"
	"strings"

	"balcao/erp"
	"balcao/internal/br"
)

func itoa(n int) string { return strconv.Itoa(n) }

// isOpen: a title in the state that banks and slips work on ("Gerado").
func (t *title) isOpen() bool { return !t.settled && t.cancelled.IsZero() }

func (t *title) isOverdue(today br.Date) bool { return t.isOpen() && t.due.Before(today) }

func (t *title) paid() erp.Money {
	var sum erp.Money
	for _, p := range t.payments {
		sum += p.amount
	}
	return sum
}

// lastPayment is the zero payment if there is none.
func (t *title) lastPayment() payment {
	if len(t.payments) == 0 {
		return payment{}
	}
	return t.payments[len(t.payments)-1]
}

// chargesOn are the fine and interest of an overdue title, rounded to centavos.
func (b *books) chargesOn(t *title, today br.Date) (fine, interest erp.Money) {
	if !t.isOverdue(today) {
		return 0, 0
	}
	days := int64(t.due.DaysUntil(today))
	return part(t.amount, b.charges.fine), part(t.amount, b.charges.daily*days)
}

// corrected is what a title costs today. Of a partly paid one: not documented;
// chosen: valorCorrigido is the whole, and what was paid stands beside it.
func (b *books) corrected(t *title, today br.Date) erp.Money {
	fine, interest := b.chargesOn(t, today)
	return t.amount + fine + interest
}

// owed is what is left to pay of a title today.
func (b *books) owed(t *title, today br.Date) erp.Money {
	if !t.isOpen() {
		return 0
	}
	return max(b.corrected(t, today)-t.paid(), 0)
}

func (k *contract) open() []*title {
	var open []*title
	for _, t := range k.titles {
		if t.isOpen() {
			open = append(open, t)
		}
	}
	return open
}

// isReleased: the contract works today because of a promise to pay.
func (k *contract) isReleased(today br.Date) bool {
	if len(k.promises) == 0 {
		return false
	}
	return !k.promises[len(k.promises)-1].until.Before(today)
}

// statusOn is the contract's code and words today. A released contract: not
// documented; chosen: it is active until the promise ends.
func (k *contract) statusOn(today br.Date) (int, string) {
	if k.status == suspended && k.isReleased(today) {
		return active, displays[active]
	}
	return k.status, k.display
}

// promisesIn counts the promises of today's month (promessasPagamentoMes).
func (k *contract) promisesIn(today br.Date) int {
	n := 0
	for _, p := range k.promises {
		if on := br.DateOf(p.asked); on.Year == today.Year && on.Month == today.Month {
			n++
		}
	}
	return n
}

// add bills a title with its slip.
func (b *books) add(k *contract, amount erp.Money, issued, due br.Date) *title {
	b.lastTitle++
	t := &title{id: b.lastTitle, number: b.lastTitle + 5, contract: k, amount: amount, issued: issued, due: due}
	t.code = codeOf(t.number)
	barcode, err := br.NewBarcode("999", due, int64(amount), fmt.Sprintf("%025d", t.number))
	if err != nil { // the amount would have to be longer than ten digits
		panic(err)
	}
	t.barcode, t.line = string(barcode), string(barcode.Line())
	t.pix = pixOf(t)
	k.titles = append(k.titles, t)
	return t
}

// codeOf is the code in a slip's link: of ten letters and digits as in the saved
// answers, and the same in every run.
func codeOf(number int) string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	var code strings.Builder
	for n, i := uint64(number)*0x9E3779B97F4A7C15, 0; i < 10; i++ {
		code.WriteByte(letters[n%uint64(len(letters))])
		n = n/uint64(len(letters)) ^ uint64(number)<<30
	}
	return code.String()
}

func pixOf(t *title) string {
	code, err := br.PIX{Key: "pix@provedor.example", Amount: int64(t.amount), TxID: "SGP" + itoa(t.number),
		MerchantName: "PROVEDOR DE TESTE", City: "SAO PAULO"}.Code()
	if err != nil { // all but numbers is written above
		panic(err)
	}
	return code
}

// part is so many 1/100000 of an amount, rounded half up to centavos.
func part(amount erp.Money, rate int64) erp.Money {
	return erp.Money((int64(amount)*rate + 50_000) / 100_000)
}
