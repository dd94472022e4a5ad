package automation_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/guard"
)

// heldBack is what an error tells the ledger about trying again.
func heldBack(t *testing.T, err error, kind erp.Kind, held bool, after time.Duration) {
	t.Helper()
	e, ok := errors.AsType[*erp.Error](err)
	if !ok {
		t.Fatalf("error is %v, want an *erp.Error", err)
	}
	if e.Kind != kind || e.Held != held || e.RetryAfter.Round(time.Second) != after {
		t.Errorf("%v: held %v, again after %v; want %s, held %v, after %v", e, e.Held, e.RetryAfter, kind, held, after)
	}
}

func busy(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "7")
	w.WriteHeader(http.StatusServiceUnavailable)
}

func TestAnOpenBreakerHoldsAWriteBack(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) { busy(w) })
	c := connect(t, load(t, files{"settle_boleto.yaml": settleOnce}), server.URL)
	for range 5 { // the breaker opens
		_, err := settle(t.Context(), c)
		heldBack(t, err, erp.MaybeSent, false, 7*time.Second)
	}
	_, err := settle(t.Context(), c)
	heldBack(t, err, erp.Unavailable, true, 10*time.Second)
	if n := server.count("/pay"); n != 5 {
		t.Errorf("sent %d times", n)
	}
}

// What is held back after the same run has done something was tried; what is
// held back after an earlier attempt has done something was not.
func TestHeldIsOfThisRunAlone(t *testing.T) {
	t.Parallel()
	// Each step has a host, and so a breaker, of its own.
	text := strings.Replace(twoEffects, "post: /second", "host: other\n    post: /second", 1)
	for name, c := range map[string]struct {
		attempt automation.Attempt
		held    bool
	}{
		"sent by this run":        {automation.Attempt{Number: 1}, false},
		"by an earlier attempt":   {automation.Attempt{Number: 2, Done: map[string][]byte{"first": []byte(`{"id":1}`)}}, true},
		"found of an earlier one": {automation.Attempt{Number: 2}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			up := shop(t, "first", func() int { return 200 })
			down := serve(t, func(w http.ResponseWriter, _ *http.Request) { busy(w) })
			pack := load(t, files{"pack.yaml": twoHosts, "settle_boleto.yaml": text})
			connection := connect(t, pack, up.URL, settings(map[string]string{"other": down.URL}))
			for range 5 {
				settle(t.Context(), connection)
			}
			_, err := settle(automation.WithAttempt(t.Context(), c.attempt), connection)
			heldBack(t, err, erp.MaybeSent, c.held, 10*time.Second)
		})
	}
}

const twoHosts = `
pack: test
title: Test
language: 1
settings:
  url: {type: url, label: Address}
  other: {type: url, label: Another}
hosts:
  api: {url: $(settings.url)}
  other: {url: $(settings.other)}
`

func TestAFullQueueHoldsAWriteBack(t *testing.T) {
	t.Parallel()
	asked, gone := make(chan struct{}), make(chan struct{})
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-gone
		reply(w, object{"id": 1})
	})
	one := func(o *automation.Options) {
		o.Guard.Close()
		o.Guard, _ = guard.New(guard.Options{Limits: guard.Limits{AtOnce: 1}, Logger: o.Logger})
	}
	c := connect(t, load(t, files{"settle_boleto.yaml": settleOnce}), server.URL, one)
	done := make(chan error)
	go func() { _, err := settle(t.Context(), c); done <- err }()
	<-asked
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := settle(ctx, c)
	heldBack(t, err, erp.Unavailable, true, 0)
	close(gone)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestALogInThatIsLeftAloneHoldsAWriteBack(t *testing.T) {
	t.Parallel()
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	pack := load(t, files{"pack.yaml": sessionPack, "settle_boleto.yaml": settleOnce})
	c := connect(t, pack, server.URL, settings(map[string]string{"password": "pass-1234"}))
	_, err := settle(t.Context(), c)
	heldBack(t, err, erp.Unauthenticated, false, 0)
	_, err = settle(t.Context(), c)
	heldBack(t, err, erp.Unauthenticated, true, 30*time.Second)
}
