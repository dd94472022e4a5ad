package graph

import (
	"time"

	"golang.org/x/time/rate"
)

// turns bound what a tenant's admins do that costs its ERP something, so that a
// script of theirs does not lock the ERP's user or keep its customers waiting.
type turns struct{ check, try, forget *turn }

func newTurns() *turns {
	return &turns{
		// An ERP that refuses the log-in is asked again by each check: the engine
		// itself leaves it alone for as long.
		check:  newTurn(1, 30*time.Second, 2),
		try:    newTurn(2, 3*time.Second, 20),
		forget: newTurn(1, 6*time.Second, 10),
	}
}

// turn lets some at the same time, and then one in a while.
type turn struct {
	places chan struct{}
	rate   *rate.Limiter
}

func newTurn(atOnce int, every time.Duration, burst int) *turn {
	return &turn{places: make(chan struct{}, atOnce), rate: rate.NewLimiter(rate.Every(every), burst)}
}

// take gives a turn, to be ended by done, or the error that says that there is
// none now.
func (t *turn) take() (done func(), err error) {
	select {
	case t.places <- struct{}{}:
	default:
		return nil, &Error{Code: Busy}
	}
	if !t.rate.Allow() {
		<-t.places
		return nil, &Error{Code: Busy}
	}
	return func() { <-t.places }, nil
}
