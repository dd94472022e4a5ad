package check

import (
	"context"
	"time"

	"balcao/erp/automation"
	"balcao/erp/guard"
	"balcao/internal/br"
)

// Target is the connection to check.
type Target struct {
	Connection *automation.Connection
	// Security is how the connection trusts its server.
	Security guard.Security
	// Notes hear what the connection logs; nil hears nothing.
	Notes *Notes
}

// Options say how far a check goes.
type Options struct {
	// Document is a customer whose data may be read. Without one only lists that
	// are nobody's are asked for.
	Document br.Document
	// SlowAfter is how long an answer may take; 2 s if zero.
	SlowAfter time.Duration
	// Today is the provider's day.
	Today br.Date
	// Tell is given each finding as soon as it is made.
	Tell func(Finding)
}

// Run checks a target and tells whether all that was asked is sound. It ends
// early when ctx does, and is then not sound.
func Run(ctx context.Context, target Target, o Options) (sound bool) {
	if o.SlowAfter == 0 {
		o.SlowAfter = 2 * time.Second
	}
	r := &run{target: target, options: o, sound: true, asking: &Asking{Document: o.Document, Today: o.Today}}
	r.tracer = &automation.Tracer{Event: r.seen.note}
	if r.reach(ctx) && ctx.Err() == nil {
		r.functions(ctx)
	}
	return r.sound && ctx.Err() == nil
}

// run is one check. It asks one thing after the other: an ERP is never busier
// for being checked.
type run struct {
	target  Target
	options Options
	sound   bool
	// letIn is true once the ERP has answered a function.
	letIn bool
	// forbidden counts the functions that answered 403 before.
	forbidden int
	// seen are the answers to the function that is being asked. The tracer is one
	// for all of them: names that one answer tells are masked in the next.
	seen   answers
	tracer *automation.Tracer
	// asking is whom the functions are asked about.
	asking *Asking
}

func (r *run) tell(f Finding) {
	r.sound = r.sound && f.Verdict.IsSound()
	r.options.Tell(f)
}
