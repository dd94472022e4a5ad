package value

import (
	"reflect"
	"sync"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// member is v's member, nil if there is none or v is nothing that has members.
// key is a name, or a number: the place in a list, or a name written as number.
func member(v, key any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case map[string]any:
		name, ok := keyOf(key)
		if !ok {
			return nil
		}
		return v[name]
	case []any:
		if i, ok := indexIn(key, len(v)); ok {
			return v[i]
		}
		return nil
	}
	return goMember(reflect.ValueOf(v), key)
}

// keyOf writes a key as a member's name: 80 and "80" are one key.
func keyOf(key any) (string, bool) {
	switch k := key.(type) {
	case string:
		return k, true
	case int64, Decimal, bool:
		return textOf(k)
	}
	return "", false
}

func indexIn(key any, length int) (int, bool) {
	i, ok := key.(int64)
	if !ok {
		return 0, false
	}
	if i < 0 {
		i += int64(length)
	}
	return int(i), i >= 0 && i < int64(length)
}

// goMember is a member of a struct or slice of the contract.
func goMember(v reflect.Value, key any) any {
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Struct:
		name, _ := key.(string)
		if m, ok := membersByName(v.Type())[name]; ok {
			return fromGo(v.Field(m.index), m.required)
		}
	case reflect.Slice:
		if i, ok := indexIn(key, v.Len()); ok {
			return fromGo(v.Index(i), true)
		}
	}
	return nil
}

type goField struct {
	index    int
	required bool
}

var goFields sync.Map // reflect.Type to map[string]goField

func membersByName(t reflect.Type) map[string]goField {
	if known, ok := goFields.Load(t); ok {
		return known.(map[string]goField)
	}
	members := map[string]goField{}
	for i := range t.NumField() {
		if name, required := tagOf(t.Field(i)); name != "" {
			members[name] = goField{index: i, required: required}
		}
	}
	goFields.Store(t, members)
	return members
}

// membersOfGo are a struct's members that are not null.
func membersOfGo(v any) (map[string]any, bool) {
	of := reflect.ValueOf(v)
	if of.Kind() != reflect.Struct {
		return nil, false
	}
	object := map[string]any{}
	for name, m := range membersByName(of.Type()) {
		if item := fromGo(of.Field(m.index), m.required); item != nil {
			object[name] = item
		}
	}
	return object, true
}

// plainGo makes a value that came from Go code one of the language's.
func plainGo(v any) any {
	switch v.(type) {
	case nil, bool, int64, string, Decimal, erp.Money, br.Date, time.Time, []byte, []any, map[string]any:
		return v
	}
	return fromGo(reflect.ValueOf(v), true)
}

// fromGo makes a field of the contract one of the language's values. Structs
// stay as they are; an empty text, list or day that is not required is null.
func fromGo(v reflect.Value, required bool) any {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return nil
		}
		v, required = v.Elem(), true
	}
	if !required && v.IsZero() && v.Kind() != reflect.Bool && v.Type() != moneyGo {
		return nil
	}
	switch v.Type() {
	case moneyGo, dateGo, instantGo:
		return v.Interface()
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int64, reflect.Int32:
		return v.Int()
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return v.Bytes()
		}
		return listFromGo(v)
	case reflect.Map:
		if object, ok := v.Interface().(map[string]any); ok {
			return object
		}
		return objectFromGo(v)
	}
	return v.Interface()
}

func listFromGo(v reflect.Value) []any {
	if list, ok := v.Interface().([]any); ok {
		return list
	}
	list := make([]any, v.Len())
	for i := range list {
		list[i] = fromGo(v.Index(i), true)
	}
	return list
}

func objectFromGo(v reflect.Value) any {
	if v.Type().Key().Kind() != reflect.String {
		return nil
	}
	object := make(map[string]any, v.Len())
	for key, item := range v.Seq2() {
		object[key.String()] = fromGo(item, true)
	}
	return object
}
