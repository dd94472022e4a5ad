package cache

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"
)

const (
	// generationLife is how long a generation is kept in Redis, longer than any
	// value. When it ends, what it vouched for is asked again.
	generationLife = 6 * time.Hour
	// trustAlone is how long a near value is served after the ERP was asked
	// while Redis is gone and nobody hears of other nodes' writes.
	trustAlone = 4 * time.Second
	// maxTags bounds the mirror of generations: about 60 bytes a tag.
	maxTags = 32 << 10
)

// Options of a [Store]. Only Secret is required.
type Options struct {
	// RedisURL is redis://…, rediss://… or unix://…; empty for no Redis.
	RedisURL string
	// Secret is what all keys are derived from, the same on all nodes, at
	// least 32 bytes. A new one is a cold cache.
	Secret []byte
	// Timeout is how long a query waits for Redis, once. Defaults to 35 ms.
	// Shorter, a busy machine takes itself for a dead Redis; longer, queries
	// are slower for one that is.
	Timeout time.Duration
	// NearBytes is about how much memory the values in this process may take.
	// Defaults to 16 MiB.
	NearBytes int
	// Registerer takes the metrics; nil for none.
	Registerer prometheus.Registerer
	// Logger hears when Redis comes and goes. Defaults to slog.Default.
	Logger *slog.Logger
}

func (o *Options) setDefaults() {
	if o.Timeout <= 0 {
		o.Timeout = 35 * time.Millisecond
	}
	if o.NearBytes <= 0 {
		o.NearBytes = 16 << 20
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
}

// Store is what the [Reads] of a process share: memory, the link to Redis, and
// the calls under way.
type Store struct {
	options     Options
	near        *near
	generations *generations
	flights     *flights
	watchers    *watchers
	metrics     *metrics
	// link is nil without Redis.
	link *link

	mu      sync.Mutex
	tenants map[string]*tenant
	memory  map[string]*memorySessions
	closed  bool

	// ctx ends the calls under way, whose goroutines are calls. The link ends
	// after them, so that they can give their leases back.
	ctx      context.Context
	cancel   context.CancelFunc
	calls    sync.WaitGroup
	endLink  context.CancelFunc
	linkDone sync.WaitGroup
}

// Open makes a store. It waits for a first attempt to connect to Redis, well
// under a second, and succeeds without one: Redis may come later.
func Open(o Options) (*Store, error) {
	o.setDefaults()
	if len(o.Secret) < 32 {
		return nil, errors.New("cache: the secret has fewer than 32 bytes")
	}
	near, err := newNear(o.NearBytes)
	if err != nil {
		return nil, err
	}
	s := &Store{
		options: o, near: near, generations: newGenerations(maxTags),
		flights: newFlights(), watchers: newWatchers(), metrics: newMetrics(o.Registerer, near),
		tenants: make(map[string]*tenant), memory: make(map[string]*memorySessions),
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.endLink = func() {}
	if o.RedisURL == "" {
		return s, nil
	}
	if err := s.openLink(); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) openLink() error {
	options, err := redisOptions(s.options.RedisURL)
	if err != nil {
		return err
	}
	first := make(chan struct{})
	s.link = &link{
		options: options, log: s.options.Logger, metrics: s.metrics,
		begin: s.begin, handle: s.hear, tried: sync.OnceFunc(func() { close(first) }),
	}
	var ctx context.Context
	ctx, s.endLink = context.WithCancel(context.Background())
	s.linkDone.Go(func() { s.link.run(ctx) })
	<-first
	return nil
}

// Close ends what is under way and waits for it. Reads that still come ask the
// ERP without keeping anything.
func (s *Store) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	s.calls.Wait()
	s.endLink()
	s.linkDone.Wait()
	s.near.close()
}

// Connected tells whether there is a session with Redis; false without Redis.
func (s *Store) Connected() bool { return s.link.session() != nil }

// spawn runs f with a context of its own, bounded by budget and by the life of
// the store, and owned by it. It returns false if the store is closed.
func (s *Store) spawn(ctx context.Context, budget time.Duration, f func(context.Context)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), budget)
	stop := context.AfterFunc(s.ctx, cancel)
	s.calls.Go(func() {
		defer cancel()
		defer stop()
		f(ctx)
	})
	return true
}

// trusts tells whether a near value fetched at this instant can still be
// trusted, as far as other nodes are concerned.
func (s *Store) trusts(fetchedAt, now time.Time) bool {
	return s.link == nil || s.Connected() || now.Sub(fetchedAt) <= trustAlone
}

// tenant returns the tenant of this name. One that is new is given a new epoch:
// what an earlier life of this process could not invalidate is void.
func (s *Store) tenant(name string) (*tenant, error) {
	s.mu.Lock()
	t, known := s.tenants[name]
	if !known {
		var err error
		if t, err = newTenant(name, s.options.Secret); err != nil {
			s.mu.Unlock()
			return nil, err
		}
		s.tenants[name] = t
	}
	s.mu.Unlock()
	if !known {
		s.raise(context.Background(), t, t.epoch)
	}
	return t, nil
}

// begin is what every session begins with: all tenants get a new epoch, and
// what is near is dropped.
func (s *Store) begin(ctx context.Context, session *session) error {
	s.mu.Lock()
	tenants := make([]*tenant, 0, len(s.tenants))
	for _, t := range s.tenants {
		tenants = append(tenants, t)
	}
	s.mu.Unlock()
	for _, t := range tenants {
		if err := s.publish(ctx, session, connectTimeout, t, t.epoch); err != nil {
			return err
		}
	}
	s.generations.reset()
	s.near.clear()
	return nil
}

// raise gives tags a new generation, here and everywhere. It returns when all
// nodes that Redis can reach are being told, or when there is no Redis: then
// the next session begins with a new epoch, which tells them.
func (s *Store) raise(ctx context.Context, t *tenant, tags ...digest) {
	s.metrics.invalidated.Add(float64(len(tags)))
	s.generations.forget(tags...)
	defer s.generations.forget(tags...)
	if s.link == nil {
		return
	}
	for {
		session := s.link.session()
		if session == nil {
			s.link.missed.Add(1)
			if session = s.link.session(); session == nil {
				return
			}
		}
		if s.publish(ctx, session, s.options.Timeout, t, tags...) == nil {
			return
		}
	}
}

func (s *Store) publish(ctx context.Context, session *session, timeout time.Duration, t *tenant, tags ...digest) error {
	token := newToken()
	message := news{Token: token[:]}
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = t.generationName(tag)
		message.Moved = append(message.Moved, tag.String())
	}
	err := session.do(ctx, timeout, func(ctx context.Context, c *redis.Client) error {
		return raiseScript.Run(ctx, c, names, token[:], generationLife.Milliseconds(), channel, message.text()).Err()
	})
	if err != nil {
		s.metrics.redisErrors.WithLabelValues("raise").Inc()
		return fmt.Errorf("raise a generation: %w", err)
	}
	return nil
}

// hear takes news of other nodes, and its own.
func (s *Store) hear(text string) {
	n, err := parseNews(text)
	if err != nil {
		s.options.Logger.Error("cache: news that cannot be read", "error", err)
		return
	}
	var now token
	copy(now[:], n.Token)
	for _, moved := range n.Moved {
		if tag, ok := parseDigest(moved); ok {
			s.generations.heard(tag, now)
		}
	}
	s.watchers.tell(n)
}
