package loader

import (
	"context"
	"fmt"
	"runtime/debug"

	"balcao/erp"
)

// fetch calls the pipe for a batch and keeps dataloaden's contract whatever the
// pipe does: it runs in a goroutine of dataloaden's, where a panic would end the
// process and a slice that is too short would panic in a resolver. Errors are
// part of the results, since dataloaden forgets failed keys and would ask again.
func fetch(ctx context.Context, pipe erp.Pipe, f *erp.Info, keys []question) (results []erp.Result, errs []error) {
	call := erp.Call{Function: f, Inputs: make([]erp.Input, len(keys))}
	for i, k := range keys {
		call.Inputs[i] = k.input
	}
	defer func() {
		if r := recover(); r != nil {
			results = erp.Fail(call, fault(f, fmt.Sprintf("panic: %v\n%s", r, debug.Stack())))
		}
		errs = make([]error, len(keys))
	}()
	results = pipe.Do(ctx, call)
	if len(results) != len(keys) {
		results = erp.Fail(call, fault(f, fmt.Sprintf("%d results for %d keys", len(results), len(keys))))
	}
	return results, errs
}

func fault(f *erp.Info, detail string) error {
	return &erp.Error{Kind: erp.Internal, Function: f.Name, Detail: detail}
}
