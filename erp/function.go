package erp

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"balcao/internal/br"
)

// Effect tells whether a function changes something in the ERP.
type Effect string

const (
	// Read functions may be repeated, batched and cached.
	Read Effect = "read"
	// Write functions change something a person would see. They are never
	// repeated blindly, batched or cached.
	Write Effect = "write"
)

// Input is what a function is given. Inputs of read functions are comparable:
// two equal inputs are the same question.
type Input interface {
	// Subject is the document of the person the call is about, empty where it
	// is about nobody in particular. Rights are checked on it, and a write
	// invalidates the cached reads of the same subject.
	Subject() br.Document
	// Key is the input written as one text, the same for equal inputs and
	// different for others. It may hold personal data: it is hashed with a
	// secret before it becomes part of a cache key and is never logged.
	Key() string
}

// Info is an ERP function without its types: what the stages of the pipe need
// to know of it.
type Info struct {
	// Name is the function's name in packs, logs and docs: "list_invoices".
	Name string
	// Effect tells reads from writes.
	Effect Effect
	// In and Out are the types of input and output. Out of a list function is a
	// slice type.
	In, Out reflect.Type
	// List is true where the answer is a list: nothing found is then an empty
	// list, not [NotFound].
	List bool
	// From is the function that brings the same rows and more, for a pack that
	// has no file of its own for this one: [Info.Keep] leaves out the rest.
	From *Info
	// keep tells whether a value may be shown to who asked; see [Info.Keep].
	keep func(Input, any) (kept any, dropped int)
}

// Keep drops from an answer whatever was not asked for: another customer's
// rows, an invoice with another id. "The first of the list" is never shown to
// somebody else, however the ERP or its automation is mistaken. It returns what
// may be shown and how many rows were dropped; kept is nil if nothing is left
// of a single object.
func (i *Info) Keep(in Input, value any) (kept any, dropped int) {
	if i.keep == nil || value == nil {
		return value, 0
	}
	return i.keep(in, value)
}

// Call asks one function one or many questions at once.
type Call struct {
	Function *Info
	Inputs   []Input
}

// Result answers one input of a [Call].
type Result struct {
	// Value has the type Function.Out, or is nil when Err is set. It is shared
	// between readers: nobody writes to it.
	Value any
	// Err is an [Error] wherever the ERP or its automation is the reason.
	Err error
	Meta
}

// Meta tells how old an answer is and whether it is whole.
type Meta struct {
	// FetchedAt is the instant at which the ERP was asked.
	FetchedAt time.Time
	// Stale is true for an answer that outlived its freshness and is shown
	// because the ERP does not answer.
	Stale bool
	// Incomplete is true if an optional part of the automation failed. Such an
	// answer is kept for seconds only.
	Incomplete bool
}

// Pipe answers calls. Loader, cache, guard and automation engine all are pipes,
// each around the next; a pipe belongs to one tenant's connection, so nothing
// in it can reach another tenant.
type Pipe interface {
	// Do returns one result for each input, in the same order. It never
	// returns before all are known, and it honours ctx.
	Do(ctx context.Context, call Call) []Result
}

// Func is an ERP function with its types.
type Func[In Input, Out any] struct{ *Info }

// Answer is a typed [Result].
type Answer[Out any] struct {
	Value Out
	Err   error
	Meta
}

// Call asks one question.
func (f Func[In, Out]) Call(ctx context.Context, p Pipe, in In) (Out, Meta, error) {
	a := f.CallMany(ctx, p, []In{in})[0]
	return a.Value, a.Meta, a.Err
}

// CallMany asks many questions at once; the answers are in the order of ins.
func (f Func[In, Out]) CallMany(ctx context.Context, p Pipe, ins []In) []Answer[Out] {
	inputs := make([]Input, len(ins))
	for i, in := range ins {
		inputs[i] = in
	}
	results := p.Do(ctx, Call{Function: f.Info, Inputs: inputs})
	answers := make([]Answer[Out], len(ins))
	for i := range ins {
		answers[i] = f.typed(results, i)
	}
	return answers
}

func (f Func[In, Out]) typed(results []Result, i int) Answer[Out] {
	if i >= len(results) {
		return Answer[Out]{Err: &Error{Kind: Internal, Function: f.Name, Detail: "a stage of the pipe returned too few results"}}
	}
	r := results[i]
	a := Answer[Out]{Err: r.Err, Meta: r.Meta}
	if r.Err != nil || r.Value == nil {
		return a
	}
	value, ok := r.Value.(Out)
	if !ok {
		a.Err = &Error{Kind: Internal, Function: f.Name, Detail: fmt.Sprintf("a stage of the pipe returned %T", r.Value)}
		return a
	}
	a.Value = value
	return a
}

// Fail gives every input of a call the same error.
func Fail(call Call, err error) []Result {
	results := make([]Result, len(call.Inputs))
	for i := range results {
		results[i].Err = err
	}
	return results
}
