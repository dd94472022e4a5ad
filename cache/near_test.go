package cache_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"balcao/cache"
	"balcao/erp"
	"balcao/internal/br"
)

func TestFreshness(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		answer func(*erp.Info, erp.Input) erp.Result
		after  time.Duration
		calls  int
	}{
		{"a list is fresh for half a minute", plain, 29 * time.Second, 1},
		{"and served for two minutes while it is asked again", plain, 119 * time.Second, 2},
		{"an incomplete list is kept for 5 s", incomplete, 4 * time.Second, 1},
		{"and not longer", incomplete, 6 * time.Second, 2},
		{"that there is nothing is kept for 30 s", failing(erp.NotFound), 29 * time.Second, 1},
		{"and not longer", failing(erp.NotFound), 31 * time.Second, 2},
		{"a failure is not kept", failing(erp.Unavailable), 0, 2},
		{"a refusal is not kept", failing(erp.Refused), 0, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			next, now := newERP(), newClock()
			next.answer = tt.answer
			n := newNode(t, next, nodeOptions{now: now.Now})
			_, _, first := erp.ListInvoices.Call(context.Background(), n, erp.InvoicesInput{Document: maria})
			now.add(tt.after)
			_, _, second := erp.ListInvoices.Call(context.Background(), n, erp.InvoicesInput{Document: maria})
			if erp.KindOf(first) != erp.KindOf(second) {
				t.Errorf("the first answer's error is %v, the second's %v", first, second)
			}
			n.store.Close()
			wantCalls(t, next, "list_invoices", tt.calls)
		})
	}
}

func incomplete(fn *erp.Info, in erp.Input) erp.Result {
	r := plain(fn, in)
	r.Incomplete = true
	return r
}

func TestRefreshBehindTheReader(t *testing.T) {
	t.Parallel()
	next, now := newERP(), newClock()
	n := newNode(t, next, nodeOptions{now: now.Now})
	_, first := n.invoices(t, maria)
	now.add(time.Minute)
	next.set(func(f *fakeERP) { f.hold, f.entered = make(chan struct{}), make(chan string, 9) })
	for range 20 {
		if _, meta := n.invoices(t, maria); !meta.FetchedAt.Equal(first.FetchedAt) || meta.Stale {
			t.Fatalf("while it is asked again the answer is %+v, want the old one of %v, not stale", meta, first.FetchedAt)
		}
	}
	next.wait(t)
	close(next.hold)
	eventually(t, "the new answer is served", func() bool {
		_, meta := n.invoices(t, maria)
		return meta.FetchedAt.After(first.FetchedAt)
	})
	wantCalls(t, next, "list_invoices", 2)
}

func TestNothingOutlivesMidnight(t *testing.T) {
	t.Parallel()
	next, now := newERP(), newClock()
	now.add(14*time.Hour - 10*time.Second)
	n := newNode(t, next, nodeOptions{now: now.Now})
	n.invoices(t, maria)
	now.add(9 * time.Second)
	n.invoices(t, maria)
	wantCalls(t, next, "list_invoices", 1)
	now.add(2 * time.Second)
	n.invoices(t, maria)
	wantCalls(t, next, "list_invoices", 2)
}

func TestMidnightIsNotJoined(t *testing.T) {
	t.Parallel()
	next, now := newERP(), newClock()
	now.add(14*time.Hour - time.Second)
	next.entered, next.hold = make(chan string, 9), make(chan struct{})
	n := newNode(t, next, nodeOptions{now: now.Now})
	var readers sync.WaitGroup
	readers.Go(func() { n.invoices(t, maria) })
	next.wait(t)
	now.add(2 * time.Second)
	readers.Go(func() { n.invoices(t, maria) })
	next.wait(t)
	close(next.hold)
	readers.Wait()
	wantCalls(t, next, "list_invoices", 2)
}

func TestStaleIfTheERPDoesNotAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		kind  erp.Kind
		after time.Duration
		stale bool
	}{
		{"unavailable", erp.Unavailable, 10 * time.Minute, true},
		{"a page instead of an answer", erp.BadAnswer, 10 * time.Minute, true},
		{"not longer than 15 minutes", erp.Unavailable, 16 * time.Minute, false},
		{"the ERP said no", erp.Refused, 10 * time.Minute, false},
		{"not supported any more", erp.NotSupported, 10 * time.Minute, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			next, now := newERP(), newClock()
			n := newNode(t, next, nodeOptions{now: now.Now})
			_, first := n.invoices(t, maria)
			now.add(tt.after)
			next.set(func(f *fakeERP) { f.answer = failing(tt.kind) })
			list, meta, err := erp.ListInvoices.Call(context.Background(), n, erp.InvoicesInput{Document: maria})
			if !tt.stale {
				asError(t, err, tt.kind)
				return
			}
			if err != nil || len(list) != 1 || !meta.Stale || !meta.FetchedAt.Equal(first.FetchedAt) {
				t.Errorf("got %d invoices, %+v, %v; want the old list, marked stale", len(list), meta, err)
			}
		})
	}
}

