package cache

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	// connectTimeout bounds each step of getting a session with Redis; nobody
	// waits for it but [Open].
	connectTimeout = 250 * time.Millisecond
	// heartbeat is how often the subscription shows that it lives. A Redis
	// that is frozen while nobody asks it anything is noticed after two.
	heartbeat = time.Second
	// poolSize are the connections of a process to Redis, besides the
	// subscription's. All are made when a session begins: a query that had to
	// dial would wait for several round trips.
	poolSize = 8
	// bufferSize of a connection, twice each, in bytes.
	bufferSize = 16 << 10
)

// hardTimeout is the connections' own, a backstop for [session.limit].
const hardTimeout = time.Second

var (
	errSessionOver = errors.New("the session with Redis is over")
	errSlow        = errors.New("no answer in time")
)

// silence keeps go-redis from writing to the log by itself: addresses, and
// whatever it thinks of. [link] says what an operator has to know.
var silence = sync.OnceFunc(logging.Disable)

// redisOptions are those of the URL, made tight: go-redis's own (5 s, three
// retries, five dials) would make every query of a dead Redis wait for them.
func redisOptions(url string) (*redis.Options, error) {
	silence()
	o, err := redis.ParseURL(url)
	if err != nil {
		return nil, fmt.Errorf("cache: the URL of Redis is not like redis://host:6379/0: %w", err)
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout = connectTimeout, hardTimeout, hardTimeout
	o.PoolTimeout, o.ContextTimeoutEnabled = hardTimeout, true
	o.MaxRetries, o.DialerRetries = -1, 1
	o.PoolSize, o.MinIdleConns, o.ConnMaxIdleTime = poolSize, poolSize, -1
	o.ReadBufferSize, o.WriteBufferSize = bufferSize, bufferSize
	o.DisableIdentity = true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return o, nil
}

// session is one connection to Redis, from connect to its first failure. It has
// a client of its own, so that no connection, and no count of failed dials,
// outlives it.
type session struct {
	client *redis.Client
	news   *redis.PubSub
	// lost is closed when the session is over; cause is set before.
	lost  chan struct{}
	cause error
	once  sync.Once
	// contact is when Redis last answered anything.
	contact instant
}

// dial connects and subscribes. The subscription stands before anything is
// read, so no news is missed.
func dial(ctx context.Context, options *redis.Options) (*session, error) {
	own := *options
	s := &session{client: redis.NewClient(&own), lost: make(chan struct{})}
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	s.news = s.client.Subscribe(ctx)
	if err := s.prepare(ctx); err != nil {
		s.end(err)
		return nil, err
	}
	return s, nil
}

func (s *session) prepare(ctx context.Context) error {
	if err := s.news.Subscribe(ctx, channel); err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	if _, err := s.news.ReceiveTimeout(ctx, connectTimeout); err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	for _, script := range scripts {
		if err := script.Load(ctx, s.client).Err(); err != nil {
			return fmt.Errorf("load a script: %w", err)
		}
	}
	return nil
}

// over tells whether the session has ended.
func (s *session) over() bool {
	select {
	case <-s.lost:
		return true
	default:
		return false
	}
}

// end ends the session: commands under way fail at once.
func (s *session) end(cause error) {
	s.once.Do(func() {
		s.cause = cause
		close(s.lost)
		// What closing a dead connection says is of no interest.
		_ = s.client.Close()
		_ = s.news.Close()
	})
}

// receive handles news until the session is over.
func (s *session) receive(ctx context.Context, handle func(text string)) {
	asked := false
	for !s.over() {
		message, err := s.news.ReceiveTimeout(ctx, heartbeat)
		if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() && !asked {
			asked, err = true, s.news.Ping(ctx)
		}
		if err != nil {
			s.end(fmt.Errorf("the subscription is silent: %w", err))
			return
		}
		if message == nil {
			continue
		}
		asked = false
		s.contact.now()
		if m, ok := message.(*redis.Message); ok {
			handle(m.Payload)
		}
	}
}

// do runs one command within the timeout. Any failure of Redis, also an error
// it replies (read-only, out of memory, loading), ends the session.
func (s *session) do(ctx context.Context, timeout time.Duration, command func(context.Context, *redis.Client) error) error {
	if s.over() {
		return errSessionOver
	}
	// A reader who leaves says nothing about Redis.
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer s.limit(ctx, cancel, timeout/limitSteps, limitSteps).Stop()
	err := command(ctx, s.client)
	if err == nil || errors.Is(err, redis.Nil) {
		s.contact.now()
		return err
	}
	s.end(err)
	return fmt.Errorf("cache: Redis: %w", err)
}

// limitSteps is in how many steps a timeout passes.
const limitSteps = 3

// limit ends the session when a command has not ended after so many steps. A
// process that is not given a processor finds a deadline past before it could
// read an answer that is there; it takes its steps late as well, each behind
// what was ready before, so that it has read the answer before the last one.
func (s *session) limit(ctx context.Context, cancel context.CancelFunc, step time.Duration, steps int) *time.Timer {
	return time.AfterFunc(step, func() {
		// A timer's function overtakes those that wait for a processor.
		runtime.Gosched()
		switch {
		case ctx.Err() != nil:
		case steps > 1:
			s.limit(ctx, cancel, step, steps-1)
		default:
			s.end(errSlow)
			cancel()
		}
	})
}
