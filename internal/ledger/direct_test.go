package ledger_test

import (
	"context"
	"errors"
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
	d := ledger.NewDirect(nil, map[string]ledger.Runner{"create_lead": func(context.Context, erp.Pipe, erp.Input) (ledger.Outcome, error) {
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

func cancelled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func TestAWriteGoesOnWhenItsCallerLeaves(t *testing.T) {
	t.Parallel()
	release, ended := make(chan struct{}), make(chan error, 1)
	d := ledger.NewDirect(nil, map[string]ledger.Runner{"create_lead": func(ctx context.Context, _ erp.Pipe, _ erp.Input) (ledger.Outcome, error) {
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
	d := ledger.NewDirect(nil, map[string]ledger.Runner{"create_lead": func(context.Context, erp.Pipe, erp.Input) (ledger.Outcome, error) {
		panic("fault")
	}})
	row, err := d.Submit(t.Context(), lead("k"))
	if err != nil || row.State != ledger.Unknown {
		t.Errorf("%v %v, want UNKNOWN", row.State, err)
	}
	d = ledger.NewDirect(nil, map[string]ledger.Runner{"create_lead": func(context.Context, erp.Pipe, erp.Input) (ledger.Outcome, error) {
		return ledger.Outcome{}, errors.New("not sent")
	}})
	if _, err := d.Submit(t.Context(), lead("k")); err == nil {
		t.Error("the error was lost")
	}
}
