package chaos_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"balcao/e2e/harness"
	"balcao/internal/br"
)

// task is what a client does in one go: settlements by one payment, or an order.
type task struct {
	settlements []*settlement
	order       *order
}

// settlement is a payment of an invoice that a client will take.
type settlement struct {
	name     string
	document string
	invoice  string // the ERP's id
	id       string // Balcão's id of the invoice
	amount   string
	dueOn    string
	payment  map[string]any
	method   string
	paidAt   func() time.Time
	bank     bank
	repeat   repeat
}

// bank is when the invoice is also paid at the bank.
type bank int

const (
	notAtBank   bank = iota
	bankBefore       // after the client has read it and before it hands the payment in
	bankBetween      // after Balcão has read it and before its send arrives
)

// repeat is how a payment is handed in once more, after it was accepted.
type repeat int

const (
	notRepeated  repeat = iota
	sameInstant         // written in another offset
	otherInstant        // some seconds later
)

// order is of a person of its own.
type order struct{ name, key, document string }

// The shares of settlements, in thousandths.
const (
	inPairs   = 333 // two invoices by one payment
	repeated  = 50
	atBank    = 30
	yesterday = 50 // paid a day ago, when the invoice was due
	twins     = 2  // an invoice that is paid at two terminals by cards with the same NSU
)

func share(of, thousandths int) int { return (of*thousandths + 500) / 1000 }

// planner makes tasks out of numbers.
type planner struct {
	form      form
	random    *rand.Rand
	documents []string
	made      int
	cards     int
}

// plan makes the invoices in the ERP, reads them as front ends do, and says who
// pays which.
func (w *world) plan(t *testing.T) []task {
	p := &planner{form: w.form, random: rand.New(rand.NewPCG(w.form.seed, 1)), documents: w.erp.documents(t)}
	tasks := p.settlements()
	bill(t, w, tasks)
	for n := range w.form.orders {
		document, err := br.NewDocument(fmt.Sprintf("7%08d", n+1))
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("o%04d", n)
		tasks = append(tasks, task{order: &order{name: name, key: "chaos-order-" + name, document: string(document)}})
	}
	p.random.Shuffle(len(tasks), func(i, j int) { tasks[i], tasks[j] = tasks[j], tasks[i] })
	return tasks
}

func (p *planner) settlements() []task {
	all := p.form.settlements
	var tasks []task
	for range share(all, inPairs) / 2 {
		first := p.settlement()
		second := p.settlement()
		second.payment, second.method, second.paidAt = first.payment, first.method, first.paidAt
		tasks = append(tasks, task{settlements: []*settlement{first, second}})
	}
	for range max(1, share(all, twins)) {
		tasks = append(tasks, p.twins())
	}
	var plain []*settlement
	for p.made < all {
		s := p.settlement()
		plain = append(plain, s)
		tasks = append(tasks, task{settlements: []*settlement{s}})
	}
	p.mark(plain)
	return tasks
}

// mark chooses what is special of settlements that are not special yet.
func (p *planner) mark(plain []*settlement) {
	for n, i := range p.random.Perm(len(plain)) {
		s, all := plain[i], p.form.settlements
		bankTo := share(all, atBank)
		yesterdayTo := bankTo + share(all, yesterday)
		switch {
		case n < bankTo/3:
			s.bank = bankBefore
		case n < bankTo:
			s.bank = bankBetween
		case n < yesterdayTo:
			at := time.Now().Add(-24 * time.Hour)
			s.dueOn, s.paidAt = day(at), func() time.Time { return at }
		case n < yesterdayTo+share(all, repeated):
			s.repeat = sameInstant
			if n%5 == 0 {
				s.repeat = otherInstant
			}
		}
	}
}

// settlement is one with a payment of its own.
func (p *planner) settlement() *settlement {
	p.made++
	s := &settlement{
		name: fmt.Sprintf("s%04d", p.made), document: p.documents[p.made%len(p.documents)], dueOn: day(time.Now().Add(5 * 24 * time.Hour)),
		amount: fmt.Sprintf("%d.%02d", 10+p.random.IntN(290), p.random.IntN(100)), paidAt: sync.OnceValue(time.Now),
	}
	if p.made%3 == 0 {
		s.method, s.payment = "TEF", p.card()
		return s
	}
	s.method = "PIX"
	s.payment = map[string]any{"pix": map[string]any{"endToEndId": fmt.Sprintf("E12345678%s%05d%06x", time.Now().UTC().Format("200601021504"), p.made, p.random.IntN(1<<24))}}
	return s
}

// card is a card payment. Two in a row have the same NSU, at two terminals.
func (p *planner) card() map[string]any {
	p.cards++
	return map[string]any{"tef": map[string]any{
		"network": "REDE", "store": "0001", "terminal": fmt.Sprintf("PDV%d", p.cards%2+1),
		"nsuSitef": fmt.Sprintf("%06d", p.cards/2+1), "receiptDate": day(time.Now()),
	}}
}

// twins are two card payments of the same invoice that differ by the terminal
// alone: two people's money, of which one is too much.
func (p *planner) twins() task {
	first, second := p.settlement(), p.settlement()
	p.cards += 1 - p.cards%2 // the next two have the same NSU
	first.method, first.payment = "TEF", p.card()
	second.method, second.payment = "TEF", p.card()
	second.document, second.amount, second.invoice = first.document, first.amount, sameInvoice
	return task{settlements: []*settlement{first, second}}
}

// sameInvoice stands for the invoice of the settlement before, until it is made.
const sameInvoice = "same"

// zone is the tenant's, as it is by default.
var zone = sync.OnceValue(func() *time.Location {
	location, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		panic(err) // the zone is on every machine that has Go
	}
	return location
})

func day(at time.Time) string { return at.In(zone()).Format(time.DateOnly) }

// bill makes the invoices, and reads each customer's list once: so it is cached.
func bill(t *testing.T, w *world, tasks []task) {
	of := map[string][]*settlement{}
	for _, task := range tasks {
		for n, s := range task.settlements {
			if s.invoice == sameInvoice {
				s.invoice = task.settlements[n-1].invoice
			} else {
				s.invoice = w.erp.bill(t, s)
			}
			of[s.document] = append(of[s.document], s)
		}
	}
	for document, theirs := range of {
		ids := w.invoicesOf(t, document)
		for _, s := range theirs {
			if s.id = ids[s.invoice]; s.id == "" {
				t.Fatalf("Balcão does not show the new invoice %s", s.invoice)
			}
		}
	}
}

// invoicesOf gives the ids of a customer's invoices by the ERP's.
func (w *world) invoicesOf(t *testing.T, document string) map[string]string {
	ids := map[string]string{}
	for after, more := (*string)(nil), true; more; {
		list := harness.Query[struct {
			Invoices struct {
				PageInfo struct {
					HasNextPage bool
					EndCursor   *string
				}
				Nodes []struct{ ID, Code string }
			}
		}](t, w.nodes[0].URL, w.nodes[0].Key("site"), `query($d: Document!, $after: String) { invoices(document: $d, first: 100, after: $after) {
			pageInfo { hasNextPage endCursor } nodes { id code } } }`, map[string]any{"d": document, "after": after}).Invoices
		for _, invoice := range list.Nodes {
			ids[w.erp.invoice(invoice.Code)] = invoice.ID
		}
		after, more = list.PageInfo.EndCursor, list.PageInfo.HasNextPage
	}
	return ids
}
