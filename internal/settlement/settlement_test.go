package settlement_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/ledger"
	"balcao/internal/settlement"
)

const e2e = "E1234567820261124120012345678901"

// fakeERP answers get_invoice from a list of states, one for each read, and
// settle_boleto with an error.
type fakeERP struct {
	reads   []erp.Result
	settle  erp.Result
	settled int
}

func (f *fakeERP) Do(_ context.Context, call erp.Call) []erp.Result {
	if call.Function == erp.SettleBoleto.Info {
		f.settled++
		return []erp.Result{f.settle}
	}
	next := f.reads[0]
	if len(f.reads) > 1 {
		f.reads = f.reads[1:]
	}
	return []erp.Result{next}
}

func invoice(status erp.InvoiceStatus, open erp.Money, references ...string) erp.Result {
	i := &erp.Invoice{ID: "7", Status: status, OpenAmount: open, OriginalAmount: 10000, CurrentAmount: 10000}
	for _, r := range references {
		i.Payments = append(i.Payments, erp.Payment{Reference: &r})
	}
	return erp.Result{Value: i}
}

func failed(kind erp.Kind, message string) erp.Result {
	return erp.Result{Err: &erp.Error{Kind: kind, Message: message}}
}

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// rules take parts, and remember no offers.
func rules() settlement.Rules {
	return settlement.Rules{
		Zone: time.UTC, Partial: func() bool { return true }, ByAmount: func() bool { return true },
		Quoted: func(context.Context, string, br.Date, erp.Money) (bool, error) { return false, nil },
	}
}

// A payment that may have been sent is only looked for.
func TestALookSendsNothing(t *testing.T) {
	t.Parallel()
	open := invoice(erp.Open, 10000)
	for name, tc := range map[string]struct {
		read   erp.Result
		state  ledger.State
		absent bool
	}{
		"it is not there":                            {open, ledger.Unknown, true},
		"applied late":                               {invoice(erp.Paid, 0, e2e), ledger.Confirmed, false},
		"applied late, without a reference":          {invoice(erp.Paid, 0), ledger.Confirmed, false},
		"paid by somebody else":                      {invoice(erp.Paid, 0, "outro"), ledger.Unknown, true},
		"another sum was paid, by nobody knows whom": {invoice(erp.Open, 4000), ledger.Unknown, false},
		"interest has grown":                         {invoice(erp.Overdue, 10200), ledger.Unknown, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeERP{reads: []erp.Result{open, open, tc.read}, settle: failed(erp.MaybeSent, "")}
			a := ledger.Detached(f, input())
			if first, err := settlement.Runner(rules())(t.Context(), a); err != nil || first.State != ledger.Unknown {
				t.Fatalf("%+v %v", first, err)
			}
			a.Looking, a.Sent = true, true
			got, err := settlement.Runner(rules())(t.Context(), a)
			if err != nil || got.State != tc.state || got.Absent != tc.absent || f.settled != 1 {
				t.Errorf("got %+v %v after %d sendings, want %s", got, err, f.settled, tc.state)
			}
		})
	}
}

func input() erp.SettleInput {
	return erp.SettleInput{InvoiceID: "7", Settlement: erp.Settlement{Amount: 10000, Method: erp.PIX}, Reference: e2e}
}

