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
	i := &erp.Invoice{ID: "7", Status: status, OpenAmount: open}
	for _, r := range references {
		i.Payments = append(i.Payments, erp.Payment{Reference: &r})
	}
	return erp.Result{Value: i}
}

func failed(kind erp.Kind, message string) erp.Result {
	return erp.Result{Err: &erp.Error{Kind: kind, Message: message}}
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
		"sent before, nothing is sent again":             {[]erp.Result{invoice(erp.Paid, 0, e2e)}, done, ledger.Confirmed, "", ledger.ByReference, 0, ""},
		"yes, and nothing changed":                       {[]erp.Result{open, open}, done, ledger.NeedsAttention, ledger.NoEvidence, "", 1, ""},
		"not done: somebody else paid in between":        {[]erp.Result{open, invoice(erp.Paid, 0, "balcao 3")}, failed(erp.NotDone, ""), ledger.NeedsAttention, ledger.PaidElsewhere, "", 1, ""},
		"not done: the same amount was paid in between":  {[]erp.Result{open, invoice(erp.Paid, 0)}, failed(erp.NotDone, ""), ledger.NeedsAttention, ledger.PaidElsewhere, "", 1, ""},
		"not done and open":                              {[]erp.Result{open, open}, failed(erp.NotDone, "não fecha"), ledger.NeedsAttention, ledger.NotDone, "", 1, ""},
		"refused":                                        {[]erp.Result{open, open}, failed(erp.Refused, "período fechado"), ledger.NeedsAttention, ledger.RefusedByERP, "", 1, ""},
		"no answer, yet it is there":                     {[]erp.Result{open, invoice(erp.Paid, 0, e2e)}, failed(erp.MaybeSent, ""), ledger.Confirmed, "", ledger.ByReference, 1, ""},
		"no answer, nothing to see":                      {[]erp.Result{open, open}, failed(erp.MaybeSent, ""), ledger.Unknown, ledger.NoAnswer, "", 1, ""},
		"no answer, and no read after":                   {[]erp.Result{open, failed(erp.Unavailable, "")}, failed(erp.MaybeSent, ""), ledger.Unknown, ledger.NoAnswer, "", 1, ""},
		"yes, and no read after":                         {[]erp.Result{open, failed(erp.Unavailable, "")}, done, ledger.Unknown, ledger.NoEvidence, "", 1, ""},
		"somebody else's payment of the same amount":     {[]erp.Result{open, invoice(erp.Paid, 0, "outro")}, done, ledger.NeedsAttention, ledger.PaidElsewhere, "", 1, ""},
		"paid already":                                   {[]erp.Result{invoice(erp.Paid, 0, "outro")}, done, ledger.NeedsAttention, ledger.PaidElsewhere, "", 0, ""},
		"cancelled":                                      {[]erp.Result{invoice(erp.Cancelled, 0)}, done, ledger.NeedsAttention, ledger.InvoiceCancelled, "", 0, ""},
		"not there":                                      {[]erp.Result{failed(erp.NotFound, "")}, done, ledger.NeedsAttention, ledger.InvoiceNotFound, "", 0, ""},
		"the pack cannot settle":                         {[]erp.Result{open, open}, failed(erp.NotSupported, ""), ledger.NeedsAttention, ledger.NotSupported, "", 1, ""},
		"the ERP is away before anything is sent":        {[]erp.Result{failed(erp.Unavailable, "")}, done, "", "", "", 0, erp.Unavailable},
		"the ERP is away when it is sent":                {[]erp.Result{open}, failed(erp.Unavailable, ""), "", "", "", 1, erp.Unavailable},
		"the reference inside a longer one is not found": {[]erp.Result{open, invoice(erp.Open, 10000, e2e+"9")}, done, ledger.NeedsAttention, ledger.NoEvidence, "", 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fakeERP{reads: tc.reads, settle: tc.settle}
			got, err := settlement.Run(t.Context(), f, erp.SettleInput{
				InvoiceID: "7", Settlement: erp.Settlement{Amount: 10000, Method: erp.PIX}, Reference: e2e,
			})
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
		Amount: 1, Method: erp.TEF, Network: text("REDE"), Store: text("1"), Terminal: text("7"),
		NSUSitef: text("000000"), NSUHost: text("4711"), ReceiptDate: &day,
	}
	if err := settlement.Check(tef); err != nil {
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
	if err := settlement.Check(card("Visa", 3)); err != nil {
		t.Fatal(err)
	}
	pix := erp.Settlement{Amount: 1, Method: erp.PIX, EndToEndID: text(e2e)}
	if err := settlement.Check(pix); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]erp.Settlement{
		"no amount":       {Method: erp.PIX, EndToEndID: text(e2e)},
		"negative amount": {Amount: -1, Method: erp.PIX, EndToEndID: text(e2e)},
		"no e2e":          {Amount: 1, Method: erp.PIX},
		"short e2e":       {Amount: 1, Method: erp.PIX, EndToEndID: text("E123")},
		"no nsu":          {Amount: 1, Method: erp.TEF, Network: text("R"), Store: text("1"), Terminal: text("7"), NSUHost: text("000"), ReceiptDate: &day},
		"no receipt date": {Amount: 1, Method: erp.TEF, Network: text("R"), Store: text("1"), Terminal: text("7"), NSUHost: text("5")},
		"instalments":     card("Visa", -5),
		"long brand":      card(strings.Repeat("x", 5000), 1),
		"long company":    {Amount: 1, Method: erp.PIX, EndToEndID: text(e2e), CompanyID: text(strings.Repeat("1", 41))},
		"long txid":       {Amount: 1, Method: erp.PIX, EndToEndID: text(e2e), TxID: text(strings.Repeat("1", 36))},
		"spaces":          {Amount: 1, Method: erp.TEF, Network: text("R D"), Store: text("1"), Terminal: text("7"), NSUHost: text("5"), ReceiptDate: &day},
	} {
		if _, ok := settlement.AsFieldError(settlement.Check(s)); !ok {
			t.Errorf("%s was taken", name)
		}
	}
}
