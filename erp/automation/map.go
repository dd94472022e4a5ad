package automation

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/internal/br"
)

// row is one row of a batch's answer with the keys it belongs to.
type row struct {
	keys  []string
	value reflect.Value
}

// output maps what the steps brought to what the unit answers.
func (f *frame) output(scope *value.Scope) (outcome, *failure) {
	o := f.unit.Output
	if o == nil {
		return outcome{}, nil
	}
	if f.unit.Batch != nil {
		rows, fail := f.keyed(o, scope)
		return outcome{rows: rows}, fail
	}
	if o.Type == nil {
		v, fail := plainOutput(o, scope)
		return outcome{value: v, nothing: v == nil}, fail
	}
	dst := reflect.New(o.Type).Elem()
	there, fail := f.typed(o, scope, dst)
	if fail != nil {
		return outcome{}, fail
	}
	if !there && f.unit.Effect != erp.Write { // a write may answer nothing: SGP's 202 has no body
		return outcome{value: f.none(), nothing: true}, nil
	}
	f.fill(dst, f.in.subject)
	return outcome{value: dst.Interface()}, nil
}

// typed writes an output of the contract; false if there is nothing to write.
func (f *frame) typed(o *Output, scope *value.Scope, dst reflect.Value) (bool, *failure) {
	switch {
	case o.Each != nil:
		return true, f.typedRows(o, scope, dst)
	case o.Texts != nil:
		return true, writeTexts(o, scope, dst)
	case o.Whole != nil:
		return set(o.Whole, o.Set, scope, dst)
	}
	there, fail := f.object(o, scope, dst)
	return there || len(o.Fields) == 0, fail
}

// set writes one expression; false if it is null.
func set(e *value.Expr, setter value.Setter, scope *value.Scope, dst reflect.Value) (bool, *failure) {
	v, err := e.Eval(scope)
	if err != nil {
		return false, failed(err)
	}
	if err := setter(scope, dst, v); err != nil {
		return false, failed(err)
	}
	return v != nil, nil
}

func (f *frame) typedRows(o *Output, scope *value.Scope, dst reflect.Value) *failure {
	items, fail := list(o.Each, scope)
	if fail != nil {
		return fail
	}
	rows := reflect.MakeSlice(dst.Type(), 0, len(items))
	zero := reflect.Zero(dst.Type().Elem())
	fail = eachItem(o, items, scope, func(own *value.Scope, item any) *failure {
		rows = reflect.Append(rows, zero)
		there, fail := f.row(o, own, item, rows.Index(rows.Len()-1))
		if !there {
			rows = rows.Slice(0, rows.Len()-1)
		}
		return fail
	})
	dst.Set(rows)
	return fail
}

// eachItem calls do for the items that the output's `if` leaves in.
func eachItem(o *Output, items []any, scope *value.Scope, do func(own *value.Scope, item any) *failure) *failure {
	own := scope.Child()
	for i, item := range items {
		own.Set("it", item)
		own.Set("position", int64(i))
		if o.If != nil {
			yes, fail := flag(o.If, own)
			if fail != nil {
				return fail
			}
			if !yes {
				continue
			}
		}
		if fail := do(own, item); fail != nil {
			return fail
		}
	}
	return nil
}

// row writes one item; false if there is none to write: null is no invoice, and
// an empty text is none.
func (f *frame) row(o *Output, scope *value.Scope, item any, dst reflect.Value) (bool, *failure) {
	switch {
	case o.Text != nil:
		_, fail := set(o.Text, o.Set, scope, dst)
		return dst.String() != "", fail
	case o.Fields == nil:
		if err := o.Set(scope, dst, item); err != nil {
			return false, failed(err)
		}
		return item != nil && !(dst.Kind() == reflect.String && dst.Len() == 0), nil
	}
	_, fail := f.object(o, scope, dst)
	return true, fail
}

// object writes the fields of a struct. A pointer stays nil where no field has a
// value: an address of which nothing is known is none.
func (f *frame) object(o *Output, scope *value.Scope, dst reflect.Value) (bool, *failure) {
	target := dst
	if dst.Kind() == reflect.Pointer {
		target = reflect.New(dst.Type().Elem()).Elem()
	}
	there := false
	for _, field := range o.Fields {
		has, fail := f.field(field, scope, target.Field(field.Index))
		if fail != nil {
			return false, fail
		}
		there = there || has
	}
	if dst.Kind() == reflect.Pointer && (there || len(o.Fields) == 0) {
		dst.Set(target.Addr())
	}
	return there, nil
}

func (f *frame) field(field *Field, scope *value.Scope, dst reflect.Value) (bool, *failure) {
	if field.Nested != nil {
		return f.typed(field.Nested, scope, dst)
	}
	there, fail := set(field.Expr, field.Set, scope, dst)
	if fail != nil && fail.kind == erp.BadAnswer && optionalDay(dst.Type()) {
		f.run.leaveOut(field, fail)
		dst.SetZero()
		return false, nil
	}
	return there, fail
}

func optionalDay(t reflect.Type) bool {
	return t == reflect.TypeFor[*br.Date]() || t == reflect.TypeFor[*time.Time]()
}

