package cache

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"balcao/erp"
)

// round brings a level's flights home: one look at Redis for all, one call of
// the ERP for those this node leads, one fill. Those that another node leads
// are followed.
type round struct {
	*level
	// owner is what this round's leases are known by.
	owner   string
	watcher *watcher
}

func newOwner() string {
	var b [9]byte
	_, _ = rand.Read(b[:])
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func (r *round) run(ctx context.Context, flights []*flight) {
	if r.reads.store.link == nil {
		r.alone(ctx, flights)
		return
	}
	r.watcher = r.reads.store.watchers.watch(flights)
	defer r.watcher.close()
	var led sync.WaitGroup
	defer led.Wait()
	for len(flights) > 0 {
		session := r.reads.store.link.session()
		found, err := r.look(ctx, session, flights)
		if err != nil {
			r.alone(ctx, flights)
			return
		}
		lead, again, follow := r.settle(flights, found)
		if len(again) > 0 {
			led.Go(func() { r.ask(r.reads.behind(ctx), again) })
		}
		if len(follow) == 0 {
			r.ask(ctx, lead)
			return
		}
		led.Go(func() { r.ask(ctx, lead) })
		flights = r.follow(ctx, session, follow)
	}
}

// alone asks the ERP without Redis.
func (r *round) alone(ctx context.Context, flights []*flight) {
	for _, f := range flights {
		stamp, near := r.reads.store.generations.ensure(f.tags, f.moves)
		f.lease = lease{stamp: stamp, near: near}
	}
	r.ask(ctx, flights)
}

// found is what Redis knows of a key.
type found struct {
	stamp stamp
	// value is nil if there is none that is valid.
	value []byte
	// state is "fresh" (no lease needed), "ours", or the lease's owner.
	state string
	life  time.Duration
}

func (r *round) look(ctx context.Context, s *session, flights []*flight) ([]found, error) {
	if s == nil {
		return nil, errSessionOver
	}
	fresh := newToken()
	var reply []any
	err := s.do(ctx, r.reads.store.options.Timeout, func(ctx context.Context, c *redis.Client) (err error) {
		reply, err = lookScript.Run(ctx, c, r.names(flights), fresh[:], generationLife.Milliseconds(),
			leaseLife.Milliseconds(), milliseconds(r.reads.now()), r.owner).Slice()
		return err
	})
	if err != nil {
		r.reads.store.metrics.redisErrors.WithLabelValues("look").Inc()
		return nil, err
	}
	return parseFound(reply, len(flights))
}

// names are the KEYS of look.lua and fill.lua.
func (r *round) names(flights []*flight) []string {
	t := r.reads.tenant
	names := append(make([]string, 0, 2+3*len(flights)), t.generationName(t.epoch), t.generationName(flights[0].tags[1]))
	for _, f := range flights {
		names = append(names, f.name, f.leaseName(), t.generationName(f.tags[2]))
	}
	return names
}

func parseFound(reply []any, keys int) ([]found, error) {
	if len(reply) != 2+4*keys {
		return nil, fmt.Errorf("cache: look.lua returned %d values for %d keys", len(reply), keys)
	}
	var shared stamp
	copyToken(&shared[0], reply[0])
	copyToken(&shared[1], reply[1])
	all := make([]found, keys)
	for i := range all {
		one := reply[2+4*i:]
		f := found{stamp: shared}
		copyToken(&f.stamp[2], one[0])
		if value, ok := one[1].(string); ok {
			f.value = []byte(value)
		}
		f.state, _ = one[2].(string)
		life, _ := one[3].(int64)
		f.life = time.Duration(life) * time.Millisecond
		all[i] = f
	}
	return all, nil
}

func copyToken(t *token, v any) {
	text, _ := v.(string)
	copy(t[:], text)
}

// settle answers the flights that Redis has an answer for, and sorts the others
// into those to ask the ERP for and those that another node asks for. What was
// answered by something old is to be asked again, and nobody waits for it.
func (r *round) settle(flights []*flight, all []found) (lead, again, follow []*flight) {
	s, now := r.reads.store, r.reads.now()
	for i, f := range flights {
		a := all[i]
		followed := f.lease.followed
		f.lease = lease{
			stamp: a.stamp, shared: true, near: s.generations.learn(f.tags, f.moves, a.stamp),
			ours: a.state == "ours", owner: a.state, until: time.Now().Add(a.life), followed: followed,
		}
		e := r.decode(f, a, now)
		if e != nil && now.Before(e.served) {
			if f.lease.ours {
				again = append(again, r.successor(f, e))
			}
			r.found(f, e)
			continue
		}
		if e != nil {
			f.fallback.Store(e)
		}
		if !f.lease.ours && a.state != "fresh" {
			f.lease.followed = true
			follow = append(follow, f)
			continue
		}
		if followed {
			s.metrics.takeovers.Inc()
		}
		lead = append(lead, f)
	}
	return lead, again, follow
}

// decode is the entry that Redis had, nil if there is none of any use. One that
// comes from the future (a node without NTP) is of no use.
func (r *round) decode(f *flight, a found, now time.Time) *entry {
	if a.value == nil {
		return nil
	}
	e, err := decode(r.reads.tenant, f.name, r.fn, r.reads.zone, a.value)
	if err != nil {
		r.reads.log.Error("cache: a value in Redis cannot be read; asking the ERP", "function", r.fn.Name, "error", err)
		return nil
	}
	if !now.Before(e.kept) || e.meta.FetchedAt.After(now.Add(trustAlone)) {
		return nil
	}
	e.tags, e.life = f.tags, e.kept.Sub(now)
	return e
}

// found answers a flight with what Redis had.
func (r *round) found(f *flight, e *entry) {
	if f.lease.near {
		r.reads.store.near.put(f.key, e)
	}
	by := byRedis
	if f.lease.followed {
		by = byNode
	}
	r.land(f, by, e.result(r.fn))
}

// successor takes over a flight's lease to ask the ERP again after the flight
// has been answered with what is old.
func (r *round) successor(f *flight, old *entry) *flight {
	next := &flight{
		key: f.key, input: f.input, name: f.name, tags: f.tags, moves: f.moves, begun: f.begun, ends: f.ends,
		done: make(chan struct{}), lease: f.lease,
	}
	next.fallback.Store(old)
	r.reads.store.flights.succeed(f, next)
	r.reads.store.metrics.refreshes.Inc()
	return next
}

// ask asks the ERP, answers, and then fills in.
func (r *round) ask(ctx context.Context, flights []*flight) {
	if len(flights) == 0 {
		return
	}
	stop := r.renew(ctx, flights)
	fetchedAt := r.reads.now().Truncate(time.Millisecond).In(r.reads.zone)
	results := r.call(ctx, flights)
	outcomes := make([]outcome, len(flights))
	for i, f := range flights {
		outcomes[i] = r.answered(f, results[i], fetchedAt)
	}
	stop()
	r.fill(ctx, flights, outcomes)
}

// outcome is what came of asking for a flight: an entry or an error.
type outcome struct {
	entry *entry
	err   error
}

// answered lands a flight with the ERP's answer.
func (r *round) answered(f *flight, result erp.Result, fetchedAt time.Time) outcome {
	if !keepable(result) {
		r.land(f, byNoAnswer, result)
		return outcome{err: result.Err}
	}
	result.FetchedAt, result.Stale = fetchedAt, false
	span := r.policy.span(fetchedAt, r.reads.zone, result)
	e := &entry{
		value: result.Value, meta: result.Meta, span: span, life: span.kept.Sub(r.reads.now()),
		tags: f.tags, stamp: f.lease.stamp,
	}
	if result.Err != nil {
		e.kind, e.value = erp.NotFound, nil
	}
	if f.lease.near && e.life > 0 {
		r.reads.store.near.put(f.key, e)
	}
	r.land(f, byERP, result)
	return outcome{entry: e}
}
