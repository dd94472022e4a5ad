package automation_test

import (
	"bytes"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
)

// A pack is edited while a write is under way: what was done stands under names
// that it no longer has.
func TestAPackThatWasEditedBetweenTwoAttempts(t *testing.T) {
	t.Parallel()
	three := strings.Replace(twoEffects, "output:", "  third:\n    effect: write\n    post: /third\n    lookup: {get: /find/third, answers: [{empty: status == 404}]}\noutput:", 1)
	plainLast := strings.Replace(three, "    lookup: {get: /find/third, answers: [{empty: status == 404}]}\n", "", 1)
	for name, c := range map[string]struct {
		text        string
		done, found []string
		cannot      bool
		sent        string
		warned      int
	}{
		"no name is left":                      {three, []string{"a"}, []string{"first"}, true, "", 1},
		"nor of several":                       {three, []string{"a", "b"}, []string{"first", "second", "third"}, true, "", 2},
		"a renamed step is found":              {three, []string{"first", "b"}, []string{"second"}, false, "/third", 1},
		"a renamed step is not found":          {three, []string{"first", "b"}, nil, true, "", 1},
		"one of two is found":                  {three, []string{"first", "b", "c"}, []string{"second"}, true, "", 2},
		"both are found":                       {three, []string{"first", "b", "c"}, []string{"second", "third"}, false, "", 2},
		"a step without lookup":                {plainLast, []string{"first", "b"}, []string{"second"}, true, "", 1},
		"a step without lookup, all are known": {plainLast, []string{"first", "second"}, nil, false, "/third", 0},
		"an item is now a step":                {three, []string{"first[0]"}, nil, true, "", 1},
		"what was called is now a step":        {three, []string{"first.made"}, nil, true, "", 1},
		"nothing was done":                     {three, nil, nil, false, "/first /second /third", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := things(t, c.found...)
			var log bytes.Buffer
			logged := func(o *automation.Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) }
			connection := connect(t, load(t, files{"settle_boleto.yaml": c.text}), server.URL, logged)
			attempt := automation.Attempt{Number: 2, Done: known(c.done...)}
			_, err := settle(automation.WithAttempt(t.Context(), attempt), connection)
			if c.cannot {
				wantKind(t, err, erp.Unavailable)
			}
			if errors.Is(err, erp.ErrCannotLook) != c.cannot || err != nil && !c.cannot {
				t.Errorf("error %v, want one that nobody can look: %v", err, c.cannot)
			}
			if sent := sentTo(server); sent != c.sent {
				t.Errorf("sent %q, want %q", sent, c.sent)
			}
			if n := strings.Count(log.String(), "no longer has"); n != c.warned {
				t.Errorf("%d warnings, want %d:\n%s", n, c.warned, log.String())
			}
		})
	}
}

func sentTo(server *recorder) string {
	var paths []string
	for _, r := range server.got() {
		if r.Method == "POST" {
			paths = append(paths, r.Path)
		}
	}
	slices.Sort(paths)
	return strings.Join(paths, " ")
}

// What a called part did is known by the places of its steps and items.
func TestPlacesOfWhatIsCalledAreKnown(t *testing.T) {
	t.Parallel()
	done := []string{"a.one", "a.two", "b[0].one", "b[0].two", "b[1].one"}
	server := things(t)
	attempt := automation.Attempt{Number: 2, Done: known(done...)}
	if _, err := settle(automation.WithAttempt(t.Context(), attempt), connect(t, load(t, looks["call"]), server.URL)); err != nil {
		t.Fatal(err)
	}
	if sent := sentTo(server); sent != "/make/c2" {
		t.Errorf("sent %q", sent)
	}
}

// A new version that ends after it sent something itself does not say that
// nothing was sent.
func TestAnEditedPackThatSentSomethingSaysSo(t *testing.T) {
	t.Parallel()
	text := strings.Replace(twoEffects, "output:", "  third: {effect: write, post: /third, lookup: {get: /find/third, answers: [{empty: status == 404}]}}\n  last: {effect: write, post: /last, json: {after: $(third.id)}}\noutput:", 1)
	server := things(t, "second")
	attempt := automation.Attempt{Number: 2, Done: known("first", "b")}
	_, err := settle(automation.WithAttempt(t.Context(), attempt), connect(t, load(t, files{"settle_boleto.yaml": text}), server.URL))
	wantKind(t, err, erp.MaybeSent)
	if sent := sentTo(server); sent != "/third" || !errors.Is(err, erp.ErrCannotLook) {
		t.Errorf("%v; sent %q", err, sent)
	}
}
