package value

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strconv"
)

// kindListish is what stands where a list is due: a lone object is a list of one.
const kindListish = kindList | kindObject

// maxItems bounds the lists that functions make.
const maxItems = 100_000

var errTooMany = errors.New("the list has become too long")

var listFunctions = map[string]*function{
	"first_of": {takes: []kind{kindAny}, fewest: 1, more: true, gives: unionOf, run: firstOf},
	"list":     {takes: []kind{kindAny}, fewest: 1, gives: listOf, run: func(a ...any) (any, error) { return listed(a[0]) }},
	"first":    {takes: []kind{kindListish}, fewest: 1, gives: elemOf, run: first},
	"last":     {takes: []kind{kindListish}, fewest: 1, gives: elemOf, run: last},
	"len":      {takes: []kind{kindListish | kindText}, fewest: 1, gives: gives(NumberType), cleans: markFree | markComposed, run: length},
	"flatten":  {takes: []kind{kindListish}, fewest: 1, gives: flatOf, run: flatten},
	"concat":   {takes: []kind{kindListish}, fewest: 2, more: true, gives: joinedOf, run: concat},
	"reverse":  {takes: []kind{kindListish}, fewest: 1, gives: listOf, run: reverse},
	"unique":   {takes: []kind{kindListish, kindText}, fewest: 1, gives: func(a []*Type) *Type { return asListType(a[0]) }, run: unique},
	"index":    {takes: []kind{kindListish, kindText}, fewest: 2, gives: directoryOf, run: index},
	"keys":     {takes: []kind{kindObject}, fewest: 1, gives: gives(ListType(TextType)), run: keys},
	"values":   {takes: []kind{kindObject}, fewest: 1, gives: gives(ListType(AnyType)), run: values},
}

func unionOf(args []*Type) *Type {
	var t *Type
	for _, a := range args {
		t = union(t, a)
	}
	return t
}

func listOf(args []*Type) *Type { return asListType(args[0]) }

func elemOf(args []*Type) *Type { return asListType(args[0]).Elem() }

func flatOf(args []*Type) *Type {
	if inner := elemOf(args); inner.kind == kindList {
		return inner
	}
	return ListType(AnyType)
}

func joinedOf(args []*Type) *Type {
	var elem *Type
	for _, a := range args {
		elem = union(elem, asListType(a).Elem())
	}
	return ListType(elem)
}

func directoryOf(args []*Type) *Type {
	return &Type{kind: kindObject, table: true, elem: elemOf(args)}
}

func firstOf(args ...any) (any, error) {
	for _, a := range args {
		if !isEmpty(a) {
			return a, nil
		}
	}
	return nil, nil
}

// isEmpty tells whether a value is null, an empty text or an empty list.
func isEmpty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}

// listed makes a list of what an ERP sends where a list is due: null, "" and {}
// are empty, PHP's {"0":…,"1":…} is its values, a lone object a list of one.
func listed(v any) ([]any, error) {
	switch v := plainGo(v).(type) {
	case nil:
		return nil, nil
	case []any:
		return v, nil
	case map[string]any:
		if len(v) == 0 {
			return nil, nil
		}
		if items, ok := numbered(v); ok {
			return items, nil
		}
		return []any{v}, nil
	case string:
		if v == "" {
			return nil, nil
		}
	default:
		if reflect.TypeOf(v).Kind() == reflect.Struct && TypeOf(reflect.TypeOf(v)).kind == kindObject {
			return []any{v}, nil
		}
	}
	return nil, fmt.Errorf("a list is due here, and this is %s", describe(v))
}

// numbered gives the values of an object whose names are 0, 1, 2 …
func numbered(object map[string]any) ([]any, bool) {
	items := make([]any, len(object))
	for i := range items {
		item, ok := object[strconv.Itoa(i)]
		if !ok {
			return nil, false
		}
		items[i] = item
	}
	return items, true
}

func first(args ...any) (any, error) {
	list, err := listed(args[0])
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

func last(args ...any) (any, error) {
	list, err := listed(args[0])
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[len(list)-1], nil
}

func length(args ...any) (any, error) {
	if text, ok := args[0].(string); ok {
		return int64(len([]rune(text))), nil
	}
	list, err := listed(args[0])
	return int64(len(list)), err
}

// flatten puts the lists in a list one after the other; what is no list stays.
func flatten(args ...any) (any, error) {
	list, err := listed(args[0])
	flat := []any{}
	for _, item := range list {
		if inner, ok := plainGo(item).([]any); ok {
			flat = append(flat, inner...)
		} else if item != nil {
			flat = append(flat, item)
		}
	}
	return bounded(flat, err)
}

func bounded(list []any, err error) (any, error) {
	if len(list) > maxItems {
		return nil, errTooMany
	}
	return list, err
}

func concat(args ...any) (any, error) {
	joined := []any{}
	for _, a := range args {
		list, err := listed(a)
		if err != nil {
			return nil, err
		}
		joined = append(joined, list...)
	}
	return bounded(joined, nil)
}

func reverse(args ...any) (any, error) {
	list, err := listed(args[0])
	list = slices.Clone(list)
	slices.Reverse(list)
	return list, err
}

// unique drops items that were there before, by a field if one is named.
func unique(args ...any) (any, error) {
	list, err := listed(args[0])
	kept, seen := []any{}, map[string]bool{}
	for _, item := range list {
		by := item
		if len(args) == 2 {
			by = member(item, args[1])
		}
		key, ok := keyOf(by)
		if ok && seen[key] {
			continue
		}
		seen[key] = true
		kept = append(kept, item)
	}
	return kept, err
}

// index is a directory of a list's items by one of their fields; the first of
// equal keys stays.
func index(args ...any) (any, error) {
	list, err := listed(args[0])
	directory := make(map[string]any, len(list))
	for _, item := range list {
		key, ok := keyOf(member(item, args[1]))
		if _, there := directory[key]; ok && !there {
			directory[key] = item
		}
	}
	return directory, err
}

func keys(args ...any) (any, error) {
	names := []any{}
	for _, name := range sortedNames(args[0]) {
		names = append(names, name)
	}
	return names, nil
}

func values(args ...any) (any, error) {
	items := []any{}
	object, _ := args[0].(map[string]any)
	for _, name := range sortedNames(args[0]) {
		items = append(items, object[name])
	}
	return items, nil
}

// sortedNames are an object's names in an order that is the same every time.
func sortedNames(v any) []string {
	object, _ := v.(map[string]any)
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// sortBy sorts a list by the keys that were computed for its items. Null goes
// last; keys that cannot be compared are an error.
func sortBy(args ...any) (any, error) {
	list, err := listed(args[0])
	if err != nil {
		return nil, err
	}
	by := args[1].([]any)
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		sign, failure := compareNullLast(by[a], by[b])
		if failure != nil {
			err = failure
		}
		return sign
	})
	sorted := make([]any, len(list))
	for i, from := range order {
		sorted[i] = list[from]
	}
	return sorted, err
}

func compareNullLast(a, b any) (int, error) {
	switch {
	case a == nil && b == nil:
		return 0, nil
	case a == nil:
		return 1, nil
	case b == nil:
		return -1, nil
	}
	return compare(a, b)
}