func TestObjectsAreNeverStale(t *testing.T) {
	t.Parallel()
	next, now := newERP(), newClock()
	n := newNode(t, next, nodeOptions{now: now.Now})
	ask := func() error {
		_, _, err := erp.GetCustomer.Call(context.Background(), n, erp.CustomerInput{Document: maria})
		return err
	}
	if err := ask(); err != nil {
		t.Fatal(err)
	}
	now.add(16 * time.Minute)
	next.set(func(f *fakeERP) { f.answer = failing(erp.Unavailable) })
	asError(t, ask(), erp.Unavailable)
}

func TestPassedByUncached(t *testing.T) {
	t.Parallel()
	next := newERP()
	next.answer = func(fn *erp.Info, in erp.Input) erp.Result {
		if fn == erp.GetInvoice.Info {
			return erp.Result{Value: &erp.Invoice{ID: "7"}}
		}
		return erp.Result{Value: erp.PDF("%PDF")}
	}
	n := newNode(t, next, nodeOptions{})
	for range 3 {
		if _, _, err := erp.GetInvoice.Call(context.Background(), n, erp.InvoiceInput{InvoiceID: "7", Document: maria}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := erp.GetBoletoPDF.Call(context.Background(), n, erp.BoletoInput{InvoiceID: "7", Document: maria}); err != nil {
			t.Fatal(err)
		}
	}
	wantCalls(t, next, "get_invoice", 3)
	wantCalls(t, next, "get_boleto_pdf", 3)
}

func TestLevel(t *testing.T) {
	t.Parallel()
	next := newERP()
	n := newNode(t, next, nodeOptions{})
	n.invoices(t, joao)
	ins := []erp.InvoicesInput{{Document: maria}, {Document: joao}, {Document: maria}, {Document: firma}}
	for i, a := range erp.ListInvoices.CallMany(context.Background(), n, ins) {
		if a.Err != nil || a.Value[0].DocumentNumber != ins[i].Document {
			t.Errorf("answer %d is of another customer, or failed: %v", i, a.Err)
		}
	}
	if next.count("list_invoices") != 2 || next.asked() != 3 {
		t.Errorf("%d calls with %d inputs, want 2 with 3: the level in one, each key once", next.count("list_invoices"), next.asked())
	}
}

func TestWriteInvalidatesItsCustomerOnly(t *testing.T) {
	t.Parallel()
	next := newERP()
	n := newNode(t, next, nodeOptions{})
	n.invoices(t, maria)
	n.invoices(t, joao)
	n.settle(maria)
	n.invoices(t, maria)
	n.invoices(t, joao)
	wantCalls(t, next, "list_invoices", 3)
}

func TestFailedWriteInvalidatesToo(t *testing.T) {
	t.Parallel()
	next := newERP()
	n := newNode(t, next, nodeOptions{})
	n.invoices(t, maria)
	next.set(func(f *fakeERP) { f.answer = failing(erp.MaybeSent) })
	n.settle(maria)
	next.set(func(f *fakeERP) { f.answer = plain })
	n.invoices(t, maria)
	wantCalls(t, next, "list_invoices", 2)
}

func TestClear(t *testing.T) {
	t.Parallel()
	next := newERP()
	n := newNode(t, next, nodeOptions{})
	n.invoices(t, maria)
	n.Clear(context.Background(), erp.GetCustomer.Info)
	n.invoices(t, maria)
	wantCalls(t, next, "list_invoices", 1)
	n.Clear(context.Background(), erp.ListInvoices.Info)
	n.invoices(t, maria)
	wantCalls(t, next, "list_invoices", 2)
	n.Clear(context.Background())
	n.invoices(t, maria)
	wantCalls(t, next, "list_invoices", 3)
}

func TestAnotherFingerprintIsAnotherCache(t *testing.T) {
	t.Parallel()
	next, fingerprint := newERP(), "one"
	n := newNode(t, next, nodeOptions{reads: func(o *cache.ReadsOptions) { o.Fingerprint = func() string { return fingerprint } }})
	n.invoices(t, maria)
	fingerprint = "two"
	n.invoices(t, maria)
	n.invoices(t, maria)
	wantCalls(t, next, "list_invoices", 2)
}

// A reader who leaves fails nobody else, and the answer is kept all the same.
func TestReaderLeaves(t *testing.T) {
	t.Parallel()
	next := newERP()
	next.entered, next.hold = make(chan string, 9), make(chan struct{})
	n := newNode(t, next, nodeOptions{})
	ctx, leave := context.WithCancel(context.Background())
	left := make(chan error)
	go func() {
		_, _, err := erp.ListInvoices.Call(ctx, n, erp.InvoicesInput{Document: maria})
		left <- err
	}()
	next.wait(t)
	var others sync.WaitGroup
	others.Go(func() { n.invoices(t, maria) })
	leave()
	err := <-left
	asError(t, err, erp.Unavailable)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error %v does not wrap the context's", err)
	}
	close(next.hold)
	others.Wait()
	n.invoices(t, maria)
	wantCalls(t, next, "list_invoices", 1)
}

