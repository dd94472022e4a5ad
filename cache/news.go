package cache

import (
	"encoding/json"
	"sync"
)

// channel carries the [news] of all tenants. Digests tell nothing to those who
// lack the secret.
const channel = "balcao:" + format + ":news"

// news is what nodes tell each other through Redis.
type news struct {
	// Moved are tags that have got the generation Token.
	Moved []string `json:"m,omitempty"`
	Token []byte   `json:"t,omitempty"`
	// Owner has ended the calls it led: those of Done with an answer to be
	// found in Redis, those of Failed with the sealed error.
	Owner  string            `json:"o,omitempty"`
	Done   []string          `json:"d,omitempty"`
	Failed map[string][]byte `json:"f,omitempty"`
}

func (n news) text() []byte {
	// Strings and bytes only: this cannot fail.
	text, _ := json.Marshal(n)
	return text
}

func parseNews(text string) (news, error) {
	var n news
	err := json.Unmarshal([]byte(text), &n)
	return n, err
}

// watchers are the rounds of this process that want to hear of keys.
type watchers struct {
	mu  sync.Mutex
	set map[*watcher]struct{}
}

func newWatchers() *watchers { return &watchers{set: make(map[*watcher]struct{})} }

// watcher collects the news of a round's keys from before it first looks, so
// that nothing is lost between its look and its wait.
type watcher struct {
	of      *watchers
	flights map[string]*flight
	tags    map[string]struct{}
	// ended and moved are guarded by of.mu.
	ended map[string]ending
	moved bool
	// heard gets one signal when there is something new.
	heard chan struct{}
}

// ending is how another node's call for a key has ended.
type ending struct {
	owner string
	// failure is the sealed error, nil if the call succeeded.
	failure []byte
}

// watch begins to collect; close ends it.
func (ws *watchers) watch(flights []*flight) *watcher {
	w := &watcher{
		of: ws, flights: make(map[string]*flight), tags: make(map[string]struct{}),
		ended: make(map[string]ending), heard: make(chan struct{}, 1),
	}
	for _, f := range flights {
		w.flights[f.key.String()] = f
		for _, tag := range f.tags {
			w.tags[tag.String()] = struct{}{}
		}
	}
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.set[w] = struct{}{}
	return w
}

func (w *watcher) close() {
	w.of.mu.Lock()
	defer w.of.mu.Unlock()
	delete(w.of.set, w)
}

// tell hands news to all who may wait for it.
func (ws *watchers) tell(n news) {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	for w := range ws.set {
		if w.take(n) {
			select {
			case w.heard <- struct{}{}:
			default:
			}
		}
	}
}

func (w *watcher) take(n news) (new bool) {
	for _, key := range n.Done {
		new = w.end(key, ending{owner: n.Owner}) || new
	}
	for key, failure := range n.Failed {
		new = w.end(key, ending{owner: n.Owner, failure: failure}) || new
	}
	for _, tag := range n.Moved {
		if _, mine := w.tags[tag]; mine {
			w.moved, new = true, true
		}
	}
	return new
}

func (w *watcher) end(key string, e ending) bool {
	_, mine := w.flights[key]
	if mine {
		w.ended[key] = e
	}
	return mine
}

// news returns and forgets what was collected.
func (w *watcher) news() (ended map[string]ending, moved bool) {
	w.of.mu.Lock()
	defer w.of.mu.Unlock()
	ended, moved = w.ended, w.moved
	w.ended, w.moved = make(map[string]ending), false
	return ended, moved
}
