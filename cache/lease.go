package cache

import (
	"context"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"balcao/erp"
)

const (
	// leaseLife is how long a lease outlives its node: the others then take
	// over. It must be several times renewEvery.
	leaseLife  = 1500 * time.Millisecond
	renewEvery = 400 * time.Millisecond
	// pingEvery is how often somebody who follows makes sure that Redis is
	// there: nobody else would tell the follower.
	pingEvery = 15 * time.Millisecond
)

// renew keeps the leases of these flights alive until stop is called.
func (r *round) renew(ctx context.Context, flights []*flight) (stop func()) {
	var names []string
	args := []any{leaseLife.Milliseconds()}
	for _, f := range flights {
		if f.lease.ours {
			names = append(names, f.leaseName())
			args = append(args, append(f.lease.stamp.bytes(), r.owner...))
		}
	}
	if len(names) == 0 {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var renewing sync.WaitGroup
	renewing.Go(func() { r.renewing(ctx, names, args) })
	return func() {
		cancel()
		renewing.Wait()
	}
}

func (r *round) renewing(ctx context.Context, names []string, args []any) {
	ticker := time.NewTicker(renewEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		session := r.reads.store.link.session()
		if session == nil {
			return
		}
		err := session.do(ctx, r.reads.store.options.Timeout, func(ctx context.Context, c *redis.Client) error {
			return renewScript.Run(ctx, c, names, args...).Err()
		})
		if err != nil {
			r.reads.store.metrics.redisErrors.WithLabelValues("renew").Inc()
			return
		}
	}
}

// slowestFill is what a Redis that lives takes at least, in bytes a millisecond.
// A level of many customers is a megabyte: the limit that holds for a reader's
// look would take a Redis for dead that is only busy with it.
const slowestFill = 5_000

// fillTimeout is the limit of a fill of this size. Nobody waits for it, but who
// follows the leases that it gives back.
func fillTimeout(look time.Duration, values []any) time.Duration {
	size := 0
	for _, v := range values {
		if b, ok := v.([]byte); ok {
			size += len(b)
		}
	}
	return look + time.Duration(size/slowestFill)*time.Millisecond
}

// fill gives Redis the answers, gives the leases back and tells the followers.
// Nobody waits for it.
func (r *round) fill(ctx context.Context, flights []*flight, outcomes []outcome) {
	s := r.reads.store
	session := s.link.session()
	if session == nil || !flights[0].lease.shared {
		return
	}
	message := news{Owner: r.owner, Failed: make(map[string][]byte)}
	var values []any
	for i, f := range flights {
		life, value := r.filling(f, outcomes[i], &message)
		values = append(values, f.lease.stamp.bytes(), life.Milliseconds(), value)
	}
	args := append([]any{r.owner, channel, message.text()}, values...)
	var moved int
	err := session.do(ctx, fillTimeout(s.options.Timeout, values), func(ctx context.Context, c *redis.Client) (err error) {
		moved, err = fillScript.Run(ctx, c, r.names(flights), args...).Int()
		return err
	})
	if err != nil {
		s.metrics.redisErrors.WithLabelValues("fill").Inc()
		return
	}
	s.metrics.moved.Add(float64(moved))
}

// filling is the value for Redis and its life, 0 if there is nothing to fill
// in. It notes in message what the followers are told.
func (r *round) filling(f *flight, o outcome, message *news) (time.Duration, []byte) {
	key := f.key.String()
	// A node that shuts down has not asked to the end: others shall.
	if o.entry == nil && r.reads.store.ctx.Err() == nil {
		message.Failed[key] = encodeFailure(r.reads.tenant, f.name, o.err)
		return 0, nil
	}
	message.Done = append(message.Done, key)
	if o.entry == nil {
		return 0, nil
	}
	value, err := o.entry.encode(r.reads.tenant, f.name)
	if err != nil {
		r.reads.log.Error("cache: an answer cannot be kept in Redis", "function", r.fn.Name, "error", err)
		return 0, nil
	}
	return max(o.entry.kept.Sub(r.reads.now()), 0), value
}

// follow waits for the nodes that lead these flights. It returns those to be
// looked up again, because an answer is there, or the leader is not.
func (r *round) follow(ctx context.Context, s *session, flights []*flight) []*flight {
	expiry := time.NewTimer(untilFirst(flights))
	defer expiry.Stop()
	pulse := time.NewTicker(pingEvery)
	defer pulse.Stop()
	for {
		rest, again := r.heed(flights)
		if again || len(rest) == 0 {
			return rest
		}
		flights = rest
		select {
		case <-r.watcher.heard:
		case <-expiry.C:
			return flights
		case <-s.lost:
			return flights
		case <-pulse.C:
			r.ping(ctx, s)
		case <-ctx.Done():
			r.giveUp(ctx, flights)
			return nil
		}
	}
}

// untilFirst is when the first lease is over, if its leader does not renew it.
func untilFirst(flights []*flight) time.Duration {
	first := leaseLife
	for _, f := range flights {
		first = min(first, time.Until(f.lease.until))
	}
	return first + 5*time.Millisecond
}

// heed takes the news. It lands the flights whose leader has failed and tells
// whether the others are worth another look.
func (r *round) heed(flights []*flight) (rest []*flight, again bool) {
	ended, moved := r.watcher.news()
	again = moved
	for _, f := range flights {
		e, ok := ended[f.key.String()]
		if !ok || e.owner != f.lease.owner {
			rest = append(rest, f)
			continue
		}
		if e.failure != nil {
			if err := decodeFailure(r.reads.tenant, f.name, r.fn, e.failure); err != nil {
				r.land(f, byNoAnswer, erp.Result{Err: err})
				continue
			}
		}
		rest, again = append(rest, f), true
	}
	return rest, again
}

func (r *round) ping(ctx context.Context, s *session) {
	if s.contact.since() < pingEvery {
		return
	}
	err := s.do(ctx, r.reads.store.options.Timeout, func(ctx context.Context, c *redis.Client) error {
		return c.Ping(ctx).Err()
	})
	if err != nil {
		r.reads.store.metrics.redisErrors.WithLabelValues("ping").Inc()
	}
}

func (r *round) giveUp(ctx context.Context, flights []*flight) {
	for _, f := range flights {
		r.land(f, byNoAnswer, erp.Result{Err: &erp.Error{
			Kind: erp.Unavailable, Function: r.fn.Name,
			Detail: "the node that asks the ERP did not answer in time", Cause: context.Cause(ctx),
		}})
	}
}
