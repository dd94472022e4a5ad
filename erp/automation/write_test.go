package automation_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
)

var payment = erp.SettleInput{
	InvoiceID: "7", Document: maria, Reference: "E12345678202611241230abcdefghij4",
	Settlement: erp.Settlement{Amount: 2600, PaidAt: noon, Method: erp.PIX},
}

func settle(ctx context.Context, c *automation.Connection) (*erp.Settled, error) {
	got, _, err := erp.SettleBoleto.Call(ctx, c, payment)
	return got, err
}

const settleOnce = `
steps:
  paid:
    effect: write
    post: /pay
    json:
      amount: $(money_text(input.settlement.amount, "1234.56"))
      ref: $(input.reference)
output: {remote_id: paid.id}
`

func TestHowAWritesAnswerIsJudged(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter)
		kind   erp.Kind
	}{
		"done":             {func(w http.ResponseWriter) { reply(w, object{"id": 5}) }, ""},
		"done, no body":    {func(w http.ResponseWriter) { w.WriteHeader(http.StatusAccepted) }, ""},
		"pack's empty":     {func(w http.ResponseWriter) { reply(w, object{"code": 3}) }, erp.Refused},
		"refused":          {func(w http.ResponseWriter) { reply(w, object{"code": 1}) }, erp.Refused},
		"status 422":       {func(w http.ResponseWriter) { w.WriteHeader(http.StatusUnprocessableEntity) }, erp.Refused},
		"not let in":       {func(w http.ResponseWriter) { w.WriteHeader(http.StatusUnauthorized) }, erp.Unauthenticated},
		"rule unavailable": {func(w http.ResponseWriter) { reply(w, object{"code": 5}) }, erp.MaybeSent},
		"status 500":       {func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }, erp.MaybeSent},
		"status 429":       {func(w http.ResponseWriter) { w.WriteHeader(http.StatusTooManyRequests) }, erp.MaybeSent},
		"a redirect":       {func(w http.ResponseWriter) { w.Header().Set("Location", "/x"); w.WriteHeader(http.StatusFound) }, erp.MaybeSent},
		"a page":           {func(w http.ResponseWriter) { w.Write([]byte("<html>")) }, erp.MaybeSent},
		"broken JSON":      {func(w http.ResponseWriter) { w.Write([]byte(`{"id":`)) }, erp.MaybeSent},
		"cut":              {func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, erp.MaybeSent},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, func(w http.ResponseWriter, _ *http.Request) { c.answer(w) })
			connection := connect(t, load(t, files{"pack.yaml": judged, "settle_boleto.yaml": settleOnce}), server.URL)
			_, err := settle(t.Context(), connection)
			wantKind(t, err, c.kind)
			if n := len(server.got()); n != 1 {
				t.Errorf("sent %d times", n)
			}
		})
	}
}

func TestAWriteThatCannotBeSentIsUnavailable(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	c := connect(t, load(t, files{"settle_boleto.yaml": settleOnce}), "http://"+listener.Addr().String())
	_, err = settle(t.Context(), c)
	wantKind(t, err, erp.Unavailable)
}

func readBack(more string) string {
	return strings.Replace(settleOnce, "output:", `
  after:
    get: /invoice
    until: after.status == "paid"
    every: 1s
    for: 2s
`+more+"output:", 1)
}

func TestReadBack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		more   string
		status func(read int32) (int, string)
		kind   erp.Kind
	}{
		"seen at once":        {"", func(int32) (int, string) { return 200, "paid" }, ""},
		"seen at last":        {"", func(n int32) (int, string) { return 200, map[bool]string{true: "paid", false: "open"}[n > 1] }, ""},
		"never: not done":     {"", func(int32) (int, string) { return 200, "open" }, erp.NotDone},
		"never: unknown":      {"    if_never: unknown\n", func(int32) (int, string) { return 200, "open" }, erp.MaybeSent},
		"refused after paid":  {"    answers: [{refused: status == 409}]\n", func(int32) (int, string) { return 409, "" }, erp.NotDone},
		"unavailable or page": {"", func(int32) (int, string) { return 302, "" }, erp.MaybeSent},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var reads atomic.Int32
			server := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/pay" {
					reply(w, object{"id": 5})
					return
				}
				status, text := c.status(reads.Add(1))
				w.WriteHeader(status)
				reply(w, object{"status": text})
			})
			connection := connect(t, load(t, files{"settle_boleto.yaml": readBack(c.more)}), server.URL)
			got, err := settle(t.Context(), connection)
			wantKind(t, err, c.kind)
			if err == nil && (got.RemoteID == nil || *got.RemoteID != "5") {
				t.Errorf("got %+v", got)
			}
			if server.count("/pay") != 1 {
				t.Errorf("paid %d times", server.count("/pay"))
			}
		})
	}
}

func TestAPreReadThatFailsSendsNothing(t *testing.T) {
	t.Parallel()
	for status, kind := range map[int]erp.Kind{404: erp.NotFound, 302: erp.BadAnswer, 409: erp.Refused} {
		server := serve(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status) })
		text := strings.Replace(settleOnce, "steps:", "steps:\n  invoice: {get: /invoice, answers: [{empty: status == 404}]}", 1)
		_, err := settle(t.Context(), connect(t, load(t, files{"settle_boleto.yaml": text}), server.URL))
		wantKind(t, err, kind)
		if server.count("/pay") != 0 {
			t.Errorf("status %d: it was paid", status)
		}
	}
}

const twoEffects = `
steps:
  first:
    effect: write
    post: /first
    lookup: {get: /find/first, answers: [{empty: status == 404}]}
  second:
    effect: write
    post: /second
    json: {after: $(first.id)}
    lookup: {get: /find/second, answers: [{empty: status == 404}]}
output: {remote_id: second.id}
`

