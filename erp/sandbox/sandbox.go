package sandbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"balcao/internal/br"
)

// Options say where the sandbox keeps its data and what time it is there.
type Options struct {
	// Data is the SQLite file, made when it does not exist. Empty means in
	// memory: gone after Close.
	Data string
	// Token is what callers must send as "Authorization: Bearer …". It may not
	// be empty.
	Token string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Zone is where the provider is: it decides which day an instant falls on.
	// nil means America/Sao_Paulo.
	Zone *time.Location
	// Logger takes what goes wrong inside; nil means slog.Default.
	Logger *slog.Logger
}

// Sandbox is an ERP that is running. Its methods may be called at the same time.
type Sandbox struct {
	store   *store
	token   string
	now     func() time.Time
	zone    *time.Location
	logger  *slog.Logger
	handler http.Handler

	calls    calls
	switches switchboard

	closing  chan struct{} // closed by Close: late applications are due now
	lateLock sync.Mutex    // guards closed, and late against a Wait that has begun
	closed   bool
	late     sync.WaitGroup
}

// Open opens or makes the data and writes the bills up to today. The caller
// serves [Sandbox.Handler], stops serving and then calls [Sandbox.Close].
func Open(ctx context.Context, o Options) (*Sandbox, error) {
	if o.Token == "" {
		return nil, errors.New("sandbox: Options.Token is empty: an ERP without a token is open to everybody")
	}
	zone, err := zoneOrDefault(o.Zone)
	if err != nil {
		return nil, err
	}
	s := &Sandbox{token: o.Token, now: o.Now, zone: zone, logger: cmp.Or(o.Logger, slog.Default()), closing: make(chan struct{})}
	if s.now == nil {
		s.now = time.Now
	}
	if s.store, err = openStore(ctx, o.Data, s.today()); err != nil {
		return nil, fmt.Errorf("sandbox: data %q: %w", cmp.Or(o.Data, "in memory"), err)
	}
	s.switches.set(Switches{Double: DoubleRefuse})
	s.handler = s.routes()
	return s, nil
}

func zoneOrDefault(zone *time.Location) (*time.Location, error) {
	if zone != nil {
		return zone, nil
	}
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		return nil, fmt.Errorf("sandbox: time zone: %w", err)
	}
	return zone, nil
}

// Handler serves all paths of the ERP, at the root.
func (s *Sandbox) Handler() http.Handler { return s.handler }

// Close applies what is still waiting to be applied late and closes the data.
// The HTTP server must have been stopped before.
func (s *Sandbox) Close() error {
	s.lateLock.Lock()
	if s.closed {
		s.lateLock.Unlock()
		return nil
	}
	s.closed = true
	close(s.closing)
	s.lateLock.Unlock()
	s.late.Wait()
	return s.store.close()
}

// today is the provider's day.
func (s *Sandbox) today() br.Date { return br.DateOf(s.now().In(s.zone)) }
