package automation_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
)

// things is an ERP in which everything that is found has an id: its name.
func things(t *testing.T, found ...string) *recorder {
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		name, look := strings.CutPrefix(r.URL.Path, "/find/")
		if look && !slices.Contains(found, name) {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		reply(w, object{"id": strings.TrimPrefix(name, "/")})
	})
}

func known(steps ...string) map[string][]byte {
	done := map[string][]byte{}
	for _, step := range steps {
		done[step] = []byte(`{"id":"known"}`)
	}
	return done
}

// looks are packs whose writes are of several effect steps.
var looks = map[string]files{
	"steps":           {"settle_boleto.yaml": twoEffects},
	"plain":           {"settle_boleto.yaml": settleOnce},
	"optional":        {"settle_boleto.yaml": strings.Replace(twoEffects, "post: /second", "post: /second\n    optional: true", 1)},
	"optional, plain": {"settle_boleto.yaml": strings.Replace(settleOnce, "post: /pay", "post: /pay\n    optional: true", 1)},
	"each": {"settle_boleto.yaml": `
steps:
  made:
    each: split("a b", " ")
    effect: write
    post: /make/$(it)
    lookup: {get: /find/$(it), answers: [{empty: status == 404}]}
output: {remote_id: last(made).id}
`},
	"call": {"parts/make.yaml": partOfTwo, "settle_boleto.yaml": `
steps:
  a: {call: make, with: {name: a}}
  b: {each: 'split("b c", " ")', call: make, with: {name: $(it)}}
output: {remote_id: last(b)}
`},
	"called lookup": {"parts/make.yaml": partOfTwo, "settle_boleto.yaml": `
steps:
  a:
    call: make
    with: {name: a}
    lookup: {get: /find/whole, take: answer.id, answers: [{empty: status == 404}]}
output: {remote_id: a}
`},
	"batch": {"get_customer.yaml": `
batch: {key: document}
steps:
  rows: {each: keys, get: /find/$(it), answers: [{empty: status == 404}]}
output: {each: rows, if: it != null, key: it.id, fields: {name: it.id, active: it.id != null}}
`, "settle_boleto.yaml": `
steps:
  a:
    effect: write
    post: /make
    lookup: {call: get_customer, with: {document: $(input.document)}}
output: {remote_id: a.name}
`},
}

const partOfTwo = `
input: {name: text}
steps:
  one:
    effect: write
    post: /make/$(input.name)1
    lookup: {get: /find/$(input.name)1, answers: [{empty: status == 404}]}
  two:
    effect: write
    post: /make/$(input.name)2
    lookup: {get: /find/$(input.name)2, answers: [{empty: status == 404}]}
output: two.id
`

func TestALookSendsNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pack        string
		done, found []string
		cause       error  // nil if all is there
		step        string // at which it ends
		asked       string
	}{
		"nothing is there":               {"steps", nil, nil, erp.ErrAbsent, "first", "first"},
		"the first is there":             {"steps", nil, []string{"first"}, erp.ErrAbsent, "second", "first second"},
		"the first is known":             {"steps", []string{"first"}, nil, erp.ErrAbsent, "second", "second"},
		"both are there":                 {"steps", nil, []string{"first", "second"}, nil, "", "first second"},
		"one known, one there":           {"steps", []string{"first"}, []string{"second"}, nil, "", "second"},
		"both are known":                 {"steps", []string{"first", "second"}, nil, nil, "", ""},
		"no lookup":                      {"plain", nil, nil, erp.ErrCannotLook, "paid", ""},
		"no lookup, and known":           {"plain", []string{"paid"}, nil, nil, "", ""},
		"an optional one is not there":   {"optional", nil, []string{"first"}, erp.ErrAbsent, "second", "first second"},
		"an optional one without lookup": {"optional, plain", nil, nil, erp.ErrCannotLook, "paid", ""},
		"no item is there":               {"each", nil, nil, erp.ErrAbsent, "made", "a"},
		"the second item is not there":   {"each", []string{"made[0]"}, nil, erp.ErrAbsent, "made", "b"},
		"all items are there":            {"each", []string{"made[0]"}, []string{"b"}, nil, "", "b"},
		"half of a call is there":        {"call", nil, []string{"a1"}, erp.ErrAbsent, "two", "a1 a2"},
		"half of a called item is there": {"call", []string{"a.one", "a.two", "b[0].two"}, []string{"b1", "c1"}, erp.ErrAbsent, "two", "b1 c1 c2"},
		"all calls are known":            {"call", []string{"a.one", "a.two", "b[0].one", "b[0].two", "b[1].one", "b[1].two"}, nil, nil, "", ""},
		"a call is there":                {"called lookup", nil, []string{"whole"}, nil, "", "whole"},
		"a call is not there":            {"called lookup", nil, []string{"a1"}, erp.ErrAbsent, "a", "whole"},
		"a call is known by half":        {"called lookup", []string{"a.one"}, []string{"whole"}, erp.ErrAbsent, "two", "a2"},
		"a batch finds nothing":          {"batch", nil, nil, erp.ErrAbsent, "a", string(maria)},
		"a batch finds it":               {"batch", nil, []string{string(maria)}, nil, "", string(maria)},
	} {
		for number := range 3 {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				server := things(t, c.found...)
				ledger := &book{}
				attempt := automation.Attempt{Number: number, Look: true, Done: known(c.done...), Record: ledger}
				_, err := settle(automation.WithAttempt(t.Context(), attempt), connect(t, load(t, looks[c.pack]), server.URL))
				wantLook(t, err, c.cause, c.step)
				if asked := askedFor(t, server); asked != c.asked {
					t.Errorf("asked for %q, want %q", asked, c.asked)
				}
				if len(ledger.lines) != 0 {
					t.Errorf("a look was recorded: %q", ledger.lines)
				}
			})
		}
	}
}