func TestBudgetEndsACall(t *testing.T) {
	t.Parallel()
	next := newERP()
	next.hold = make(chan struct{})
	n := newNode(t, next, nodeOptions{reads: func(o *cache.ReadsOptions) { o.Budget = 20 * time.Millisecond }})
	_, _, err := erp.ListInvoices.Call(context.Background(), n, erp.InvoicesInput{Document: maria})
	asError(t, err, erp.Unavailable)
}

func TestPanicOfTheNextPipeFailsItsReaders(t *testing.T) {
	t.Parallel()
	next := newERP()
	next.answer = func(*erp.Info, erp.Input) erp.Result { panic("a bug") }
	n := newNode(t, next, nodeOptions{})
	_, _, err := erp.ListInvoices.Call(context.Background(), n, erp.InvoicesInput{Document: maria})
	asError(t, err, erp.Internal)
}

func TestClosedStoreStillAnswers(t *testing.T) {
	t.Parallel()
	next := newERP()
	n := newNode(t, next, nodeOptions{})
	n.store.Close()
	n.invoices(t, maria)
}

// A reader that writes to what it got (an overlay that changes a status) changes
// nobody else's, and the race detector has nothing to say.
func TestWritingToAnAnswer(t *testing.T) {
	t.Parallel()
	next := newERP()
	n := newNode(t, next, nodeOptions{})
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for range 100 {
				list, _ := n.invoices(t, maria)
				if list[0].Status != erp.Open {
					t.Error("another reader's overlay is seen")
					return
				}
				list[0].Status, list[0].PixCode = erp.PendingConfirmation, nil
				c, _, err := erp.GetCustomer.Call(context.Background(), n, erp.CustomerInput{Document: maria})
				if err != nil || c.Name != "Maria da Silva" {
					t.Errorf("another reader's change is seen, or %v", err)
					return
				}
				c.Name = ""
			}
		})
	}
	readers.Wait()
	wantCalls(t, next, "list_invoices", 1)
}

func TestSlowReadOfTheOldState(t *testing.T) {
	t.Parallel()
	state := erp.Open
	next := newERP()
	next.answer = withStatus(func() erp.InvoiceStatus { return state })
	next.entered, next.hold = make(chan string, 9), make(chan struct{})
	n := newNode(t, next, nodeOptions{})
	var slow sync.WaitGroup
	slow.Go(func() { n.status(t, maria) })
	next.wait(t)
	old := next.hold
	next.set(func(f *fakeERP) { f.hold, f.entered, state = nil, nil, erp.Paid })
	n.settle(maria)
	for range 3 {
		if got := n.status(t, maria); got != erp.Paid {
			t.Errorf("after the settlement's answer the invoice is %s", got)
		}
	}
	close(old)
	slow.Wait()
	if got := n.status(t, maria); got != erp.Paid {
		t.Errorf("after the slow read has ended the invoice is %s", got)
	}
}

// An admin is told how much was forgotten; it is forgotten of nobody else.
func TestForgetCounts(t *testing.T) {
	t.Parallel()
	next := newERP()
	n := newNode(t, next, nodeOptions{})
	fill := func() {
		_, _, _ = erp.GetCustomer.Call(context.Background(), n, erp.CustomerInput{Document: maria})
		n.invoices(t, maria)
		n.invoices(t, joao)
	}
	fill()
	for _, tt := range []struct {
		what     string
		function *erp.Info
		customer br.Document
		entries  int
	}{
		{"a function", erp.ListInvoices.Info, "", 2}, {"a person", nil, maria, 2}, {"a function without answers", erp.ListPlans.Info, "", 0}, {"everything", nil, "", 3},
	} {
		got := n.Forget(context.Background(), tt.function, tt.customer)
		if got.Entries != tt.entries || got.Everywhere {
			t.Errorf("%s: %+v, want %d here alone", tt.what, got, tt.entries)
		}
		if again := n.Forget(context.Background(), tt.function, tt.customer); again.Entries != 0 {
			t.Errorf("%s: %d were left", tt.what, again.Entries)
		}
		fill()
	}
	if !cache.Keeps(erp.ListInvoices.Info) || cache.Keeps(erp.GetInvoice.Info) {
		t.Error("it is not told what is kept")
	}
}
