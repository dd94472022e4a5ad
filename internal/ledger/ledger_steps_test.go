package ledger_test

import (
	"context"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
)

// inTurn is a runner that does one thing after the other.
func inTurn(runners ...ledger.Runner) ledger.Runner {
	next := 0
	return func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		one := runners[next]
		next++
		return one(ctx, a)
	}
}

func begin(t *testing.T, ctx context.Context, a *ledger.Attempt, place string) {
	if err := a.Before(ctx, place); err != nil {
		t.Error(err)
	}
}

func done(t *testing.T, ctx context.Context, a *ledger.Attempt, place, value string) {
	begin(t, ctx, a, place)
	if err := a.After(ctx, place, []byte(value)); err != nil {
		t.Error(err)
	}
}

// knows checks what an attempt knows of earlier ones.
func knows(t *testing.T, a *ledger.Attempt, want map[string]string) {
	t.Helper()
	got := a.Done()
	for place, value := range want {
		if string(got[place]) != value {
			t.Errorf("attempt %d knows of %s %q, want %q", a.Number, place, got[place], value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("attempt %d knows %q, want %v", a.Number, got, want)
	}
}

// The first step is done, the second begun, and the process dies: the write is
// looked for, what was done is known, and the rest is sent again only after two
// looks.
func stepsSurvive(t *testing.T, db database) {
	stores := db(t)
	f := freeze(says(ledger.Outcome{}, unreached), nil)
	first := func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		knows(t, a, nil)
		done(t, ctx, a, "customer", `{"id":7}`)
		begin(t, ctx, a, "contract")
		return f.run(ctx, a)
	}
	look := func(_ context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if !a.Looking || !a.Sent {
			t.Errorf("attempt %d: looking %v, sent %v", a.Number, a.Looking, a.Sent)
		}
		knows(t, a, map[string]string{"customer": `{"id":7}`})
		return absent, nil
	}
	last := func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if a.Looking {
			t.Error("it is still looked for")
		}
		knows(t, a, map[string]string{"customer": `{"id":7}`})
		done(t, ctx, a, "contract", `8`)
		return confirmed, nil
	}
	runner := inTurn(first, look, look, last)
	one, two := newNode(t, stores(), "one", runner), newNode(t, stores(), "two", runner)
	id := one.take(lead("L1"))
	f.begin(one, id)
	one.later(calm.Lease + within)
	two.try(id)
	two.is(id, ledger.Unknown, ledger.NoAnswer)
	two.later(calm.FirstRetry)
	two.try(id)
	two.is(id, ledger.Accepted, ledger.NoAnswer)
	f.end()
	two.try(id)
	two.is(id, ledger.Confirmed, "")
}

// All that was begun is known to be done, and yet it is not there: then what the
// steps gave is worth nothing.
func stepsThatAreKnownStay(t *testing.T, db database) {
	n := newNode(t, db(t)(), "one", inTurn(
		func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
			done(t, ctx, a, "paid", `1`)
			return unknown, nil
		},
		says(absent, nil), says(absent, nil),
		func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
			knows(t, a, nil)
			if !a.Sent {
				t.Error("nothing is known of the earlier sending")
			}
			done(t, ctx, a, "paid", `2`)
			return attention, nil
		},
		// A person has sent it again.
		func(_ context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
			knows(t, a, nil)
			return confirmed, nil
		},
	))
	id := n.take(settling("E1", "7"))
	n.try(id)
	n.later(within)
	n.try(id)
	n.later(calm.FirstRetry)
	n.try(id)
	n.try(id)
	n.is(id, ledger.NeedsAttention, ledger.PaidElsewhere)
	if err := n.decide(id, ledger.Accepted); err != nil {
		t.Fatal(err)
	}
	n.becomes(id, ledger.Confirmed)
}

func notesAreKept(t *testing.T, db database) {
	type note struct{ Open int }
	n := newNode(t, db(t)(), "one", inTurn(
		func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
			if a.Notes(&note{}) {
				t.Error("there are notes of nobody")
			}
			if err := a.Keep(ctx, note{100}); err != nil {
				t.Error(err)
			}
			return ledger.Outcome{Result: `"waits"`, RemoteID: "9"}, unreached
		},
		func(_ context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
			var kept note
			if !a.Notes(&kept) || kept.Open != 100 || a.Row.Result != `"waits"` || a.Row.RemoteID != "9" {
				t.Errorf("kept %+v, %+v", kept, a.Row.Outcome)
			}
			return confirmed, nil
		},
	))
	id := n.take(settling("E1", "7"))
	n.try(id)
	n.is(id, ledger.Accepted, ledger.Unreachable)
	n.later(calm.FirstRetry)
	n.try(id)
	if row := n.is(id, ledger.Confirmed, ""); row.Result != `"waits"` || row.RemoteID != "9" || row.Evidence != ledger.ByReference {
		t.Errorf("%+v", row.Outcome)
	}
}

