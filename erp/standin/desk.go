package standin

import (
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"balcao/erp"
)

// Entry is a row of the books: a write that arrived, whatever became of it. Its
// JSON names are those of package sandbox's books.
type Entry struct {
	Seq int64 `json:"seq"`
	// Kind is the ERP's own word for what is written.
	Kind string `json:"kind"`
	// Invoice and Document say whom it is about; Key is what was sent to tell it
	// from others, as it was sent.
	Invoice  string `json:"invoice"`
	Document string `json:"document"`
	Key      string `json:"key"`
	// Amount of a payment.
	Amount erp.Money `json:"-"`
	// Applied is "yes", "no", or "late" once it is applied after the connection
	// was cut.
	Applied string `json:"applied"`
	// Fault that befell it, empty if none did.
	Fault string `json:"fault"`
}

// Desk is the counter of a stand-in: every answer goes out over it. It may be
// used from any goroutine; [Desk.Close] ends what it has begun.
type Desk struct {
	page, failure Reply

	lock     sync.Mutex
	switches Switches
	random   *rand.Rand
	books    []Entry
	calls    map[string]int

	end   sync.Once
	ended chan struct{}
	late  sync.WaitGroup
}

// NewDesk opens a desk. Page is what this ERP shows instead of JSON, with 200;
// failure is its 500.
func NewDesk(page, failure Reply) *Desk {
	d := &Desk{page: page, failure: failure, calls: map[string]int{}, ended: make(chan struct{})}
	d.Switch(Switches{})
	return d
}

// Close gives up late applications that are not due yet, and waits for those
// that have begun.
func (d *Desk) Close() {
	d.end.Do(func() { close(d.ended) })
	d.late.Wait()
}

// Switch begins another day.
func (d *Desk) Switch(s Switches) {
	d.lock.Lock()
	defer d.lock.Unlock()
	d.switches, d.random = s, rand.New(rand.NewPCG(s.Seed, 1))
}

// Books are all writes that have arrived, in their order.
func (d *Desk) Books() []Entry {
	d.lock.Lock()
	defer d.lock.Unlock()
	return slices.Clone(d.books)
}

// Calls counts what was asked, by "METHOD /path".
func (d *Desk) Calls() map[string]int {
	d.lock.Lock()
	defer d.lock.Unlock()
	return maps.Clone(d.calls)
}

// Read delivers the answer of what changes nothing.
func (d *Desk) Read(w http.ResponseWriter, r *http.Request, answer func() Reply) {
	s, f := d.arrive(r)
	switch f {
	case error500:
		d.failure.write(w)
	case html200:
		d.page.write(w)
	case slow:
		reply := answer()
		d.wait(r, s.Slow)
		reply.write(w)
	case reset:
		answer().resetMidway(w)
	default:
		answer().write(w)
	}
}

// Write lets a write happen, and writes it into the books. Apply(true) does it;
// apply(false) gives the answer that it would have, and does nothing. What it
// tells beside is whether it was, or would be, done: a refusal is not.
func (d *Desk) Write(w http.ResponseWriter, r *http.Request, e Entry, apply func(really bool) (Reply, bool)) {
	s, f := d.arrive(r)
	e.Fault, e.Applied = string(f), "no"
	at := d.enter(e)
	switch f {
	case beforeApply:
		panic(http.ErrAbortHandler)
	case lateApply:
		d.applyLater(s.Late, at, apply)
		panic(http.ErrAbortHandler)
	case error500:
		d.failure.write(w)
		return
	case html200:
		d.page.write(w)
		return
	case neverApplied:
		reply, _ := apply(false)
		reply.write(w)
		return
	}
	reply, done := apply(true)
	if done {
		d.applied(at, "yes")
	}
	switch f {
	case afterApply:
		panic(http.ErrAbortHandler)
	case reset:
		reply.resetMidway(w)
		return
	case slow:
		d.wait(r, s.Slow)
	}
	reply.write(w)
}

func (d *Desk) arrive(r *http.Request) (Switches, fault) {
	d.lock.Lock()
	d.calls[r.Method+" "+r.URL.Path]++
	s, f := d.switches, d.draw(r.URL.Path)
	d.lock.Unlock()
	d.wait(r, s.Latency)
	return s, f
}

func (d *Desk) enter(e Entry) int {
	d.lock.Lock()
	defer d.lock.Unlock()
	e.Seq = int64(len(d.books) + 1)
	d.books = append(d.books, e)
	return len(d.books) - 1
}

func (d *Desk) applied(at int, how string) {
	d.lock.Lock()
	defer d.lock.Unlock()
	d.books[at].Applied = how
}

func (d *Desk) applyLater(after time.Duration, at int, apply func(bool) (Reply, bool)) {
	d.late.Go(func() {
		select {
		case <-d.ended:
		case <-time.After(after):
			if _, done := apply(true); done {
				d.applied(at, "late")
			}
		}
	})
}

// wait waits, unless the caller is gone or the desk is closed before.
func (d *Desk) wait(r *http.Request, pause time.Duration) {
	if pause <= 0 {
		return
	}
	select {
	case <-d.ended:
	case <-r.Context().Done():
	case <-time.After(pause):
	}
}
