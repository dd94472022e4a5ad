package automation

import (
	"context"
	"reflect"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/internal/br"
)

// group are inputs that one run of a batch can answer: they differ in the key
// only.
type group struct {
	inputs []int // places in the call
	keys   []any
}

// batches answers many inputs with few runs.
func (c *Connection) batches(ctx context.Context, b *bound, u *Unit, call erp.Call) []erp.Result {
	results := make([]erp.Result, len(call.Inputs))
	groups := grouped(u.Batch, call.Inputs)
	sideBySide(len(groups), c.guard.Limits().AtOnce, func(i int) {
		r := c.newRun(ctx, b, u)
		defer r.end()
		err := r.batch(u, call.Inputs, groups[i], results)
		r.noted(call.Function.Name, len(groups[i].inputs), err)
	})
	for i := range results {
		c.keep(call.Function, call.Inputs[i], &results[i])
	}
	return results
}

// grouped sorts inputs by all but their key, in groups of at most size keys.
func grouped(batch *Batch, inputs []erp.Input) []*group {
	var groups []*group
	open := map[any]*group{}
	known := map[any]map[any]bool{}
	for i, in := range inputs {
		key, rest := split(in, batch.Key)
		g := open[rest]
		if g == nil || len(g.keys) >= batch.Size && !known[rest][key] {
			g = &group{}
			open[rest], known[rest] = g, map[any]bool{}
			groups = append(groups, g)
		}
		g.inputs = append(g.inputs, i)
		if !known[rest][key] {
			known[rest][key] = true
			g.keys = append(g.keys, key)
		}
	}
	return groups
}

// split takes the key out of an input; rest is the input without it. Inputs of
// reads are comparable, see [erp.Input].
func split(in erp.Input, key string) (k string, rest any) {
	v := reflect.New(reflect.TypeOf(in)).Elem()
	v.Set(reflect.ValueOf(in))
	field := fieldNamed(v, key)
	k = field.String()
	field.SetZero()
	return k, v.Interface()
}

func fieldNamed(v reflect.Value, name string) reflect.Value {
	for field, value := range v.Fields() {
		if contractName(field) == name {
			return value
		}
	}
	panic("automation: the input has no " + name)
}

// batch runs the unit for one group and hands out its rows. Its error is that of
// all of them.
func (r *run) batch(u *Unit, inputs []erp.Input, g *group, results []erp.Result) error {
	_, rest := split(inputs[g.inputs[0]], u.Batch.Key)
	answer, fail := r.unit(r.ctx, u, invocation{input: rest, keys: g.keys})
	if fail != nil {
		for _, i := range g.inputs {
			results[i] = r.result(nil, fail)
		}
		return r.judged(fail).error(r.function)
	}
	byKey, stray := underKeys(answer.rows, g.keys)
	if stray > 0 {
		r.c.log.Warn("the ERP's answer held rows of keys that were not asked for; they were dropped", "function", u.Name, "rows", stray)
	}
	f := &frame{run: r, unit: u}
	for _, i := range g.inputs {
		key, _ := split(inputs[i], u.Batch.Key)
		results[i] = r.result(f.gathered(byKey[plainKey(key)], inputs[i].Subject()))
	}
	return nil
}

// underKeys puts rows under the keys that were asked for and counts the others.
func underKeys(rows []row, keys []any) (byKey map[string][]reflect.Value, stray int) {
	byKey = make(map[string][]reflect.Value, len(keys))
	for _, k := range keys {
		byKey[plainKey(k)] = nil
	}
	for _, row := range rows {
		asked := false
		given := map[string]bool{}
		for _, k := range row.keys {
			if old, ok := byKey[k]; ok && !given[k] {
				byKey[k], given[k], asked = append(old, row.value), true, true
			}
		}
		if !asked {
			stray++
		}
	}
	return byKey, stray
}

// gathered makes the answer to one input of its rows: all of them, or the first
// where the function gives one object.
func (f *frame) gathered(rows []reflect.Value, asked br.Document) (any, *failure) {
	out := f.unit.Function.Out
	dst := reflect.New(out).Elem()
	switch {
	case f.unit.Function.List:
		dst.Set(reflect.MakeSlice(out, 0, len(rows)))
		for _, v := range rows {
			dst.Set(reflect.Append(dst, v))
		}
	case len(rows) == 0:
		return nil, &failure{kind: erp.NotFound, detail: "the answer has nothing of this key"}
	case out.Kind() == reflect.Pointer && rows[0].Kind() != reflect.Pointer:
		// A row of several keys is shared; each answer is filled in for itself.
		own := reflect.New(out.Elem())
		own.Elem().Set(rows[0])
		dst.Set(own)
	default:
		dst.Set(rows[0])
	}
	f.fill(dst, asked)
	return dst.Interface(), nil
}

// rowType is what a batch's rows are made as: the contract's struct, or a text.
func (o *Output) rowType() reflect.Type {
	if o.Row != nil {
		return o.Row
	}
	return o.Type.Elem()
}

// keyed maps the rows of a batch and evaluates whose they are.
func (f *frame) keyed(o *Output, scope *value.Scope) ([]row, *failure) {
	items, fail := list(o.Each, scope)
	if fail != nil {
		return nil, fail
	}
	rows := make([]row, 0, len(items))
	fail = eachItem(o, items, scope, func(own *value.Scope, item any) *failure {
		r := row{value: reflect.New(o.rowType()).Elem()}
		there, fail := f.row(o, own, item, r.value)
		if fail != nil || !there {
			return fail
		}
		keys, fail := list(o.Key, own)
		for _, k := range keys {
			r.keys = append(r.keys, plainKey(k))
		}
		rows = append(rows, r)
		return fail
	})
	return rows, fail
}