// A look that has found something in between takes the first one's word away.
func absenceNeedsTwoLooks(t *testing.T, db database) {
	answers := []ledger.Outcome{absent, unknown, absent}
	n := newNode(t, db(t)(), "one", inTurn(sends(unknown), says(absent, nil), says(answers[0], nil), says(answers[1], nil), says(answers[2], nil),
		says(ledger.Outcome{}, unreached), says(absent, nil), says(confirmed, nil)))
	id := n.take(settling("E1", "7"))
	n.try(id)
	n.later(within - time.Minute) // too early to count
	for range 5 {
		n.try(id)
		n.is(id, ledger.Unknown, ledger.NoAnswer)
		n.later(2 * calm.FirstRetry)
	}
	n.later(calm.LongestRetry)
	n.try(id)
	n.is(id, ledger.Accepted, ledger.NoAnswer)
}

// It is sent, said to be absent, sent again, and so on: after some time a person
// has to look.
func erpThatNeverHasIt(t *testing.T, db database) {
	var b book
	n := newNode(t, db(t)(), "one", func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if a.Looking {
			return absent, nil
		}
		b.send(a.Row.ID)
		return unknown, a.Before(ctx, "paid")
	})
	id := n.take(settling("E1", "7"))
	for range 4 * ledger.MostSendings {
		n.try(id)
		n.later(within)
	}
	n.is(id, ledger.NeedsAttention, ledger.NoAnswer)
	if b.count(id) != ledger.MostSendings {
		t.Errorf("it was sent %d times, want %d", b.count(id), ledger.MostSendings)
	}
}

// Without settles_within absence proves nothing.
func patienceEnds(t *testing.T, db database) {
	n := newNode(t, db(t)(), "one", func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if a.Looking {
			return absent, nil
		}
		return unknown, a.Before(ctx, "paid")
	}, settles(0))
	id := n.take(settling("E1", "7"))
	for range 3 {
		n.try(id)
		n.is(id, ledger.Unknown, ledger.NoAnswer)
		n.later(calm.LongestRetry)
	}
	n.later(calm.Patience)
	n.try(id)
	n.is(id, ledger.NeedsAttention, ledger.NoAnswer)
}

func givingUp(t *testing.T, db database) {
	n := newNode(t, db(t)(), "one", func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		if a.Input.(erp.SettleInput).InvoiceID == "sent" && !a.Looking {
			return unknown, a.Before(ctx, "paid")
		}
		return ledger.Outcome{}, unreached
	})
	reached, sent := n.take(settling("E1", "7")), n.take(settling("E2", "sent"))
	untried := n.take(settling("E3", "9"))
	n.try(reached)
	n.try(sent)
	n.later(calm.GiveUp)
	for _, id := range []string{reached, sent, untried} {
		n.try(id)
	}
	n.is(reached, ledger.NeedsAttention, ledger.Unreachable)
	n.is(sent, ledger.NeedsAttention, ledger.NoAnswer)
	n.is(untried, ledger.NeedsAttention, ledger.Unreachable)
	if err := n.decide(reached, ledger.Accepted); err != nil {
		t.Fatal(err)
	}
	n.becomes(reached, ledger.Accepted) // its days begin anew
}

// What a use case says is not believed where it cannot be: a settlement is not
// refused, and money is not dropped by an outcome that is none.
func outcomeThatIsNotAllowed(t *testing.T, db database) {
	n := newNode(t, db(t)(), "one", func(_ context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
		return ledger.Outcome{State: ledger.State(a.Input.(erp.SettleInput).InvoiceID), Reason: ledger.Reason(a.Input.(erp.SettleInput).Reference)}, nil
	})
	for state, reason := range map[ledger.State]ledger.Reason{"": ledger.Fault, ledger.Closed: ledger.Fault, ledger.Refused: ledger.RefusedByERP} {
		w := settling("E1-"+string(state), string(state))
		in := w.Input.(erp.SettleInput)
		in.Reference = ""
		if state == ledger.Refused {
			in.Reference = string(ledger.RefusedByERP)
		}
		w.Input = in
		id := n.take(w)
		n.try(id)
		n.is(id, ledger.NeedsAttention, reason)
	}
}
