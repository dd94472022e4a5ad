package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Switches are the ERP's bad days, as GET and PUT /_sandbox/switches speak
// them. PUT replaces all of them: what it leaves out is off. A sandbox begins
// with everything off.
type Switches struct {
	// LatencyMS is how long every call waits before anything is done with it.
	LatencyMS int `json:"latency_ms"`
	// LatencyByPath replaces LatencyMS for paths that begin so; the longest
	// beginning wins.
	LatencyByPath map[string]int `json:"latency_by_path,omitempty"`
	// Faults are drawn for each call, at most one of them.
	Faults Faults `json:"faults"`
	// SlowMS is how late the answer of a slow call is.
	SlowMS int `json:"slow_ms"`
	// LateMS is how long after the cut a late application is applied.
	LateMS int `json:"late_ms"`
	// Paths are the beginnings of the paths that faults befall; none means all.
	Paths []string `json:"paths,omitempty"`
	// Double is what is done with a settlement, a lead and whatever else has an
	// Idempotency-Key when it was applied before.
	// Empty means DoubleRefuse.
	Double string `json:"double"`
	// Dropped are the fields of PUT /clientes/{cnpj_cpf}/cadastro that are taken
	// and not stored: nome, email, celulares, telefones, endereco_cobranca.
	Dropped []string `json:"dropped,omitempty"`
	// Unregistered are ids of invoices that the bank does not know yet: they have
	// no line, PIX code and link.
	Unregistered []string `json:"unregistered,omitempty"`
	// Seed makes the draws the same again for the same order of calls.
	Seed uint64 `json:"seed"`
}

// Faults are rates from 0 (never) to 1 (always) that add up to 1 at most. The
// first four befall only what changes something.
type Faults struct {
	BeforeApply  float64 `json:"before_apply"`  // the connection is cut and nothing applied
	AfterApply   float64 `json:"after_apply"`   // applied, then the connection is cut without an answer
	LateApply    float64 `json:"late_apply"`    // the connection is cut, and applied LateMS later
	NeverApplied float64 `json:"never_applied"` // answered with 201 and an id, and never applied
	Error500     float64 `json:"error_500"`     // answered with 500, nothing applied
	HTML200      float64 `json:"html_200"`      // answered with 200 and an HTML page, nothing applied
	Reset        float64 `json:"reset"`         // applied, then TCP reset in the middle of the answer
	Slow         float64 `json:"slow"`          // applied, then answered after SlowMS
}

// What Switches.Double may be.
const (
	// DoubleRefuse answers the same Idempotency-Key with the same id again, and
	// refuses what is paid already or more than is open.
	DoubleRefuse = "refuse"
	// DoubleApply applies whatever arrives, every time.
	DoubleApply = "apply"
)

// The faults' names, as in the books.
const (
	faultBeforeApply  = "before_apply"
	faultAfterApply   = "after_apply"
	faultLateApply    = "late_apply"
	faultNeverApplied = "never_applied"
	faultError500     = "error_500"
	faultHTML200      = "html_200"
	faultReset        = "reset"
	faultSlow         = "slow"
)

type rate struct {
	fault string
	rate  float64
}

// rates gives the faults in the order in which they are drawn.
func (f Faults) rates() []rate {
	return []rate{
		{faultBeforeApply, f.BeforeApply}, {faultAfterApply, f.AfterApply}, {faultLateApply, f.LateApply},
		{faultNeverApplied, f.NeverApplied}, {faultError500, f.Error500}, {faultHTML200, f.HTML200},
		{faultReset, f.Reset}, {faultSlow, f.Slow},
	}
}

// check says in Portuguese what is wrong with the switches.
func (s Switches) check() error {
	sum := 0.0
	for _, r := range s.Faults.rates() {
		if r.rate < 0 || r.rate > 1 {
			return fmt.Errorf("faults.%s: use de 0 a 1", r.fault)
		}
		sum += r.rate
	}
	if sum > 1.000001 {
		return fmt.Errorf("faults: a soma é %g, o máximo é 1", sum)
	}
	if s.Double != DoubleApply && s.Double != DoubleRefuse {
		return fmt.Errorf("double: use %s ou %s", DoubleApply, DoubleRefuse)
	}
	pauses := slices.Collect(maps.Values(s.LatencyByPath))
	if slices.Min(append(pauses, s.LatencyMS, s.SlowMS, s.LateMS)) < 0 {
		return fmt.Errorf("os tempos não podem ser negativos")
	}
	return nil
}

// latency is how long a call to path waits.
func (s Switches) latency(path string) time.Duration {
	pause, longest := s.LatencyMS, -1
	for prefix, ms := range s.LatencyByPath {
		if strings.HasPrefix(path, prefix) && len(prefix) > longest {
			pause, longest = ms, len(prefix)
		}
	}
	return time.Duration(pause) * time.Millisecond
}

func (s Switches) fails(path string) bool {
	return len(s.Paths) == 0 ||
		slices.ContainsFunc(s.Paths, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}

// switchboard holds the switches and the random numbers. What is stored is
// never changed in place.
type switchboard struct {
	lock     sync.Mutex
	switches Switches
	random   *rand.Rand
}

func (b *switchboard) set(s Switches) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.switches = s
	b.random = rand.New(rand.NewPCG(s.Seed, 1))
}

func (b *switchboard) current() Switches {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.switches
}

// draw gives the switches for a call to path and the fault that befalls it, or
// an empty one.
func (b *switchboard) draw(path string) (Switches, string) {
	b.lock.Lock()
	defer b.lock.Unlock()
	if !b.switches.fails(path) {
		return b.switches, ""
	}
	left := b.random.Float64()
	for _, r := range b.switches.Faults.rates() {
		if left < r.rate {
			return b.switches, r.fault
		}
		left -= r.rate
	}
	return b.switches, ""
}

func (s *Sandbox) showSwitches(*http.Request) reply {
	return jsonReply(http.StatusOK, s.switches.current())
}

func (s *Sandbox) putSwitches(r *http.Request) reply {
	wanted := Switches{Double: DoubleRefuse}
	decoder := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&wanted); err != nil {
		return *badRequest("O corpo do pedido não são chaves conhecidas: " + err.Error())
	}
	if err := wanted.check(); err != nil {
		return *badRequest(err.Error())
	}
	s.switches.set(wanted)
	return jsonReply(http.StatusOK, wanted)
}
