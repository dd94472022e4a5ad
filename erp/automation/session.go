package automation

import (
	"bytes"
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/erp/guard"
)

// session is one log-in.
type session struct {
	values  map[string]any
	raw     []byte // as it is stored
	expires time.Time
	// left is how many requests it still serves; only for packs with `uses`.
	left int
	// untried is true from our own log-in until the ERP has let a request in.
	untried bool
}

// on is a scope that sees the session.
func (s *session) on(scope *value.Scope) *value.Scope {
	seen := scope.Child()
	seen.Set("session", s.values)
	return seen
}

// sessions logs in to the ERP of one connection: one log-in at a time, which
// all who wait share, and none at all for a growing while after one that
// failed. Wrong passwords lock users: five of them lock Tryton's for minutes.
type sessions struct {
	c    *Connection
	b    *bound
	key  string
	uses int           // how many requests a session serves; 0 for any number
	rate *rate.Limiter // of log-ins that replace a session that worked

	mu      sync.Mutex
	current *session
	login   *login
	fails   int
	blocked time.Time
	last    *failure
}

// login is a log-in under way; done is closed when fail is there.
type login struct {
	done chan struct{}
	fail *failure
}

// How long nothing is tried after the first failed log-in; it doubles with each.
const (
	firstBlock, maxBlock   = 30 * time.Second, 5 * time.Minute
	firstOutage, maxOutage = time.Second, 30 * time.Second
)

func newSessions(c *Connection, b *bound, settings *value.Scope) (*sessions, error) {
	s := &sessions{c: c, b: b, key: c.name + ":" + b.pack.Fingerprint, rate: rate.NewLimiter(rate.Every(6*time.Second), 10)}
	if b.pack.Session == nil || b.pack.Session.Uses == nil {
		return s, nil
	}
	uses, err := b.pack.Session.Uses.Eval(settings)
	if n, ok := uses.(int64); ok {
		s.uses = int(n)
	}
	return s, err
}

// get gives a session that is valid now.
func (s *sessions) get(ctx context.Context) (*session, *failure) {
	for {
		session, login, fail := s.take(ctx, nil)
		if session != nil || fail != nil {
			return session, fail
		}
		select {
		case <-login.done:
		case <-ctx.Done():
			return nil, gone(ctx)
		}
		if login.fail != nil {
			return nil, login.fail
		}
	}
}

// renew gives another session than old, which the ERP no longer takes. Whoever
// comes second finds the new one.
func (s *sessions) renew(ctx context.Context, old *session) (*session, *failure) {
	s.mu.Lock()
	if s.current == old {
		s.current = nil
		if old.untried {
			s.block(&failure{kind: erp.Unauthenticated, detail: "the ERP logs in and then does not let the session in", settled: true})
		} else if !s.rate.Allow() {
			s.block(&failure{kind: erp.Unauthenticated, detail: "the ERP ends its sessions too often", settled: true})
		}
	}
	_, _, fail := s.takeLocked(ctx, old.raw)
	s.mu.Unlock()
	if fail != nil {
		return nil, fail
	}
	return s.get(ctx)
}

// works notes that the ERP let a session in.
func (s *sessions) works(session *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if session.untried {
		session.untried = false
		s.fails = 0
	}
}

func (s *sessions) take(ctx context.Context, not []byte) (*session, *login, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.takeLocked(ctx, not)
}

// takeLocked gives the current session, or the log-in to wait for, or why there
// is none. A stored session that is equal to not is not used.
func (s *sessions) takeLocked(ctx context.Context, not []byte) (*session, *login, *failure) {
	now := s.c.now()
	if current := s.current; current != nil && (current.expires.IsZero() || now.Before(current.expires)) {
		if s.uses > 0 {
			current.left--
			if current.left <= 0 {
				s.current = nil
			}
		}
		return current, nil, nil
	}
	if s.login != nil {
		return nil, s.login, nil
	}
	if now.Before(s.blocked) {
		fail := *s.last
		fail.after, fail.settled, fail.held = s.blocked.Sub(now), true, true
		return nil, nil, &fail
	}
	s.login = &login{done: make(chan struct{})}
	s.begin(s.login, tracerOf(ctx), not)
	return nil, s.login, nil
}

// begin logs in on a context of the connection's: who asked first may go away,
// and others wait too.
func (s *sessions) begin(l *login, tracer *Tracer, not []byte) {
	ctx := WithTracer(guard.WithClass(s.c.ctx, guard.Write), tracer)
	s.c.logins.Go(func() {
		found, fail := s.find(ctx, not)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.login, l.fail = nil, fail
		if fail != nil {
			s.block(fail)
		} else {
			s.current = found
		}
		close(l.done)
	})
}

// block keeps further log-ins away for a while. It is called with mu held.
func (s *sessions) block(fail *failure) {
	s.last = fail
	if fail.cause != nil && !guard.Tried(fail.cause) {
		return
	}
	first, most := firstBlock, maxBlock
	if fail.kind == erp.Unavailable {
		first, most = firstOutage, maxOutage
	}
	s.blocked = s.c.now().Add(min(first<<min(s.fails, 10), most))
	s.fails++
	s.c.log.Error("the log-in to the ERP failed", "error", fail.error("session"), "failures", s.fails, "next_not_before", s.blocked)
}

// find takes the session that another node has stored, or logs in.
func (s *sessions) find(ctx context.Context, not []byte) (*session, *failure) {
	shared := s.uses == 0
	if shared {
		if raw, err := s.c.store.Get(ctx, s.key); err == nil && raw != nil && !bytes.Equal(raw, not) {
			if stored := s.decode(raw); stored != nil {
				return stored, nil
			}
		}
	}
	made, fail := s.logIn(ctx)
	if fail != nil {
		return nil, fail
	}
	if shared {
		if err := s.c.store.Put(ctx, s.key, made.raw, s.lasts(made)); err != nil {
			s.c.log.Warn("the ERP's session could not be stored for other nodes", "error", err)
		}
	}
	return made, nil
}

// peek is the current session, nil if there is none.
func (s *sessions) peek() *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}
