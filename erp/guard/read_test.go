package guard

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"
)

// Not parallel: it fills the budget that all connections share.
func TestAllAnswersInFlightShareABudget(t *testing.T) {
	if err := inFlight.Acquire(t.Context(), MaxInFlight-firstPiece); err != nil {
		t.Fatal(err)
	}
	small := &body{ctx: t.Context(), limit: MaxAnswer}
	if err := small.read(bytes.NewReader(make([]byte, firstPiece/2))); err != nil {
		t.Errorf("there was room for a small answer: %v", err)
	}
	begin := time.Now()
	large := &body{ctx: t.Context(), limit: MaxAnswer}
	err := large.read(bytes.NewReader(make([]byte, 1<<20)))
	if !isType[*noMemoryError](err) || time.Since(begin) > 2*patience {
		t.Errorf("a read without room ends with %v after %v", err, time.Since(begin))
	}
	large.release()

	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	effect, done := &body{ctx: ctx, limit: MaxAnswer, effect: true}, make(chan error)
	go func() { done <- effect.read(bytes.NewReader(make([]byte, 1<<20))) }()
	inFlight.Release(MaxInFlight - firstPiece)
	if err := <-done; err != nil {
		t.Errorf("an effect's answer waits for room: %v", err)
	}
	effect.release()
	small.release()
	if !inFlight.TryAcquire(MaxInFlight) {
		t.Fatal("not all memory was given back")
	}
	inFlight.Release(MaxInFlight)
}

func TestReadStopsOneByteAfterTheLimit(t *testing.T) {
	t.Parallel()
	b := &body{ctx: t.Context(), limit: 100000}
	if err := b.read(bytes.NewReader(make([]byte, 1<<20))); !errors.Is(err, errTooLarge) || len(b.data) > 100001 || b.held > 100001 {
		t.Errorf("%v with %d bytes read and %d held", err, len(b.data), b.held)
	}
	b.release()
}
