package chaos_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"balcao/e2e/harness"
)

// client is a front end's server: it does one thing after the other, and keeps a
// journal of its own.
type client struct {
	world   *world
	number  int
	journal *journal
	random  *rand.Rand
	next    int // node
	// again is what is to be repeated later.
	again []repetition
}

type repetition struct {
	settlement *settlement
	paidAt     string
}

func clientName(n int) string { return fmt.Sprintf("client%02d", n) }

func newClient(w *world, n int, path string) *client {
	return &client{world: w, number: n, journal: openJournal(path), random: rand.New(rand.NewPCG(w.form.seed, uint64(n)+2)), next: n}
}

func (c *client) waitUntil(ctx context.Context, at time.Time) {
	select {
	case <-ctx.Done():
	case <-time.After(time.Until(at)):
	}
}

func (c *client) do(ctx context.Context, t task) {
	if t.order != nil {
		c.order(ctx, t.order)
	}
	for _, s := range t.settlements {
		c.settle(ctx, s)
	}
	const later = 3 // repetitions wait behind others
	if len(c.again) > later {
		c.repeat(ctx)
	}
}

// end does what is left: an error of the journal is its own line's, so it is kept
// with the counts.
func (c *client) end(ctx context.Context) {
	for len(c.again) > 0 {
		c.repeat(ctx)
	}
	if c.journal.err != nil {
		c.world.counts.add("journal: " + c.journal.err.Error())
	}
	_ = c.journal.file.Close()
}

// settle takes a payment and hands it in until it has an id for it.
func (c *client) settle(ctx context.Context, s *settlement) {
	c.look(ctx, s)
	if s.bank == bankBefore {
		c.world.payAtBank(c.journal, s)
	}
	amount, _ := strconv.ParseInt(strings.Replace(s.amount, ".", "", 1), 10, 64)
	c.journal.write(record{What: took, Name: s.name, Invoice: s.invoice, Amount: amount})
	if s.bank == bankBetween {
		c.world.bank.payBetween(s.invoice, func() { c.world.payAtBank(c.world.bank.journal, s) })
	}
	paidAt := s.paidAt()
	c.handIn(ctx, s, paidAt.UTC().Format(time.RFC3339))
	switch s.repeat {
	case sameInstant:
		c.again = append(c.again, repetition{s, paidAt.In(time.FixedZone("", -3*3600)).Format("2006-01-02T15:04:05-07:00")})
	case otherInstant:
		c.again = append(c.again, repetition{s, paidAt.Add(7 * time.Second).UTC().Format("2006-01-02T15:04:05.000Z")})
	}
}

// look reads the invoice as a totem does before it takes money. It is taken
// whatever comes of that.
func (c *client) look(ctx context.Context, s *settlement) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	node := c.node()
	harness.PostContext(ctx, node.URL, node.Key("totem"), `query($id: ID!) { invoice(id: $id) { payable openAmount } }`, map[string]any{"id": s.id})
}

const settleBoleto = `mutation($i: ID!, $a: Decimal!, $at: DateTime!, $p: PaymentInput!) {
	settleBoleto(input: {invoiceId: $i, amount: $a, paidAt: $at, payment: $p}) { settlement { id } userErrors { code } } }`

func (c *client) handIn(ctx context.Context, s *settlement, paidAt string) {
	who := map[string]string{"PIX": "payments", "TEF": "totem"}[s.method]
	variables := map[string]any{"i": s.id, "a": s.amount, "at": paidAt, "p": s.payment}
	c.note(ctx, record{Name: s.name, Client: who}, settleBoleto, variables)
}

// repeat hands the payment in that has waited the longest.
func (c *client) repeat(ctx context.Context) {
	again := c.again[0]
	c.again = c.again[1:]
	c.world.counts.add(countRepeated)
	c.handIn(ctx, again.settlement, again.paidAt)
}

const createOrder = `mutation($input: CreateOrderInput!) { createOrder(input: $input) { order { id } userErrors { code } } }`

func (c *client) order(ctx context.Context, o *order) {
	c.journal.write(record{What: took, Name: o.name, Document: o.document})
	input := map[string]any{
		"idempotencyKey":      o.key,
		"customer":            map[string]any{"document": o.document, "name": "Ana Souza", "mobiles": []any{map[string]any{"number": "11 98888-7777"}}},
		"installationAddress": map[string]any{"street": "Rua A", "number": "10", "city": "São Paulo", "state": "SP", "postalCode": "01310-100"},
		"items":               []any{map[string]any{"productCode": "fibra", "name": "Fibra 500", "monthlyPrice": "129.90"}},
	}
	maps.Copy(input, c.world.erp.codes())
	c.note(ctx, record{Name: o.name, Client: "site"}, createOrder, map[string]any{"input": input})
}

// note sends a write until it is accepted, and writes down what came of it.
func (c *client) note(ctx context.Context, r record, query string, variables map[string]any) {
	got := c.send(ctx, r.Client, query, variables)
	r.ID, r.Why = got.id, got.why
	switch {
	case got.why != "":
		r.What = odd
	case got.id == "":
		r.What = gaveUp
	default:
		r.What = accepted
	}
	c.journal.write(r)
}
