package loader_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"balcao/erp"
	"balcao/graph/loader"
	"balcao/internal/br"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// counting answers customers and remembers the size of each call.
type counting struct {
	mu    sync.Mutex
	calls []int
	reply func(erp.Call) []erp.Result
}

func (c *counting) Do(_ context.Context, call erp.Call) []erp.Result {
	c.mu.Lock()
	c.calls = append(c.calls, len(call.Inputs))
	c.mu.Unlock()
	if c.reply != nil {
		return c.reply(call)
	}
	results := make([]erp.Result, len(call.Inputs))
	for i, in := range call.Inputs {
		results[i].Value = &erp.Customer{Document: in.Subject()}
	}
	return results
}

func inputs(n int) []erp.Input {
	list := make([]erp.Input, n)
	for i := range list {
		list[i] = erp.CustomerInput{Document: br.Document(fmt.Sprint(i))}
	}
	return list
}

func TestALevelHandedOverIsOneCall(t *testing.T) {
	t.Parallel()
	next := &counting{}
	l := loader.New(t.Context(), next)
	ins := inputs(50)
	l.Ahead(erp.GetCustomer.Info, ins)
	var group sync.WaitGroup
	for _, in := range ins {
		for range 3 {
			group.Go(func() {
				c, _, err := erp.GetCustomer.Call(t.Context(), l, in.(erp.CustomerInput))
				if err != nil || c.Document != in.Subject() {
					t.Errorf("got %v %v for %v", c, err, in)
				}
			})
		}
	}
	group.Wait()
	if len(next.calls) != 1 || next.calls[0] != 50 {
		t.Errorf("calls %v, want one of 50", next.calls)
	}
}

func TestWhatWasFetchedAheadIsNotFetchedAgain(t *testing.T) {
	t.Parallel()
	next := &counting{}
	l := loader.New(t.Context(), next)
	l.Ahead(erp.GetCustomer.Info, inputs(1))
	for range 3 {
		if _, _, err := erp.GetCustomer.Call(t.Context(), l, erp.CustomerInput{Document: "0"}); err != nil {
			t.Fatal(err)
		}
	}
	if len(next.calls) != 1 {
		t.Errorf("calls %v, want one", next.calls)
	}
}

func TestFaultsOfThePipeAreErrors(t *testing.T) {
	t.Parallel()
	cause := errors.New("cause")
	for name, tc := range map[string]struct {
		reply func(erp.Call) []erp.Result
		kind  erp.Kind
	}{
		"panic":           {func(erp.Call) []erp.Result { panic("fault") }, erp.Internal},
		"too few results": {func(erp.Call) []erp.Result { return nil }, erp.Internal},
		"an error": {func(c erp.Call) []erp.Result {
			return erp.Fail(c, &erp.Error{Kind: erp.Unavailable, Cause: cause})
		}, erp.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			next := &counting{reply: tc.reply}
			l := loader.New(t.Context(), next)
			for range 2 {
				if _, _, err := erp.GetCustomer.Call(t.Context(), l, erp.CustomerInput{Document: "1"}); erp.KindOf(err) != tc.kind {
					t.Errorf("got %v, want %s", err, tc.kind)
				}
			}
			if len(next.calls) != 1 {
				t.Errorf("a failed key was asked again: %v", next.calls)
			}
		})
	}
}

func TestACallerThatLeavesDoesNotWait(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	next := &counting{reply: func(c erp.Call) []erp.Result { <-release; return make([]erp.Result, len(c.Inputs)) }}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := erp.GetCustomer.Call(ctx, loader.New(t.Context(), next), erp.CustomerInput{Document: "1"})
	if !erp.IsKind(err, erp.Unavailable) {
		t.Errorf("got %v, want unavailable", err)
	}
	close(release)
}
