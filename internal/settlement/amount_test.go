package settlement_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/ledger"
	"balcao/internal/settlement"
	"balcao/internal/store"
)

func day(text string) br.Date {
	d, err := br.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// bill is an invoice of 100.00 with a discount of 5.00 up to its due date, which
// moves to the next banking day, and 2.00 and 0.03 a day after it: what an ERP
// shows of it on a day.
func bill(due, on br.Date, paidBefore erp.Money) erp.Invoice {
	i := erp.Invoice{ID: "7", DocumentNumber: "52998224725", Status: erp.Open, OriginalAmount: 10000, CurrentAmount: 10000, DueOn: due}
	if last := br.NextBankingDay(due); on.After(last) {
		i.Status = erp.Overdue
		i.CurrentAmount += 200 + erp.Money(3*last.DaysUntil(on))
	} else {
		discount := erp.Money(500)
		i.Discount, i.CurrentAmount = &discount, 9500
	}
	i.OpenAmount = i.CurrentAmount - paidBefore
	return i
}

// amountCase is a payment, and what is to become of it when it is sent.
type amountCase struct {
	due     string
	offered string // day on which Balcão showed the invoice; empty for none
	paidAt  string
	amount  erp.Money
	sent    string    // day on which it is sent
	before  erp.Money // paid before it was offered
	since   erp.Money // paid since by somebody else
	noParts bool
	want    ledger.Reason // empty: it is sent
}

// Fri 20 Nov 2026 is a holiday and Mon 8 Feb 2027 is Carnival: invoices due then
// can be paid without fine on Mon 23 Nov, and on Ash Wednesday.
var amountCases = map[string]amountCase{
	"due Fri 20, paid that day":                            {due: "2026-11-20", offered: "2026-11-20", paidAt: "2026-11-20T23:59:59-03:00", amount: 9500, sent: "2026-11-20"},
	"the same instant, written in UTC":                     {due: "2026-11-20", offered: "2026-11-20", paidAt: "2026-11-21T02:59:59Z", amount: 9500, sent: "2026-11-21"},
	"the same instant, written in Tokyo":                   {due: "2026-11-20", offered: "2026-11-20", paidAt: "2026-11-21T11:59:59+09:00", amount: 9500, sent: "2026-11-24", noParts: true},
	"due Fri 20, paid Mon 23 before midnight, sent after":  {due: "2026-11-20", offered: "2026-11-23", paidAt: "2026-11-23T23:59:50-03:00", amount: 9500, sent: "2026-11-24", noParts: true},
	"offered on Mon 23, paid after midnight":               {due: "2026-11-20", offered: "2026-11-23", paidAt: "2026-11-24T00:00:10-03:00", amount: 9500, sent: "2026-11-24", noParts: true, want: ledger.AmountTooLow},
	"paid after midnight, as offered then":                 {due: "2026-11-20", offered: "2026-11-24", paidAt: "2026-11-24T00:00:10-03:00", amount: 10203, sent: "2026-11-24", noParts: true},
	"due Sat 21, paid Mon 23":                              {due: "2026-11-21", paidAt: "2026-11-23T10:00:00-03:00", amount: 9500, sent: "2026-11-23", noParts: true},
	"due Sat 21, paid Tue 24 without fine":                 {due: "2026-11-21", paidAt: "2026-11-24T10:00:00-03:00", amount: 9500, sent: "2026-11-24", noParts: true, want: ledger.AmountTooLow},
	"due on Carnival Monday, paid on Ash Wednesday":        {due: "2027-02-08", paidAt: "2027-02-10T18:00:00-03:00", amount: 9500, sent: "2027-02-10", noParts: true},
	"due on Carnival Monday, sent after two days' outage":  {due: "2027-02-08", offered: "2027-02-10", paidAt: "2027-02-10T23:30:00-03:00", amount: 9500, sent: "2027-02-12", noParts: true},
	"two days' outage, what it cost by then":               {due: "2026-11-20", offered: "2026-11-24", paidAt: "2026-11-24T12:00:00-03:00", amount: 10203, sent: "2026-11-26", noParts: true},
	"two days' outage, nobody knows what was offered":      {due: "2026-11-20", paidAt: "2026-11-24T12:00:00-03:00", amount: 10203, sent: "2026-11-26", noParts: true},
	"without an offer, as billed":                          {due: "2026-11-20", paidAt: "2026-11-23T12:00:00-03:00", amount: 10000, sent: "2026-11-26", noParts: true},
	"the discount is over and nobody knows it was offered": {due: "2026-11-20", paidAt: "2026-11-23T12:00:00-03:00", amount: 9500, sent: "2026-11-26", noParts: true, want: ledger.AmountTooLow},
	"the same as a part":                                   {due: "2026-11-20", paidAt: "2026-11-23T12:00:00-03:00", amount: 9500, sent: "2026-11-26"},
	"a part where parts are taken":                         {due: "2026-11-30", paidAt: "2026-11-23T12:00:00-03:00", amount: 4000, sent: "2026-11-23"},
	"a part where none are":                                {due: "2026-11-30", paidAt: "2026-11-23T12:00:00-03:00", amount: 4000, sent: "2026-11-23", noParts: true, want: ledger.AmountTooLow},
	"as offered, and a part was paid since":                {due: "2026-11-30", offered: "2026-11-23", paidAt: "2026-11-23T12:00:00-03:00", amount: 9500, since: 4000, sent: "2026-11-23", want: ledger.AmountTooHigh},
	"too much":                                             {due: "2026-11-30", paidAt: "2026-11-23T12:00:00-03:00", amount: 9501, sent: "2026-11-23", want: ledger.AmountTooHigh},
	"the rest of a part":                                   {due: "2026-11-30", paidAt: "2026-11-23T12:00:00-03:00", amount: 5500, before: 4000, sent: "2026-11-23", noParts: true},
	"all, though a part was paid":                          {due: "2026-11-30", paidAt: "2026-11-23T12:00:00-03:00", amount: 9500, before: 4000, sent: "2026-11-23", want: ledger.AmountTooHigh},
}

// The server's own zone is nobody's business.
func TestAmountsAreJudgedAsOfThePayment(t *testing.T) {
	saoPaulo, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, server := range []string{"UTC", "Asia/Tokyo"} {
		zone, err := time.LoadLocation(server)
		if err != nil {
			t.Fatal(err)
		}
		former := time.Local
		time.Local = zone
		for name, tc := range amountCases {
			t.Run(server+"/"+name, func(t *testing.T) { tc.check(t, db, saoPaulo) })
		}
		time.Local = former
	}
}

func (tc amountCase) check(t *testing.T, db *store.Store, zone *time.Location) {
	paidAt, err := time.Parse(time.RFC3339, tc.paidAt)
	if err != nil {
		t.Fatal(err)
	}
	quotes := settlement.NewQuotes(db, slog.New(slog.DiscardHandler))
	if tc.offered != "" {
		quotes.Offered(t.Name(), day(tc.offered), []erp.Invoice{bill(day(tc.due), day(tc.offered), tc.before)})
	}
	quotes.Close() // now it is written
	now := bill(day(tc.due), day(tc.sent), tc.before+tc.since)
	paid := now
	paid.Payments = []erp.Payment{{Reference: text(e2e)}}
	f := &fakeERP{reads: []erp.Result{{Value: &now}, {Value: &paid}}, settle: erp.Result{Value: &erp.Settled{}}}
	rules := settlement.Rules{
		Zone: zone, Partial: func() bool { return !tc.noParts }, ByAmount: func() bool { return true },
		Quoted: func(ctx context.Context, invoice string, day br.Date, amount erp.Money) (bool, error) {
			return quotes.Was(ctx, t.Name(), invoice, day, amount)
		},
	}
	in := erp.SettleInput{InvoiceID: "7", Settlement: erp.Settlement{Amount: tc.amount, Method: erp.PIX, PaidAt: paidAt}, Reference: e2e}
	got, err := settlement.Runner(rules)(t.Context(), ledger.Detached(f, in))
	if err != nil || got.Reason != tc.want || (f.settled == 1) != (tc.want == "") {
		t.Errorf("%+v %v, sent %d times, want %q", got, err, f.settled, tc.want)
	}
}

func text(s string) *string { return &s }