func wantLook(t *testing.T, err, cause error, step string) {
	t.Helper()
	if cause == nil {
		if err != nil {
			t.Errorf("error %v, want none", err)
		}
		return
	}
	e, ok := errors.AsType[*erp.Error](err)
	if !ok || e.Kind != erp.Unavailable || !errors.Is(err, cause) || e.Step != step || e.Held {
		t.Errorf("error %v, want %q at the step %q", err, cause, step)
	}
}

// askedFor are the names that were looked for; anything else is an error.
func askedFor(t *testing.T, server *recorder) string {
	t.Helper()
	var names []string
	for _, r := range server.got() {
		name, look := strings.CutPrefix(r.Path, "/find/")
		if !look {
			t.Errorf("sent %s %s", r.Method, r.Path)
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// Whether it is there is not known from a look-up that fails.
func TestALookThatFailsSaysNeither(t *testing.T) {
	t.Parallel()
	for _, done := range []string{"", "first"} {
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) })
		c := connect(t, load(t, looks["steps"]), server.URL)
		_, err := settle(automation.WithAttempt(t.Context(), automation.Attempt{Look: true, Done: known(strings.Fields(done)...)}), c)
		wantKind(t, err, erp.BadAnswer)
		if errors.Is(err, erp.ErrAbsent) || errors.Is(err, erp.ErrCannotLook) {
			t.Errorf("it says %v", err)
		}
	}
}

// What a look-up reads is never an answer that was kept from before.
func TestALookAsksTheERP(t *testing.T) {
	t.Parallel()
	there := false
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if !there {
			reply(w, []any{})
			return
		}
		reply(w, []any{object{"id": 1}})
	})
	kept := strings.Replace(settleOnce, "post: /pay", "post: /pay\n    lookup: {call: find}", 1)
	find := "steps:\n  found: {get: /find, keep: 1h, take: first(answer)}\noutput: found\n"
	c := connect(t, load(t, files{"parts/find.yaml": find, "settle_boleto.yaml": kept}), server.URL)
	look := automation.WithAttempt(t.Context(), automation.Attempt{Look: true})
	_, err := settle(look, c)
	wantLook(t, err, erp.ErrAbsent, "paid")
	there = true
	_, err = settle(look, c)
	wantLook(t, err, nil, "")
}

// The places under which steps are recorded tell all of them apart.
func TestEveryEffectStepIsRecordedUnderItsOwnPlace(t *testing.T) {
	t.Parallel()
	for pack, want := range map[string]string{
		"steps":         "first second",
		"each":          "made[0] made[1]",
		"call":          "a.one a.two b[0].one b[0].two b[1].one b[1].two",
		"called lookup": "a.one a.two",
	} {
		ledger := &book{}
		ctx := automation.WithAttempt(t.Context(), automation.Attempt{Number: 1, Record: ledger})
		if _, err := settle(ctx, connect(t, load(t, looks[pack]), things(t).URL)); err != nil {
			t.Errorf("%s: %v", pack, err)
		}
		var lines []string
		for place := range strings.FieldsSeq(want) {
			lines = append(lines, "before "+place, "after "+place)
		}
		for i, line := range ledger.lines {
			ledger.lines[i], _, _ = strings.Cut(line, " {")
		}
		if !slices.Equal(ledger.lines, lines) {
			t.Errorf("%s: recorded %q, want %q", pack, ledger.lines, lines)
		}
	}
}

var errLeaseLost = errors.New("the lease is over")

// lost is a ledger that says at one place that it is no longer this node's turn.
type lost struct {
	book
	at string
}

func (l *lost) Before(ctx context.Context, step string) error {
	if step == l.at {
		return errLeaseLost
	}
	return l.book.Before(ctx, step)
}

// It says so of an optional step too, and nothing is sent after it.
func TestALostLeaseEndsTheRun(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		pack, at string
		kind     erp.Kind
		sent     int
	}{
		"at the first step":      {"steps", "first", erp.Unavailable, 0},
		"at the second":          {"steps", "second", erp.MaybeSent, 1},
		"at an optional one":     {"optional, plain", "paid", erp.Unavailable, 0},
		"at an item":             {"each", "made[1]", erp.MaybeSent, 1},
		"within a called item":   {"call", "b[0].two", erp.MaybeSent, 3},
		"at the first of a call": {"call", "a.one", erp.Unavailable, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := things(t)
			ctx := automation.WithAttempt(t.Context(), automation.Attempt{Number: 1, Record: &lost{at: c.at}})
			_, err := settle(ctx, connect(t, load(t, looks[c.pack]), server.URL))
			wantKind(t, err, c.kind)
			if !errors.Is(err, errLeaseLost) {
				t.Errorf("error %v does not say why", err)
			}
			if n := len(server.got()); n != c.sent {
				t.Errorf("sent %d, want %d", n, c.sent)
			}
		})
	}
}
