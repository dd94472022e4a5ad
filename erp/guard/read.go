package guard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"golang.org/x/sync/semaphore"
)

// MaxInFlight bounds the bytes of all answers that are being read or waiting to
// be decoded in this process.
const MaxInFlight = 256 << 20

// inFlight is shared by all connections: it protects the process, not an ERP.
var inFlight = semaphore.NewWeighted(MaxInFlight)

const (
	// firstPiece is what an answer is given to begin with; then it doubles. Most
	// answers are no larger.
	firstPiece = 4 << 10
	// patience is how long a read waits for memory. Answers that wait while
	// holding some could wait for each other; so reads give way and writes,
	// whose answer must not be lost, do not.
	patience = 2 * time.Second
)

var errTooLarge = errors.New("the answer is too large")

// body reads an answer of at most limit bytes, reserving memory as it grows.
type body struct {
	ctx    context.Context
	limit  int64
	effect bool
	held   int64
	data   []byte
}

func (b *body) read(r io.Reader) error {
	for {
		if len(b.data) == cap(b.data) {
			if err := b.grow(); err != nil {
				return err
			}
		}
		n, err := r.Read(b.data[len(b.data):cap(b.data)])
		b.data = b.data[:len(b.data)+n]
		if int64(len(b.data)) > b.limit {
			return errTooLarge
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// grow doubles the buffer. One byte more than the limit is room enough to see
// that an answer is too large.
func (b *body) grow() error {
	size := min(max(firstPiece, 2*int64(cap(b.data))), b.limit+1)
	more := size - int64(cap(b.data))
	if err := b.reserve(more); err != nil {
		return err
	}
	bigger := make([]byte, len(b.data), size)
	copy(bigger, b.data)
	b.data = bigger
	return nil
}

func (b *body) reserve(n int64) error {
	ctx := b.ctx
	if !b.effect {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, patience)
		defer cancel()
	}
	if err := inFlight.Acquire(ctx, n); err != nil {
		return &noMemoryError{err}
	}
	b.held += n
	return nil
}

func (b *body) release() {
	inFlight.Release(b.held)
	b.held = 0
}

type noMemoryError struct{ err error }

func (e *noMemoryError) Error() string {
	return fmt.Sprintf("no memory became free for a large answer: %v", e.err)
}
