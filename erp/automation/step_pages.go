package automation

import (
	"context"
	"fmt"
	"reflect"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// maxRows bounds what all pages hold together.
const maxRows = 20000

// pages asks page after page and joins them. It ends at a page that is empty,
// shorter than a full one, or equal to the one before: some ERPs answer every
// page number with the same page.
func (f *frame) pages(ctx context.Context, s *Step, scope *value.Scope, name string, fresh bool) (any, *failure) {
	if s.Pages == nil {
		return f.act(ctx, s, scope, name, fresh)
	}
	var taken, last []any
	var page any = s.Pages.First
	for range s.Pages.AtMost {
		own, seen := scope.Child(), &pageAnswer{}
		own.Set("page", page)
		own.Set(pageAnswerName, seen)
		items, fail := f.page(ctx, s, own, name, fresh)
		if fail != nil {
			return nil, fail
		}
		if len(items) == 0 || reflect.DeepEqual(items, last) {
			return rows(taken), nil
		}
		taken, last = append(taken, items...), items
		if len(taken) > maxRows {
			return nil, &failure{kind: erp.BadAnswer, detail: fmt.Sprintf("its pages hold more than %d rows", maxRows), settled: true}
		}
		if len(items) < s.Pages.Size {
			return rows(taken), nil
		}
		if page, fail = s.Pages.after(page, seen, taken); fail != nil || page == nil {
			return rows(taken), fail
		}
	}
	return nil, &failure{kind: erp.BadAnswer, detail: fmt.Sprintf("there are more than %d pages", s.Pages.AtMost), settled: true}
}

// rows is never null: a list without rows was found all the same.
func rows(taken []any) any {
	if taken == nil {
		return []any{}
	}
	return taken
}

func (f *frame) page(ctx context.Context, s *Step, scope *value.Scope, name string, fresh bool) ([]any, *failure) {
	v, fail := f.act(ctx, s, scope, name, fresh)
	if fail != nil && fail.kind == erp.NotFound {
		return nil, nil
	}
	return listOf(v), fail
}

// pageAnswer is where the answer of a page is left for `next`, which may find
// there what `take` does not keep: "answer.next_cursor". It stands in the page's
// scope under a name that no pack can write.
type pageAnswer struct{ scope *value.Scope }

const pageAnswerName = "@page"

// leaveForNext keeps what a page's answer is judged by.
func leaveForNext(scope *value.Scope) {
	if v, ok := scope.Get(pageAnswerName); ok {
		v.(*pageAnswer).scope = scope
	}
}

// after is the page after this one, nil at the end.
func (p *Pages) after(page any, seen *pageAnswer, taken []any) (any, *failure) {
	if p.Next == nil {
		n, _ := page.(int64)
		return n + max(1, p.Step), nil
	}
	scope := seen.scope.Child()
	scope.Set("taken", taken)
	v, err := p.Next.Eval(scope)
	if err != nil {
		return nil, failed(err)
	}
	return v, nil
}