func TestRunJudgesByEvidence(t *testing.T) {
	t.Parallel()
	done := erp.Result{Value: &erp.Settled{}}
	open := invoice(erp.Open, 10000)
	for name, tc := range map[string]struct {
		reads   []erp.Result
		settle  erp.Result
		state   ledger.State
		reason  ledger.Reason
		by      ledger.Evidence
		sent    int
		failure erp.Kind
	}{
		"paid, our reference is kept":                    {[]erp.Result{open, invoice(erp.Paid, 0, "PIX "+e2e)}, done, ledger.Confirmed, "", ledger.ByReference, 1, ""},
		"paid, the ERP keeps no references":              {[]erp.Result{open, invoice(erp.Paid, 0)}, done, ledger.Confirmed, "", ledger.ByOpenAmount, 1, ""},
		"the ERP's own gateway has it":                   {[]erp.Result{invoice(erp.Paid, 0, e2e)}, done, ledger.Confirmed, "", ledger.ByERP, 0, ""},
		"yes, and nothing changed":                       {[]erp.Result{open, open}, done, ledger.Unknown, ledger.NoEvidence, "", 1, ""},
		"not done: somebody else paid in between":        {[]erp.Result{open, invoice(erp.Paid, 0, "balcao 3")}, failed(erp.NotDone, ""), ledger.NeedsAttention, ledger.PaidElsewhere, "", 1, ""},
		"not done: the same amount was paid in between":  {[]erp.Result{open, invoice(erp.Paid, 0)}, failed(erp.NotDone, ""), ledger.NeedsAttention, ledger.PaidElsewhere, "", 1, ""},
		"not done and open":                              {[]erp.Result{open, open}, failed(erp.NotDone, "não fecha"), ledger.Unknown, ledger.NotDone, "", 1, ""},
		"a value that cannot be sent":                    {[]erp.Result{open}, failed(erp.InvalidInput, ""), ledger.NeedsAttention, ledger.CannotBeSent, "", 1, ""},
		"refused":                                        {[]erp.Result{open, open}, failed(erp.Refused, "período fechado"), ledger.NeedsAttention, ledger.RefusedByERP, "", 1, ""},
		"no answer, yet it is there":                     {[]erp.Result{open, invoice(erp.Paid, 0, e2e)}, failed(erp.MaybeSent, ""), ledger.Confirmed, "", ledger.ByReference, 1, ""},
		"no answer, nothing to see":                      {[]erp.Result{open, open}, failed(erp.MaybeSent, ""), ledger.Unknown, ledger.NoAnswer, "", 1, ""},
		"no answer, and no read after":                   {[]erp.Result{open, failed(erp.Unavailable, "")}, failed(erp.MaybeSent, ""), ledger.Unknown, ledger.NoAnswer, "", 1, ""},
		"yes, and no read after":                         {[]erp.Result{open, failed(erp.Unavailable, "")}, done, ledger.Unknown, ledger.NoEvidence, "", 1, ""},
		"somebody else's payment of the same amount":     {[]erp.Result{open, invoice(erp.Paid, 0, "outro")}, done, ledger.Unknown, ledger.NoEvidence, "", 1, ""},
		"paid already":                                   {[]erp.Result{invoice(erp.Paid, 0, "outro")}, done, ledger.NeedsAttention, ledger.PaidElsewhere, "", 0, ""},
		"cancelled":                                      {[]erp.Result{invoice(erp.Cancelled, 0)}, done, ledger.NeedsAttention, ledger.InvoiceCancelled, "", 0, ""},
		"not there":                                      {[]erp.Result{failed(erp.NotFound, "")}, done, ledger.NeedsAttention, ledger.InvoiceNotFound, "", 0, ""},
		"the pack cannot settle":                         {[]erp.Result{open, open}, failed(erp.NotSupported, ""), ledger.NeedsAttention, ledger.NotSupported, "", 1, ""},
		"the ERP is away before anything is sent":        {[]erp.Result{failed(erp.Unavailable, "")}, done, "", "", "", 0, erp.Unavailable},
		"the ERP is away when it is sent":                {[]erp.Result{open}, failed(erp.Unavailable, ""), "", "", "", 1, erp.Unavailable},
		"the reference inside a longer one is not found": {[]erp.Result{open, invoice(erp.Open, 10000, e2e+"9")}, done, ledger.Unknown, ledger.NoEvidence, "", 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeERP{reads: tc.reads, settle: tc.settle}
			got, err := settlement.Runner(rules())(t.Context(), ledger.Detached(f, input()))
			if erp.KindOf(err) != tc.failure {
				t.Fatalf("error %v, want %q", err, tc.failure)
			}
			if got.State != tc.state || got.Reason != tc.reason || got.Evidence != tc.by || f.settled != tc.sent {
				t.Errorf("got %+v after %d sendings, want %s %s %s after %d", got, f.settled, tc.state, tc.reason, tc.by, tc.sent)
			}
		})
	}
}

