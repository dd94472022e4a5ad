package ledger_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
)

func lead(key string) ledger.Write {
	return ledger.Write{Tenant: "a", Client: "site", Function: erp.CreateLead.Info, Key: key, Input: erp.LeadInput{Reference: key}}
}

func TestEqualWritesUnderWayAreOne(t *testing.T) {
	t.Parallel()
	var runs atomic.Int32
	release := make(chan struct{})
	d := direct(map[string]ledger.Runner{"create_lead": func(context.Context, erp.Pipe, erp.Input, *ledger.Prior) (ledger.Outcome, error) {
		runs.Add(1)
		<-release
		return ledger.Outcome{State: ledger.Confirmed}, nil
	}})
	var group sync.WaitGroup
	ids := make([]string, 100)
	begun := make(chan struct{}, 100)
	for i := range ids {
		group.Go(func() {
			begun <- struct{}{}
			row, err := d.Submit(t.Context(), lead("k"))
			if err != nil || row.State != ledger.Confirmed {
				t.Errorf("%v %v", row.State, err)
			}
			ids[i] = row.ID
		})
	}
	for range ids {
		<-begun
	}
	// A caller that comes after the end would rightly start another run: let
	// all of them join first.
	time.Sleep(50 * time.Millisecond)
	close(release)
	group.Wait()
	d.Close()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatal("equal writes have different ids")
		}
	}
	if ids[0] == ledger.RowID(lead("other")) {
		t.Error("different writes have the same id")
	}
	if n := runs.Load(); n != 1 {
		t.Errorf("%d runs for equal writes under way, want 1", n)
	}
}

func direct(runners map[string]ledger.Runner) *ledger.Direct {
	return ledger.NewDirect(nil, runners, slog.New(slog.DiscardHandler))
}

func cancelled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func TestAWriteGoesOnWhenItsCallerLeaves(t *testing.T) {
	t.Parallel()
	release, ended := make(chan struct{}), make(chan error, 1)
	d := direct(map[string]ledger.Runner{"create_lead": func(ctx context.Context, _ erp.Pipe, _ erp.Input, _ *ledger.Prior) (ledger.Outcome, error) {
		<-release
		ended <- ctx.Err()
		return ledger.Outcome{State: ledger.Confirmed}, nil
	}})
	row, err := d.Submit(cancelled(), lead("k"))
	if err != nil || row.State != ledger.Sending {
		t.Fatalf("%v %v, want SENDING", row.State, err)
	}
	close(release)
	d.Close()
	if err := <-ended; err != nil {
		t.Errorf("the run was cut: %v", err)
	}
	if _, err := d.Submit(t.Context(), lead("late")); !erp.IsKind(err, erp.Unavailable) {
		t.Errorf("a closed ledger took a write: %v", err)
	}
}

func TestAPanicIsNoVerdict(t *testing.T) {
	t.Parallel()
	d := direct(map[string]ledger.Runner{"create_lead": func(context.Context, erp.Pipe, erp.Input, *ledger.Prior) (ledger.Outcome, error) {
		panic("fault")
	}})
	row, err := d.Submit(t.Context(), lead("k"))
	if err != nil || row.State != ledger.Unknown {
		t.Errorf("%v %v, want UNKNOWN", row.State, err)
	}
	d = direct(map[string]ledger.Runner{"create_lead": func(context.Context, erp.Pipe, erp.Input, *ledger.Prior) (ledger.Outcome, error) {
		return ledger.Outcome{}, errors.New("not sent")
	}})
	if _, err := d.Submit(t.Context(), lead("k")); err == nil {
		t.Error("the error was lost")
	}
}

// What has ended is not sent again; what is open goes on where it was.
func TestAnEarlierTryIsRemembered(t *testing.T) {
	t.Parallel()
	outcomes := []ledger.Outcome{{State: ledger.Unknown, Reason: ledger.NoAnswer}, {State: ledger.Confirmed, RemoteID: "9"}}
	var priors []*ledger.Prior
	d := direct(map[string]ledger.Runner{"create_lead": func(_ context.Context, _ erp.Pipe, _ erp.Input, prior *ledger.Prior) (ledger.Outcome, error) {
		priors = append(priors, prior)
		return outcomes[len(priors)-1], nil
	}})
	for i, want := range []ledger.State{ledger.Unknown, ledger.Confirmed, ledger.Confirmed, ledger.Confirmed} {
		row, err := d.Submit(t.Context(), lead("k"))
		if err != nil || row.State != want || row.Reused {
			t.Errorf("try %d: %+v %v, want %s", i, row.Outcome, err, want)
		}
	}
	if len(priors) != 2 || priors[0] != nil || priors[1] == nil || priors[1].State != ledger.Unknown {
		t.Errorf("the runner was told %v", priors)
	}
	other := lead("k")
	other.Substance = "another person"
	if row, err := d.Submit(t.Context(), other); err != nil || !row.Reused || row.State != ledger.Confirmed || row.RemoteID != "9" {
		t.Errorf("the key with other substance: %+v %v", row, err)
	}
}

func TestATryThatSentNothingIsForgotten(t *testing.T) {
	t.Parallel()
	away := true
	d := direct(map[string]ledger.Runner{"create_lead": func(_ context.Context, _ erp.Pipe, _ erp.Input, prior *ledger.Prior) (ledger.Outcome, error) {
		if prior != nil {
			t.Errorf("told of %v", prior)
		}
		if away {
			return ledger.Outcome{}, errors.New("not sent")
		}
		return ledger.Outcome{State: ledger.Confirmed}, nil
	}})
	if _, err := d.Submit(t.Context(), lead("k")); err == nil {
		t.Fatal("the error was lost")
	}
	away = false
	if row, err := d.Submit(t.Context(), lead("k")); err != nil || row.State != ledger.Confirmed {
		t.Errorf("%v %v", row.State, err)
	}
}
