package cache_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/cache"
	"balcao/erp"
	"balcao/internal/br"
)

type behindKey struct{}

// watched tells for whom each question is asked: "" in front of a reader,
// "behind" the back of one.
type watched struct {
	next  erp.Pipe
	mu    sync.Mutex
	asked []string
}

func (w *watched) Do(ctx context.Context, call erp.Call) []erp.Result {
	mark, _ := ctx.Value(behindKey{}).(string)
	w.mu.Lock()
	for _, in := range call.Inputs {
		w.asked = append(w.asked, mark+string(in.Subject()[:3]))
	}
	w.mu.Unlock()
	return w.next.Do(ctx, call)
}

// wants waits for as many questions as are named, in any order.
func (w *watched) wants(t *testing.T, want ...string) {
	t.Helper()
	var asked []string
	eventually(t, "the ERP is asked "+strings.Join(want, ", "), func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		asked = slices.Sorted(slices.Values(w.asked))
		return len(asked) >= len(want)
	})
	if !slices.Equal(asked, want) {
		t.Errorf("asked %v, want %v", asked, want)
	}
	w.mu.Lock()
	w.asked = nil
	w.mu.Unlock()
}

func marked(o *cache.ReadsOptions) {
	o.Behind = func(ctx context.Context) context.Context { return context.WithValue(ctx, behindKey{}, "behind ") }
}

// What is asked again behind a reader's back can be told from what somebody
// waits for, also within one level.
func TestWhatNobodyWaitsForIsMarked(t *testing.T) {
	t.Parallel()
	next, now := &watched{next: newERP()}, newClock()
	n := newNode(t, next, nodeOptions{now: now.Now, reads: marked})
	n.level(t, maria)
	next.wants(t, "529")
	now.add(time.Minute) // no longer fresh, served still
	n.level(t, maria, joao)
	next.wants(t, "111", "behind 529")
}

// The same where the old answer is Redis's.
func TestWhatRedisHadIsAskedAgainBehind(t *testing.T) {
	t.Parallel()
	server, now := startRedis(t), newClock()
	next := &watched{next: newERP()}
	o := nodeOptions{redis: server.url(), now: now.Now, reads: marked}
	first, second := newNode(t, next, o), newNode(t, next, o)
	first.level(t, maria)
	first.filled(t, server.client(), 1)
	next.wants(t, "529")
	now.add(time.Minute)
	second.level(t, maria, joao)
	next.wants(t, "111", "behind 529")
}

// level asks for the invoices of all at once.
func (n *node) level(t *testing.T, documents ...br.Document) {
	t.Helper()
	ins := make([]erp.InvoicesInput, len(documents))
	for i, d := range documents {
		ins[i].Document = d
	}
	for _, a := range erp.ListInvoices.CallMany(context.Background(), n, ins) {
		if a.Err != nil || a.Stale {
			t.Fatalf("%+v", a)
		}
	}
}
