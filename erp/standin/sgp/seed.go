package sgp

import (
	"time"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// seeder fills the books with the cast; doc.go has the table of it.
type seeder struct {
	*books
	today br.Date
	zone  *time.Location
}

func seed(s *Server) {
	s.lock.Lock()
	defer s.lock.Unlock()
	f := seeder{books: &s.books, today: br.DateOf(s.now()), zone: s.zone}
	f.maria()
	f.joao()
	f.sign(f.enrol(standin.Padaria), plans[1], active, 500).display = "Ativo " // sgp.md: contratoStatusDisplay may carry spaces
	f.aurora()
	f.estela()
	f.antonio()
	f.bento()
}

// sign makes a contract so many days ago, at 9:11:04 as in the saved answer.
func (f seeder) sign(c *customer, p plan, status, days int) *contract {
	at := f.at(f.today.AddDays(-days), 9, 11, 4)
	return f.books.sign(c, p, status, at)
}

func (f seeder) at(d br.Date, hour, minute, second int) time.Time {
	return time.Date(d.Year, d.Month, d.Day, hour, minute, second, 0, f.zone)
}

// bill makes a title due so many days from today, issued 30 days before.
func (f seeder) bill(k *contract, amount erp.Money, days int) *title {
	due := f.today.AddDays(days)
	return f.add(k, amount, due.AddDays(-30), due)
}

func (f seeder) settle(t *title, on br.Date) {
	t.settle(payment{amount: t.amount, on: on, at: f.at(on, 12, 0, 0), by: "retorno"})
}

func (f seeder) maria() {
	k := f.sign(f.enrol(standin.Maria), plans[1], active, 700)
	f.settle(f.bill(k, 9990, -40), f.today.AddDays(-41))
	f.bill(k, 9990, -10)
	f.bill(k, 9990, 20)
	f.notes(k, 501, 601)
}

func (f seeder) joao() {
	c := f.enrol(standin.Joao)
	first := f.sign(c, plans[2], active, 700)
	f.bill(first, 14950, 15)
	partly, on := f.bill(first, 14950, 5), f.today.AddDays(-3)
	partly.payments = []payment{{amount: 5000, on: on, at: f.at(on, 15, 30, 12), by: "caixa"}}
	f.bill(f.sign(c, plans[1], active, 300), 9990, 15)
}

// auroraTitles are more than the 250 of a page.
const auroraTitles = 260

func (f seeder) aurora() {
	k := f.sign(f.enrol(standin.Aurora), plans[2], active, 2000)
	f.notes(k, 511, 611)
	for n := range auroraTitles {
		t := f.bill(k, erp.Money(10000+n), 7*(n-auroraTitles+4)-3)
		switch {
		case n == 0:
			t.cancelled = t.due.AddDays(-5)
		case n < auroraTitles-3:
			f.settle(t, t.due)
		}
	}
}

func (f seeder) estela() {
	c := f.enrol(standin.Estela)
	f.sign(c, plans[1], active, 600)
	f.sign(c, plans[0], suspended, 900).stubborn = true
}

func (f seeder) antonio() {
	c := f.enrol(standin.Antonio)
	f.sign(c, plans[0], cancelledOddly, 1800)
	f.bill(f.sign(c, plans[2], active, 200), 14950, 8)
}

func (f seeder) bento() {
	k := f.sign(f.enrol(standin.Bento), plans[1], suspended, 400)
	t := f.bill(k, 9990, 25)
	t.barcode, t.line, t.pix, t.unlinked = "", "", "", true
}
