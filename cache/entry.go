package cache

import (
	"reflect"
	"time"

	"balcao/erp"
)

// entry is one answer as it is kept near. Nobody writes to it.
type entry struct {
	// value is nil if the answer was that there is no such thing.
	value any
	kind  erp.Kind
	meta  erp.Meta
	span
	// life is how long it was to be kept when it came in.
	life  time.Duration
	tags  tags
	stamp stamp
}

// span tells how long an answer is of use.
type span struct {
	// fresh: until then it is served as it is.
	fresh time.Time
	// served: until then it is served, and asked again behind the reader's back.
	served time.Time
	// kept: until then it is served if the ERP does not answer.
	kept time.Time
}

// result is the entry as an answer. The value is the reader's own as far as its
// fields and the elements of a list go; see [copied].
func (e *entry) result(fn *erp.Info) erp.Result {
	if e.kind != "" {
		return erp.Result{Err: &erp.Error{Kind: e.kind, Function: fn.Name}, Meta: e.meta}
	}
	return erp.Result{Value: copied(e.value), Meta: e.meta}
}

// stale is the entry as an answer in place of an ERP that does not answer.
func (e *entry) stale(fn *erp.Info) erp.Result {
	r := e.result(fn)
	r.Stale = true
	return r
}

// copied gives a reader a list or an object of its own, so that one who writes
// to it (an overlay that changes an invoice's status) writes to nobody else's.
// What the fields point to stays shared.
func copied(value any) any {
	if value == nil {
		return nil
	}
	v := reflect.ValueOf(value)
	switch {
	case v.Kind() == reflect.Slice && !v.IsNil():
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(c, v)
		return c.Interface()
	case v.Kind() == reflect.Pointer && !v.IsNil():
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(v.Elem())
		return c.Interface()
	}
	return value
}

// entryOverhead is what an entry takes besides its value, in bytes: itself and
// the near cache's node and table slot.
const entryOverhead = 512

// weight is about how much memory the entry takes, in bytes.
func (e *entry) weight() uint32 {
	return uint32(entryOverhead + heapOf(reflect.ValueOf(e.value)))
}

// heapOf is about how many bytes a value holds on the heap.
func heapOf(v reflect.Value) uintptr {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return 0
		}
		return v.Elem().Type().Size() + heapOf(v.Elem())
	case reflect.String:
		return uintptr(v.Len())
	case reflect.Slice:
		size := uintptr(v.Cap()) * v.Type().Elem().Size()
		for i := range v.Len() {
			size += heapOf(v.Index(i))
		}
		return size
	case reflect.Struct:
		var size uintptr
		for i := range v.NumField() {
			size += heapOf(v.Field(i))
		}
		return size
	}
	return 0
}
