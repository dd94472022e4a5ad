package loader

import (
	"context"
	"sync"
	"time"

	"balcao/erp"
)

const (
	// wait is how long a batch waits for stragglers. Whoever knows a level's
	// keys hands them over with Ahead, so it can be short.
	wait = time.Millisecond
	// maxBatch bounds one call down the pipe. Packs cut it further to what
	// their ERP takes.
	maxBatch = 200
)

// question is one key of a batch; inputs of read functions are comparable.
type question struct{ input erp.Input }

// answer is a result under a name that dataloaden can take: of a type named
// Result it makes code that does not compile.
type answer = erp.Result

// Loader answers the reads of one request. It remembers every answer it has
// given, so one request never shows two states of the same thing.
type Loader struct {
	ctx  context.Context
	next erp.Pipe

	mu      sync.Mutex
	loaders map[*erp.Info]*functionLoader
}

// functionLoader is the batching loader of one function, with what was asked of
// it so far: dataloaden itself forgets a key between its batch's start and the
// first reader of its answer, and would fetch again what was fetched ahead.
type functionLoader struct {
	*ResultLoader
	asked map[question]func() (answer, error)
}

// New makes a loader for a request. Its calls run on ctx, not on the context of
// the resolver that happens to ask first: ctx must live as long as the request.
func New(ctx context.Context, next erp.Pipe) *Loader {
	return &Loader{ctx: ctx, next: next, loaders: map[*erp.Info]*functionLoader{}}
}

// Ahead begins to fetch what will be asked for and does not wait for it.
func (l *Loader) Ahead(f *erp.Info, inputs []erp.Input) { l.ask(f, inputs) }

// Do implements [erp.Pipe]. Writes, and reads that must be of this moment, do
// not belong here: they go to the tenant's pipe directly.
func (l *Loader) Do(ctx context.Context, call erp.Call) []erp.Result {
	answers := l.ask(call.Function, call.Inputs)
	done := make(chan []erp.Result, 1)
	go func() { done <- collect(answers) }()
	select {
	case results := <-done:
		return results
	case <-ctx.Done():
		return erp.Fail(call, &erp.Error{
			Kind: erp.Unavailable, Function: call.Function.Name, Detail: "the request ended", Cause: ctx.Err(),
		})
	}
}

// ask puts what was not asked before into the function's next batch.
func (l *Loader) ask(f *erp.Info, inputs []erp.Input) []func() (answer, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	of := l.of(f)
	answers := make([]func() (answer, error), len(inputs))
	for i, in := range inputs {
		q := question{in}
		if of.asked[q] == nil {
			of.asked[q] = of.LoadThunk(q)
		}
		answers[i] = of.asked[q]
	}
	return answers
}

func (l *Loader) of(f *erp.Info) *functionLoader {
	if found, ok := l.loaders[f]; ok {
		return found
	}
	made := &functionLoader{asked: map[question]func() (answer, error){}, ResultLoader: NewResultLoader(ResultLoaderConfig{
		Wait: wait, MaxBatch: maxBatch,
		Fetch: func(keys []question) ([]answer, []error) { return fetch(l.ctx, l.next, f, keys) },
	})}
	l.loaders[f] = made
	return made
}

func collect(answers []func() (answer, error)) []erp.Result {
	results := make([]erp.Result, len(answers))
	for i, wait := range answers {
		result, err := wait()
		if err != nil {
			result.Err = err
		}
		results[i] = result
	}
	return results
}