// leaveOut notes, once in a run, that a day which nobody needs cannot be read:
// ERPs keep days such as 2024-15-01, and one of them is no reason to show no
// invoice at all.
func (r *run) leaveOut(field *Field, fail *failure) {
	if _, told := r.told.LoadOrStore(field, true); !told {
		r.c.log.Warn("a day of the ERP's answer is none and was left out", "function", r.function, "error", fail.error(r.function))
	}
}

// writeTexts writes a list of texts; what is null or blank is dropped.
func writeTexts(o *Output, scope *value.Scope, dst reflect.Value) *failure {
	list := reflect.MakeSlice(dst.Type(), 0, len(o.Texts))
	for _, e := range o.Texts {
		text := reflect.New(dst.Type().Elem()).Elem()
		if _, fail := set(e, o.Set, scope, text); fail != nil {
			return fail
		}
		if !text.IsZero() {
			list = reflect.Append(list, text)
		}
	}
	dst.Set(list)
	return nil
}

// fill adds what the engine knows: whose answer it is, and that an open invoice
// past its day is overdue. In a called function too, so that a pack sees the
// same words as its callers.
func (f *frame) fill(v reflect.Value, asked br.Document) {
	if f.unit.Function == nil || !v.CanAddr() {
		return
	}
	owned(v, func(row erp.Owned) {
		if owner := row.Owner(); *owner == "" {
			*owner = asked
		}
		if invoice, ok := row.(*erp.Invoice); ok {
			f.overdue(invoice)
		}
	})
}

// owned calls do for the row, or each row of a list, that belongs to a person.
func owned(v reflect.Value, do func(erp.Owned)) {
	switch {
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		for i := range v.Len() {
			owned(v.Index(i), do)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		owned(v.Elem(), do)
	case v.Kind() == reflect.Struct:
		if row, ok := v.Addr().Interface().(erp.Owned); ok {
			do(row)
		}
	}
}

func (f *frame) overdue(i *erp.Invoice) {
	today := br.DateOf(f.run.c.now().In(f.run.c.zone))
	if i.Status == erp.Open && i.DueOn.Before(today) {
		i.Status = erp.Overdue
	}
}

// none is the answer of a unit that found nothing: an empty list where it gives
// lists.
func (f *frame) none() any {
	o := f.unit.Output
	switch {
	case o == nil:
		return nil
	case o.Type != nil && o.Type.Kind() == reflect.Slice && o.Type.Elem().Kind() != reflect.Uint8:
		return reflect.MakeSlice(o.Type, 0, 0).Interface()
	case o.Type == nil && o.Each != nil:
		return []any{}
	}
	return nil
}

// listed makes a called unit's answer a value of expressions: a list of the
// contract's structs instead of Go's slice.
func listed(got outcome) any {
	v := reflect.ValueOf(got.value)
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil
	}
	if v.Kind() == reflect.Pointer {
		return v.Elem().Interface()
	}
	_, plain := got.value.([]any)
	if v.Kind() != reflect.Slice || plain || v.Type().Elem().Kind() == reflect.Uint8 {
		return got.value
	}
	items := make([]any, v.Len())
	for i := range items {
		items[i] = v.Index(i).Interface()
	}
	return items
}

// plainOutput is the output of a part without a contract type.
func plainOutput(o *Output, scope *value.Scope) (any, *failure) {
	switch {
	case o.Each != nil:
		items, fail := list(o.Each, scope)
		if fail != nil {
			return nil, fail
		}
		rows := make([]any, 0, len(items))
		fail = eachItem(o, items, scope, func(own *value.Scope, item any) *failure {
			v, fail := plainRow(o, own, item)
			if o.Text == nil || v != nil {
				rows = append(rows, v)
			}
			return fail
		})
		return rows, fail
	case o.Fields != nil:
		return plainFields(o.Fields, scope)
	case o.Texts != nil:
		return plainTexts(o, scope)
	}
	v, err := o.Whole.Eval(scope)
	if err != nil {
		return nil, failed(err)
	}
	return v, nil
}

// plainRow is one item of a list.
func plainRow(o *Output, scope *value.Scope, item any) (any, *failure) {
	switch {
	case o.Text != nil:
		v, err := o.Text.Eval(scope)
		if err != nil {
			return nil, failed(err)
		}
		return v, nil
	case o.Fields == nil:
		return item, nil
	}
	return plainFields(o.Fields, scope)
}

func plainFields(fields []*Field, scope *value.Scope) (any, *failure) {
	object := make(map[string]any, len(fields))
	for _, field := range fields {
		if field.Nested != nil {
			v, fail := plainOutput(field.Nested, scope)
			if fail != nil {
				return nil, fail
			}
			object[field.Name] = v
			continue
		}
		v, err := field.Expr.Eval(scope)
		if err != nil {
			return nil, failed(err)
		}
		object[field.Name] = v
	}
	return object, nil
}

func plainTexts(o *Output, scope *value.Scope) (any, *failure) {
	all := make([]any, 0, len(o.Texts))
	for _, e := range o.Texts {
		v, err := e.Eval(scope)
		if err != nil {
			return nil, failed(err)
		}
		if v != nil {
			all = append(all, v)
		}
	}
	return all, nil
}

var keyMarks = strings.NewReplacer(".", "", "-", "", "/", "", " ", "")

// plainKey is a batch's key as it is compared: without punctuation, any case.
func plainKey(v any) string { return strings.ToUpper(keyMarks.Replace(fmt.Sprint(v))) }
