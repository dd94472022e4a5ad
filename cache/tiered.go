package cache

import (
	"context"
	"fmt"
	"time"

	"balcao/erp"
)

// level is one call of a cached function: all keys of one level of a query.
// What is near is answered at once, what is under way is joined, and the rest
// goes as one round to Redis and the ERP.
type level struct {
	reads       *Reads
	fn          *erp.Info
	policy      freshness
	fingerprint string
}

// wait is one input's answer that is not there yet.
type wait struct {
	flight *flight
	own    bool
}

func (l *level) read(ctx context.Context, inputs []erp.Input) []erp.Result {
	now := l.reads.now()
	results := make([]erp.Result, len(inputs))
	waits := make(map[int]wait)
	var ask []*flight
	var old []oldKey
	near := 0
	for i, in := range inputs {
		key := l.key(in)
		e := l.nearby(key, now)
		if e != nil && now.Before(e.served) {
			near++
			results[i] = e.result(l.fn)
			if !now.Before(e.fresh) {
				old = append(old, oldKey{key, in, e})
			}
			continue
		}
		f, own := l.join(key, in, e, now)
		waits[i] = wait{f, own}
		if own {
			ask = append(ask, f)
		}
	}
	l.count(byNear, near)
	l.start(ctx, ask, func() {})
	l.refresh(ctx, old, now)
	for i, w := range waits {
		results[i] = l.await(ctx, w)
	}
	return results
}

func (l *level) key(in erp.Input) digest {
	return l.reads.tenant.digest("read", l.fingerprint, l.fn.Name, in.Key())
}

func (l *level) count(by string, keys int) {
	if keys > 0 {
		l.reads.store.metrics.reads.WithLabelValues(l.fn.Name, by).Add(float64(keys))
	}
}

// nearby is the near entry of a key, nil unless it is valid and of any use.
func (l *level) nearby(key digest, now time.Time) *entry {
	s := l.reads.store
	e := s.near.get(key)
	if e == nil || !now.Before(e.kept) || !s.trusts(e.meta.FetchedAt, now) || !s.generations.valid(e.tags, e.stamp) {
		return nil
	}
	return e
}

// join returns the flight that will answer a key. A near entry that is too old
// to be served is its fallback.
func (l *level) join(key digest, in erp.Input, old *entry, now time.Time) (f *flight, own bool) {
	s, t := l.reads.store, l.reads.tenant
	f = &flight{
		key: key, input: in, name: t.prefix + "v:" + l.fingerprint + ":" + l.fn.Name + ":" + key.String(),
		tags:  tags{t.epoch, t.functionTag(l.fn.Name), t.customerTag(in.Subject())},
		begun: now, ends: nextMidnight(now, l.reads.zone), done: make(chan struct{}),
	}
	f.moves = s.generations.note(f.tags)
	if old != nil && s.generations.valid(old.tags, old.stamp) {
		f.fallback.Store(old)
	}
	if f, own = s.flights.join(f, s, now); !own {
		return f, false
	}
	// Another flight may have landed since this reader looked near.
	if e := l.nearby(key, now); e != nil && now.Before(e.fresh) {
		s.flights.land(f, byNear, e.result(l.fn))
		return f, false
	}
	return f, true
}

// start begins the round that answers these flights, and calls after at its end.
func (l *level) start(ctx context.Context, flights []*flight, after func()) {
	if len(flights) == 0 {
		after()
		return
	}
	r := &round{level: l, owner: newOwner()}
	fly := func(ctx context.Context) {
		defer after()
		r.run(ctx, flights)
	}
	if !l.reads.store.spawn(ctx, l.reads.budget, fly) {
		defer after()
		r.ask(ctx, flights)
	}
}

// oldKey is a key whose near entry was served although it is no longer fresh.
type oldKey struct {
	key   digest
	input erp.Input
	entry *entry
}

// refresh asks old keys again, those that nobody asks already, unless too many
// rounds do so.
func (l *level) refresh(ctx context.Context, old []oldKey, now time.Time) {
	if len(old) == 0 {
		return
	}
	select {
	case l.reads.refreshes <- struct{}{}:
	default:
		l.reads.store.metrics.skipped.Add(float64(len(old)))
		return
	}
	var flights []*flight
	for _, o := range old {
		if f, own := l.join(o.key, o.input, o.entry, now); own {
			flights = append(flights, f)
		}
	}
	l.reads.store.metrics.refreshes.Add(float64(len(flights)))
	l.start(l.reads.behind(ctx), flights, func() { <-l.reads.refreshes })
}

// await waits for a flight as long as the reader does.
func (l *level) await(ctx context.Context, w wait) erp.Result {
	select {
	case <-w.flight.done:
	case <-ctx.Done():
		err := &erp.Error{
			Kind: erp.Unavailable, Function: l.fn.Name,
			Detail: "the reader's time was over before the ERP answered", Cause: context.Cause(ctx),
		}
		by, result := l.excuse(w.flight, erp.Result{Err: err})
		l.count(by, 1)
		return result
	}
	by := w.flight.by
	if !w.own && by != byStale && by != byNoAnswer {
		by = byJoining
	}
	l.count(by, 1)
	result := w.flight.result
	result.Value = copied(result.Value)
	return result
}

// excuse puts the flight's old answer in the place of a failure, where that is
// allowed: the ERP did not answer, and nothing is known to have been written.
func (l *level) excuse(f *flight, failed erp.Result) (by string, result erp.Result) {
	s, now := l.reads.store, l.reads.now()
	e := f.fallback.Load()
	if e == nil || !excusable(failed.Err) || !now.Before(e.kept) ||
		!s.trusts(e.meta.FetchedAt, now) || !s.generations.unmoved(f.tags, f.moves) {
		return byNoAnswer, failed
	}
	return byStale, e.stale(l.fn)
}

// land answers a flight, a failure by what may stand in for it.
func (l *level) land(f *flight, by string, result erp.Result) {
	if !keepable(result) {
		by, result = l.excuse(f, result)
	}
	l.reads.store.flights.land(f, by, result)
}

// call asks the next pipe. A panic there is one failed call, not the end of the
// process: nobody else would catch it on this goroutine.
func (l *level) call(ctx context.Context, flights []*flight) (results []erp.Result) {
	call := erp.Call{Function: l.fn, Inputs: make([]erp.Input, len(flights))}
	for i, f := range flights {
		call.Inputs[i] = f.input
	}
	defer func() {
		if p := recover(); p != nil {
			l.reads.log.Error("cache: the call of the ERP panicked", "function", l.fn.Name, "panic", fmt.Sprint(p))
			results = erp.Fail(call, &erp.Error{Kind: erp.Internal, Function: l.fn.Name, Detail: "a stage of the pipe panicked"})
		}
	}()
	results = l.reads.next.Do(ctx, call)
	if len(results) != len(flights) {
		detail := fmt.Sprintf("a stage of the pipe returned %d results for %d inputs", len(results), len(flights))
		results = erp.Fail(call, &erp.Error{Kind: erp.Internal, Function: l.fn.Name, Detail: detail})
	}
	return results
}
