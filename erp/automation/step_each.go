package automation

import (
	"context"
	"fmt"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// maxItems bounds a step's repetitions: an ERP that answers with a list of
// everybody must not be asked about everybody.
const maxItems = 1000

// each runs a step once for every item. The values are in the items' order,
// null where an item was skipped or nothing was found.
func (f *frame) each(ctx context.Context, s *Step, scope *value.Scope) (any, *failure) {
	items, fail := list(s.Each, scope)
	if fail != nil {
		return nil, fail
	}
	if len(items) > maxItems {
		return nil, &failure{kind: erp.BadAnswer, detail: fmt.Sprintf("%d items to run over; more than %d are not taken", len(items), maxItems), settled: true}
	}
	if s.Effect == erp.Write || f.run.tracer != nil {
		return f.inOrder(ctx, s, scope, items)
	}
	return f.together(ctx, s, scope, items)
}

// inOrder runs one item after the other and stops at the first that fails: a
// write does not go on over a failed one.
func (f *frame) inOrder(ctx context.Context, s *Step, scope *value.Scope, items []any) (any, *failure) {
	values := make([]any, len(items))
	for i := range items {
		v, fail := f.item(ctx, s, scope, items[i], i)
		if fail != nil {
			return nil, fail
		}
		values[i] = v
	}
	return values, nil
}

func (f *frame) together(ctx context.Context, s *Step, scope *value.Scope, items []any) (any, *failure) {
	values, fails := make([]any, len(items)), make([]*failure, len(items))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	atOnce := f.run.c.guard.Limits().AtOnce
	if s.AtOnce > 0 {
		atOnce = s.AtOnce
	}
	sideBySide(len(items), atOnce, func(i int) {
		if ctx.Err() != nil {
			fails[i] = gone(ctx)
			return
		}
		values[i], fails[i] = f.item(ctx, s, scope, items[i], i)
		if fails[i] != nil {
			cancel()
		}
	})
	return values, firstReason(fails)
}

// firstReason is the first failure that is not merely the echo of another one.
func firstReason(fails []*failure) *failure {
	var echo *failure
	for _, fail := range fails {
		if fail != nil && fail.cause != context.Canceled {
			return fail
		}
		if echo == nil {
			echo = fail
		}
	}
	return echo
}

func (f *frame) item(ctx context.Context, s *Step, scope *value.Scope, item any, position int) (v any, fail *failure) {
	defer func() {
		if p := recover(); p != nil {
			v, fail = nil, f.panicked(s, p)
		}
	}()
	own := scope.Child()
	own.Set("it", item)
	own.Set("position", int64(position))
	v, _, fail = f.one(ctx, s, own, fmt.Sprintf("%s[%d]", s.Name, position))
	if fail != nil && fail.kind == erp.NotFound && s.Effect != erp.Write {
		return nil, nil
	}
	return v, fail
}

// list evaluates an expression that gives a list: what ERPs write for an empty one
// is empty, a lone value a list of one.
func list(e *value.Expr, scope *value.Scope) ([]any, *failure) {
	v, err := e.Eval(scope)
	if err != nil {
		return nil, failed(err)
	}
	return listOf(v), nil
}

func listOf(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	case string:
		if v == "" {
			return nil
		}
	case map[string]any:
		if len(v) == 0 {
			return nil
		}
	}
	return []any{v}
}
