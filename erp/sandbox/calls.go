package sandbox

import (
	"maps"
	"net/http"
	"sync"
)

// Calls is how often the ERP was called since the start or the last DELETE, as
// GET /_sandbox/calls answers it. Control paths and boleto links do not count.
type Calls struct {
	CallCount
	// Paths counts each path apart, by its pattern: "GET /faturas/{id}". The
	// pattern "/" is all that the ERP does not know.
	Paths map[string]CallCount `json:"paths"`
}

// CallCount counts calls.
type CallCount struct {
	Calls   int `json:"calls"`
	Running int `json:"running"` // at this moment
	AtOnce  int `json:"at_once"` // the most that were running at the same time
}

// calls counts under a lock.
type calls struct {
	lock  sync.Mutex
	total CallCount
	paths map[string]CallCount
}

// begin counts a call and gives what counts its end.
func (c *calls) begin(pattern string) (end func()) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.paths == nil {
		c.paths = make(map[string]CallCount)
	}
	c.total = c.total.begun()
	c.paths[pattern] = c.paths[pattern].begun()
	return func() {
		c.lock.Lock()
		defer c.lock.Unlock()
		c.total.Running--
		count := c.paths[pattern]
		count.Running--
		c.paths[pattern] = count
	}
}

func (c CallCount) begun() CallCount {
	c.Calls++
	c.Running++
	c.AtOnce = max(c.AtOnce, c.Running)
	return c
}

func (c *calls) snapshot() Calls {
	c.lock.Lock()
	defer c.lock.Unlock()
	paths := maps.Clone(c.paths)
	if paths == nil {
		paths = map[string]CallCount{}
	}
	return Calls{CallCount: c.total, Paths: paths}
}

// reset forgets what has ended; what is running stays counted as running.
func (c *calls) reset() {
	c.lock.Lock()
	defer c.lock.Unlock()
	c.total = CallCount{Running: c.total.Running, AtOnce: c.total.Running}
	for pattern, count := range c.paths {
		c.paths[pattern] = CallCount{Running: count.Running, AtOnce: count.Running}
	}
	maps.DeleteFunc(c.paths, func(_ string, count CallCount) bool { return count.Running == 0 })
}

func (s *Sandbox) showCalls(*http.Request) reply {
	return jsonReply(http.StatusOK, s.calls.snapshot())
}

func (s *Sandbox) resetCalls(*http.Request) reply {
	s.calls.reset()
	return jsonReply(http.StatusOK, s.calls.snapshot())
}