func TestCheckAndReference(t *testing.T) {
	t.Parallel()
	text := func(s string) *string { return &s }
	day := br.Date{Year: 2026, Month: time.November, Day: 24}
	tef := erp.Settlement{
		Amount: 1, PaidAt: now, Method: erp.TEF, Network: text("REDE"), Store: text("1"), Terminal: text("7"),
		NSUSitef: text("000000"), NSUHost: text("4711"), ReceiptDate: &day,
	}
	if err := settlement.Check(tef, now); err != nil {
		t.Fatal(err)
	}
	if got, want := settlement.Reference(tef), "TEF-REDE-1-7-20261124-4711"; got != want {
		t.Errorf("reference %q, want %q", got, want)
	}
	other := tef
	other.Terminal = text("8")
	if settlement.Key(tef, "9") == settlement.Key(other, "9") {
		t.Error("two terminals' payments have one key")
	}
	card := func(brand string, installments int) erp.Settlement {
		s := tef
		s.CardBrand, s.Installments = &brand, &installments
		return s
	}
	if err := settlement.Check(card("Visa", 3), now); err != nil {
		t.Fatal(err)
	}
	pix := erp.Settlement{Amount: 1, PaidAt: now, Method: erp.PIX, EndToEndID: text(e2e)}
	if err := settlement.Check(pix, now); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		field string
		s     erp.Settlement
	}{
		"no amount":       {"amount", erp.Settlement{Method: erp.PIX, EndToEndID: text(e2e)}},
		"negative amount": {"amount", erp.Settlement{Amount: -1, Method: erp.PIX, EndToEndID: text(e2e)}},
		"no e2e":          {"endToEndId", erp.Settlement{Amount: 1, Method: erp.PIX}},
		"short e2e":       {"endToEndId", erp.Settlement{Amount: 1, Method: erp.PIX, EndToEndID: text("E123")}},
		"no nsu":          {"nsuSitef", erp.Settlement{Amount: 1, Method: erp.TEF, Network: text("R"), Store: text("1"), Terminal: text("7"), NSUHost: text("000"), ReceiptDate: &day}},
		"no receipt date": {"receiptDate", erp.Settlement{Amount: 1, Method: erp.TEF, Network: text("R"), Store: text("1"), Terminal: text("7"), NSUHost: text("5")}},
		"instalments":     {"installments", card("Visa", -5)},
		"long brand":      {"cardBrand", card(strings.Repeat("x", 5000), 1)},
		"long company":    {"companyId", erp.Settlement{Amount: 1, Method: erp.PIX, EndToEndID: text(e2e), CompanyID: text(strings.Repeat("1", 41))}},
		"long txid":       {"txid", erp.Settlement{Amount: 1, Method: erp.PIX, EndToEndID: text(e2e), TxID: text(strings.Repeat("1", 36))}},
		"spaces":          {"network", erp.Settlement{Amount: 1, Method: erp.TEF, Network: text("R D"), Store: text("1"), Terminal: text("7"), NSUHost: text("5"), ReceiptDate: &day}},
		"in the future":   {"paidAt", erp.Settlement{Amount: 1, Method: erp.PIX, EndToEndID: text(e2e), PaidAt: now.Add(time.Hour)}},
		"long ago":        {"paidAt", erp.Settlement{Amount: 1, Method: erp.PIX, EndToEndID: text(e2e), PaidAt: now.AddDate(-2, 0, 0)}},
	} {
		if tc.s.PaidAt.IsZero() {
			tc.s.PaidAt = now
		}
		fault, ok := settlement.AsFieldError(settlement.Check(tc.s, now))
		if !ok || fault.Field[len(fault.Field)-1] != tc.field {
			t.Errorf("%s: %+v, want a fault of %s", name, fault, tc.field)
		}
	}
}
