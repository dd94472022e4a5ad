package standin

import (
	"slices"
	"strings"
	"time"
)

// Faults are rates from 0 to 1 that add up to 1 at most. The first four befall
// writes alone. They mean the same as those of package sandbox.
type Faults struct {
	BeforeApply  float64 // the connection is cut and nothing applied
	AfterApply   float64 // applied, then the connection is cut without an answer
	LateApply    float64 // the connection is cut, and applied later
	NeverApplied float64 // answered as if it were applied
	Error500     float64 // the ERP's 500, nothing applied
	HTML200      float64 // the ERP's page with 200, nothing applied
	Reset        float64 // applied, then TCP reset in the middle of the answer
	Slow         float64 // applied, then answered late
}

// Switches are an ERP's bad days; the zero value is a good one.
type Switches struct {
	Faults Faults
	// Slow is how late a slow answer is, Late how long after the cut a write is
	// applied late, Latency how long everything waits.
	Slow, Late, Latency time.Duration
	// Paths are the beginnings of the paths that faults befall; none means all.
	Paths []string
	// Seed makes the draws the same again for the same order of calls.
	Seed uint64
}

type fault string

const (
	none         fault = ""
	beforeApply  fault = "before_apply"
	afterApply   fault = "after_apply"
	lateApply    fault = "late_apply"
	neverApplied fault = "never_applied"
	error500     fault = "error_500"
	html200      fault = "html_200"
	reset        fault = "reset"
	slow         fault = "slow"
)

// draw draws the fault of one call.
func (d *Desk) draw(path string) fault {
	if len(d.switches.Paths) > 0 && !slices.ContainsFunc(d.switches.Paths, func(p string) bool { return strings.HasPrefix(path, p) }) {
		return none
	}
	f, left := d.switches.Faults, d.random.Float64()
	for _, rate := range []struct {
		fault fault
		rate  float64
	}{
		{beforeApply, f.BeforeApply}, {afterApply, f.AfterApply}, {lateApply, f.LateApply}, {neverApplied, f.NeverApplied},
		{error500, f.Error500}, {html200, f.HTML200}, {reset, f.Reset}, {slow, f.Slow},
	} {
		if left < rate.rate {
			return rate.fault
		}
		left -= rate.rate
	}
	return none
}
