package cache

import (
	"crypto/rand"
	"encoding/binary"
	"sync"
)

// token is one generation of a tag: random, compared for equality only.
type token [8]byte

func newToken() (t token) {
	// Since Go 1.24 Read never fails: the program stops instead.
	_, _ = rand.Read(t[:])
	return t
}

// tags are what a key can be invalidated by: its tenant, its function and its
// customer.
type tags [3]digest

// stamp are the generations of a key's tags.
type stamp [3]token

// moves tell how often this node saw the generations of tags move; see
// [generations].
type moves [3]uint64

// generations mirrors on this node the generations that stand in Redis; without
// Redis it is all there is. A tag whose generation is not known here matches
// nothing, so forgetting one is invalidating it.
//
// Replies of Redis and its messages come on different connections and may
// overtake each other, and tokens have no order. So whoever asks Redis first
// notes the tags' moves; what it learns counts only if they are still the same.
// Whatever is known to have moved is forgotten, not replaced: the next read
// learns it.
type generations struct {
	mu     sync.RWMutex
	tokens map[digest]token
	// moved counts by a part of the tag, not by tag, so that the counts of
	// forgotten tags need not be kept. Two tags that share a count cost a value
	// that could have been kept, never the reverse.
	moved [1024]uint64
	max   int
}

func newGenerations(max int) *generations {
	return &generations{tokens: make(map[digest]token), max: max}
}

func (g *generations) count(tag digest) *uint64 {
	return &g.moved[binary.BigEndian.Uint16(tag[:])%uint16(len(g.moved))]
}

// valid tells whether a value with this stamp may still be served.
func (g *generations) valid(t tags, s stamp) bool {
	g.mu.RLock()
	defer g.mu.RUnlock()
	for i, tag := range t {
		if now, known := g.tokens[tag]; !known || now != s[i] {
			return false
		}
	}
	return true
}

// note returns the moves of tags as of now.
func (g *generations) note(t tags) (m moves) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	for i, tag := range t {
		m[i] = *g.count(tag)
	}
	return m
}

// unmoved tells whether no generation is known to have moved since m was noted.
func (g *generations) unmoved(t tags, m moves) bool { return g.note(t) == m }

// learn takes over what Redis said to somebody who had noted m before asking.
// It returns false if that may be old.
func (g *generations) learn(t tags, m moves, s stamp) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	good := true
	for i, tag := range t {
		good = g.learnOne(tag, m[i], s[i]) && good
	}
	return good
}

func (g *generations) learnOne(tag digest, noted uint64, said token) bool {
	if *g.count(tag) != noted {
		return false
	}
	known, ok := g.tokens[tag]
	if ok && known != said {
		// One of the two is old and nobody can tell which.
		g.forgetOne(tag)
		return false
	}
	g.put(tag, said)
	return true
}

// ensure returns the generations of tags, making those that are missing: what
// Redis does where there is one. It returns false if a tag has moved since m was
// noted: these generations are not those of what was asked before.
func (g *generations) ensure(t tags, m moves) (s stamp, good bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	good = true
	for i, tag := range t {
		good = good && *g.count(tag) == m[i]
		known, ok := g.tokens[tag]
		if !ok {
			known = newToken()
			g.put(tag, known)
		}
		s[i] = known
	}
	return s, good
}

// put keeps the mirror bounded by forgetting any other tags.
func (g *generations) put(tag digest, value token) {
	if _, known := g.tokens[tag]; !known && len(g.tokens) >= g.max {
		drop := 1 + g.max/16
		for other := range g.tokens {
			g.forgetOne(other)
			if drop--; drop == 0 {
				break
			}
		}
	}
	g.tokens[tag] = value
}

// forget invalidates on this node whatever has one of the tags.
func (g *generations) forget(list ...digest) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, tag := range list {
		g.forgetOne(tag)
	}
}

func (g *generations) forgetOne(tag digest) {
	delete(g.tokens, tag)
	*g.count(tag)++
}

// heard takes the news that a tag has moved to a token. If that is what is
// known already, it is old news.
func (g *generations) heard(tag digest, now token) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if known, ok := g.tokens[tag]; !ok || known != now {
		g.forgetOne(tag)
	}
}

// reset forgets everything.
func (g *generations) reset() {
	g.mu.Lock()
	defer g.mu.Unlock()
	clear(g.tokens)
	for i := range g.moved {
		g.moved[i]++
	}
}
