package cache

import (
	"sync"
	"sync/atomic"
	"time"

	"balcao/erp"
)

// flight is one question on its way to an answer. All who ask the same in this
// process wait for the same flight, unless something was written since it began.
type flight struct {
	key   digest
	input erp.Input
	// name is the key's name in Redis.
	name string
	tags tags
	// moves were noted before anything was asked.
	moves moves
	begun time.Time
	// ends is the tenant's midnight after begun: who asks later asks for
	// another day's amounts.
	ends time.Time
	// fallback may be served if the ERP does not answer; nil if nothing may.
	fallback atomic.Pointer[entry]

	// done is closed when result and by are set.
	done   chan struct{}
	result erp.Result
	by     string

	lease lease
}

// lease is what a round knows of a flight's standing in Redis. Only the round
// touches it.
type lease struct {
	// stamp are the generations before the ERP was asked. They are Redis's if
	// shared is true, else this node's own.
	stamp  stamp
	shared bool
	// near is true if the answer may be kept in this process.
	near bool
	// ours is true if this round holds the lease; else owner holds it, at
	// least until.
	ours  bool
	owner string
	until time.Time
	// followed is true if another node's call was waited for.
	followed bool
}

// leaseName is the key in Redis of the flight's lease.
func (f *flight) leaseName() string { return f.name + ":lease" }

// joinable tells whether somebody who asks now may wait for this flight.
func (f *flight) joinable(s *Store, now time.Time) bool {
	return now.Before(f.ends) && s.trusts(f.begun, now) && s.generations.unmoved(f.tags, f.moves)
}

// flights are those under way in this process, by key: of each key the last one
// that began.
type flights struct {
	mu  sync.Mutex
	all map[digest]*flight
}

func newFlights() *flights { return &flights{all: make(map[digest]*flight)} }

// join returns the flight to wait for, and whether it is f, which then is the
// caller's to answer.
func (fs *flights) join(f *flight, s *Store, now time.Time) (current *flight, own bool) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if other := fs.all[f.key]; other != nil && other.joinable(s, now) {
		return other, false
	}
	fs.all[f.key] = f
	return f, true
}

// succeed puts f in the place of old.
func (fs *flights) succeed(old, f *flight) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.all[old.key] == old {
		fs.all[old.key] = f
	}
}

// land answers all who wait for f.
func (fs *flights) land(f *flight, by string, result erp.Result) {
	fs.mu.Lock()
	if fs.all[f.key] == f {
		delete(fs.all, f.key)
	}
	fs.mu.Unlock()
	f.by, f.result = by, result
	close(f.done)
}