// book is a ledger for one run.
type book struct {
	lines []string
	done  map[string][]byte
	fail  string
}

func (b *book) Before(_ context.Context, step string) error {
	b.lines = append(b.lines, "before "+step)
	if b.fail == "before "+step {
		return errors.New("the disk is full")
	}
	return nil
}

func (b *book) After(_ context.Context, step string, value []byte) error {
	b.lines = append(b.lines, fmt.Sprintf("after %s %s", step, value))
	if b.done == nil {
		b.done = map[string][]byte{}
	}
	b.done[step] = value
	if b.fail == "after "+step {
		return errors.New("the disk is full")
	}
	return nil
}

// shop has two things to be made; found are those that look-ups find.
func shop(t *testing.T, found string, secondStatus func() int) *recorder {
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/find/") && !strings.HasSuffix(r.URL.Path, found):
			w.WriteHeader(http.StatusNotFound)
		case r.URL.Path == "/second":
			w.WriteHeader(secondStatus())
			reply(w, object{"id": 2})
		default:
			reply(w, object{"id": 1})
		}
	})
}

func TestTheLedgerContinuesWhereARunEnded(t *testing.T) {
	t.Parallel()
	status := 500
	server := shop(t, "none", func() int { return status })
	c := connect(t, load(t, files{"settle_boleto.yaml": twoEffects}), server.URL)
	ledger := &book{}
	_, err := settle(automation.WithAttempt(t.Context(), automation.Attempt{Number: 1, Record: ledger}), c)
	wantKind(t, err, erp.MaybeSent)
	want := []string{"before first", `after first {"id":1}`, "before second"}
	if !slices.Equal(ledger.lines, want) {
		t.Fatalf("recorded %q, want %q", ledger.lines, want)
	}
	status = 200
	_, err = settle(automation.WithAttempt(t.Context(), automation.Attempt{Number: 2, Done: ledger.done, Record: ledger}), c)
	if err != nil {
		t.Fatal(err)
	}
	for path, n := range map[string]int{"/first": 1, "/find/first": 0, "/find/second": 1, "/second": 2} {
		if server.count(path) != n {
			t.Errorf("%s was asked %d times, want %d", path, server.count(path), n)
		}
	}
	if last := server.got()[len(server.got())-1]; last.Body != `{"after":1}` {
		t.Errorf("the second step was sent %s", last.Body)
	}
}

func TestWhatALookUpFindsIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	server := shop(t, "second", func() int { return 200 })
	c := connect(t, load(t, files{"settle_boleto.yaml": twoEffects}), server.URL)
	attempt := automation.Attempt{Number: 2, Done: map[string][]byte{"first": []byte(`{"id":1}`)}}
	if _, err := settle(automation.WithAttempt(t.Context(), attempt), c); err != nil {
		t.Fatal(err)
	}
	if server.count("/second") != 0 || server.count("/find/second") != 1 {
		t.Errorf("asked %+v", server.got())
	}
}

func TestNothingIsSentThatCannotBeRecorded(t *testing.T) {
	t.Parallel()
	for fail, kind := range map[string]erp.Kind{"before first": erp.Unavailable, "after first": erp.MaybeSent, "before second": erp.MaybeSent} {
		server := shop(t, "none", func() int { return 200 })
		c := connect(t, load(t, files{"settle_boleto.yaml": twoEffects}), server.URL)
		_, err := settle(automation.WithAttempt(t.Context(), automation.Attempt{Number: 1, Record: &book{fail: fail}}), c)
		wantKind(t, err, kind)
		if sent := server.count("/first") + server.count("/second"); sent != strings.Count(fail, "after")+strings.Count(fail, "second") {
			t.Errorf("%s: %d requests", fail, sent)
		}
	}
}

func TestWritesForgetWhatWasRead(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"id": 1, "status": "paid"}))
	text := strings.Replace(settleOnce, "steps:", "steps:\n  before: {get: /invoice}", 1)
	text = strings.Replace(text, "output:", "  after: {get: /invoice}\noutput:", 1)
	if _, err := settle(t.Context(), connect(t, load(t, files{"settle_boleto.yaml": text}), server.URL)); err != nil {
		t.Fatal(err)
	}
	if n := server.count("/invoice"); n != 2 {
		t.Errorf("the invoice was read %d times", n)
	}
}

func TestALostSessionIsRenewedBeforeAWriteIsRepeated(t *testing.T) {
	t.Parallel()
	b := &bank{}
	server := serve(t, b.ServeHTTP)
	pack := load(t, files{"pack.yaml": sessionPack, "settle_boleto.yaml": settleOnce, "get_customer.yaml": getCustomer})
	c := connect(t, pack, server.URL, settings(map[string]string{"password": "pass-1234"}))
	customer(t, c, maria)
	b.end()
	if _, err := settle(t.Context(), c); err != nil || b.loggedIn() != 2 || server.count("/pay") != 2 {
		t.Errorf("%v, %d log-ins, %d sendings", err, b.loggedIn(), server.count("/pay"))
	}
}

func TestTheTotalOfAWriteLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	gone := make(chan struct{})
	server := serve(t, func(http.ResponseWriter, *http.Request) { <-gone })
	t.Cleanup(func() { close(gone) })
	pack := load(t, files{"pack.yaml": packYAML + "limits: {timeout: 1s}\n", "settle_boleto.yaml": settleOnce})
	begin := time.Now()
	_, err := settle(t.Context(), connect(t, pack, server.URL))
	wantKind(t, err, erp.MaybeSent)
	if took := time.Since(begin); took > 5*time.Second || len(server.got()) != 1 {
		t.Errorf("took %v, sent %d times", took, len(server.got()))
	}
}
