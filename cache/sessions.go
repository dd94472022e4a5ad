package cache

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// lockLife bounds how long a node that was killed holds a log-in up.
	lockLife = 10 * time.Second
	// lockPoll is how often a node asks for a lock that another one holds.
	lockPoll = 50 * time.Millisecond
)

// Sessions keeps a tenant's log-ins at its ERP (tokens, cookies), shared by all
// nodes through Redis, encrypted; in memory where Redis is off.
type Sessions struct {
	store  *Store
	tenant *tenant
	memory *memorySessions
}

// Sessions returns the log-ins of a tenant.
func (s *Store) Sessions(tenant string) (*Sessions, error) {
	t, err := s.tenant(tenant)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.memory[tenant]
	if m == nil {
		m = &memorySessions{values: make(map[string]memorySession), locks: make(map[string]chan struct{})}
		s.memory[tenant] = m
	}
	return &Sessions{store: s, tenant: t, memory: m}, nil
}

// Get returns what was put under key and has not expired.
func (s *Sessions) Get(ctx context.Context, key string) ([]byte, bool) {
	name := s.name(key)
	var sealed []byte
	err := s.redis(ctx, func(ctx context.Context, c *redis.Client) (err error) {
		sealed, err = c.Get(ctx, name).Bytes()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return nil, false
	}
	if err != nil {
		return s.memory.get(name)
	}
	value, err := s.tenant.open(name, sealed)
	return value, err == nil
}

// Put keeps value under key for ttl, at least a millisecond.
func (s *Sessions) Put(ctx context.Context, key string, value []byte, ttl time.Duration) {
	name := s.name(key)
	ttl = max(ttl, time.Millisecond)
	s.memory.put(name, value, ttl)
	// Without Redis this node has it in memory, and the others log in.
	_ = s.redis(ctx, func(ctx context.Context, c *redis.Client) error {
		return c.Set(ctx, name, s.tenant.seal(name, value), ttl).Err()
	})
}

// Delete forgets key.
func (s *Sessions) Delete(ctx context.Context, key string) {
	name := s.name(key)
	s.memory.delete(name)
	_ = s.redis(ctx, func(ctx context.Context, c *redis.Client) error { return c.Del(ctx, name).Err() })
}

// Lock lets one log-in at a time through: in this process always, among nodes
// as far as Redis is there and for at most 10 s. Whoever gets it should look
// whether another one has logged in meanwhile. The error is the context's.
func (s *Sessions) Lock(ctx context.Context, key string) (unlock func(), err error) {
	name := s.name(key) + ":lock"
	free, err := s.memory.lock(ctx, name)
	if err != nil {
		return nil, err
	}
	owner := newOwner()
	if err := s.lockNodes(ctx, name, owner); err != nil {
		free()
		return nil, err
	}
	return func() {
		_ = s.redis(ctx, func(ctx context.Context, c *redis.Client) error {
			return unlockScript.Run(ctx, c, []string{name}, owner).Err()
		})
		free()
	}, nil
}

func (s *Sessions) lockNodes(ctx context.Context, name, owner string) error {
	for {
		var got bool
		err := s.redis(ctx, func(ctx context.Context, c *redis.Client) (err error) {
			got, err = c.SetNX(ctx, name, owner, lockLife).Result()
			return err
		})
		if got || err != nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockPoll):
		}
	}
}

func (s *Sessions) name(key string) string {
	return s.tenant.prefix + "s:" + s.tenant.digest("session", key).String()
}

func (s *Sessions) redis(ctx context.Context, command func(context.Context, *redis.Client) error) error {
	session := s.store.link.session()
	if session == nil {
		return errSessionOver
	}
	err := session.do(ctx, s.store.options.Timeout, command)
	if err != nil && !errors.Is(err, redis.Nil) {
		s.store.metrics.redisErrors.WithLabelValues("session").Inc()
	}
	return err
}

// memorySessions are a tenant's log-ins in this process. There are as many as
// an automation has log-ins: a handful.
type memorySessions struct {
	mu     sync.Mutex
	values map[string]memorySession
	locks  map[string]chan struct{}
}

type memorySession struct {
	value []byte
	until time.Time
}

func (m *memorySessions) get(name string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.values[name]
	if !ok || !time.Now().Before(s.until) {
		delete(m.values, name)
		return nil, false
	}
	return append([]byte(nil), s.value...), true
}

func (m *memorySessions) put(name string, value []byte, ttl time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.values[name] = memorySession{append([]byte(nil), value...), time.Now().Add(ttl)}
}

func (m *memorySessions) delete(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.values, name)
}

func (m *memorySessions) lock(ctx context.Context, name string) (unlock func(), err error) {
	m.mu.Lock()
	held, ok := m.locks[name]
	if !ok {
		held = make(chan struct{}, 1)
		m.locks[name] = held
	}
	m.mu.Unlock()
	select {
	case held <- struct{}{}:
		return func() { <-held }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
