package automation

import (
	"encoding/base64"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/internal/br"
)

// contractName is a field's name in packs, empty if it has none.
func contractName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("erp"), ",")
	return name
}

// ByName writes a value of the contract as examples and `balcao try` do: objects
// by contract names, amounts, days and instants as text, files as base64; what
// is not there is left out.
func ByName(v any) any {
	switch v := v.(type) {
	case nil, bool, int64, string:
		return v
	case erp.Money:
		return v.String()
	case br.Date:
		return v.String()
	case time.Time:
		return v.Format(time.RFC3339)
	case erp.PDF:
		return map[string]any{"pdf": base64.StdEncoding.EncodeToString(v)}
	case []byte:
		return base64.StdEncoding.EncodeToString(v)
	case value.Decimal:
		return v.String()
	}
	return byName(reflect.ValueOf(v))
}

func byName(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return ByName(v.Elem().Interface())
	case reflect.Slice:
		items := make([]any, v.Len())
		for i := range items {
			items[i] = ByName(v.Index(i).Interface())
		}
		return items
	case reflect.Map:
		object := make(map[string]any, v.Len())
		for name, member := range v.Seq2() {
			object[name.String()] = ByName(member.Interface())
		}
		return object
	case reflect.Struct:
		return structByName(v)
	case reflect.String:
		return v.String()
	case reflect.Int:
		return v.Int()
	}
	return fmt.Sprint(v.Interface())
}

func structByName(v reflect.Value) any {
	object := map[string]any{}
	for field, member := range v.Fields() {
		name := contractName(field)
		absent := member.Kind() == reflect.Pointer && member.IsNil() || member.Kind() == reflect.Slice && member.Len() == 0
		if name != "" && !absent {
			object[name] = ByName(member.Interface())
		}
	}
	return object
}

// InputError is what is wrong with an object that is to be a function's input.
type InputError struct {
	// Path leads to the member, from the outside in: "ticket", "mobiles", "0".
	Path []string
	// Problem says what is wrong with it, for developers. It may quote the value.
	Problem string
	// Missing is true for a member that is required and not there.
	Missing bool

	function string
}

// Error names the member too: `create_ticket.ticket.message: want a text in quotes`.
func (e *InputError) Error() string {
	return strings.Join(append([]string{e.function}, e.Path...), ".") + ": " + e.Problem
}

// ParseInput makes a function's input of an object by contract names, such as
// `{"document": "52998224725"}` after JSON or YAML. The error is an [*InputError].
func ParseInput(f *erp.Info, v any) (erp.Input, error) {
	in := reflect.New(f.In).Elem()
	if err := parseInto(in, v, nil); err != nil {
		err.function = f.Name
		return nil, err
	}
	return in.Interface().(erp.Input), nil
}

func parseInto(dst reflect.Value, v any, path []string) *InputError {
	if v == nil {
		return nil
	}
	if dst.Kind() == reflect.Pointer {
		dst.Set(reflect.New(dst.Type().Elem()))
		dst = dst.Elem()
	}
	text, isText := v.(string)
	switch target := dst.Addr().Interface().(type) {
	case *br.Document:
		document, err := br.ParseDocument(text)
		*target = document
		return wrong(path, err)
	case *erp.Money:
		return wrong(path, target.UnmarshalText([]byte(fmt.Sprint(v))))
	case *br.Date:
		return wrong(path, target.UnmarshalText([]byte(text)))
	case *time.Time:
		instant, err := time.Parse(time.RFC3339, text)
		*target = instant
		return wrong(path, err)
	}
	switch {
	case dst.Kind() == reflect.String && isText:
		dst.SetString(text)
	case dst.Kind() == reflect.Struct:
		return parseStruct(dst, v, path)
	case dst.Kind() == reflect.Slice:
		return parseSlice(dst, v, path)
	case dst.Kind() == reflect.Int:
		n, ok := v.(int64)
		if !ok {
			return &InputError{Path: path, Problem: "want a whole number"}
		}
		dst.SetInt(n)
	default:
		return &InputError{Path: path, Problem: "want a text in quotes"}
	}
	return nil
}

func wrong(path []string, err error) *InputError {
	if err == nil {
		return nil
	}
	return &InputError{Path: path, Problem: err.Error()}
}

// below is the path of a member.
func below(path []string, member string) []string { return append(slices.Clone(path), member) }

func parseStruct(dst reflect.Value, v any, path []string) *InputError {
	object, ok := v.(map[string]any)
	if !ok {
		return &InputError{Path: path, Problem: "want an object"}
	}
	known := map[string]bool{}
	for field, member := range dst.Fields() {
		name, option, _ := strings.Cut(field.Tag.Get("erp"), ",")
		known[name] = true
		if object[name] == nil && option == "required" {
			return &InputError{Path: below(path, name), Problem: "this is required", Missing: true}
		}
		if err := parseInto(member, object[name], below(path, name)); err != nil {
			return err
		}
	}
	for name := range object {
		if !known[name] {
			return &InputError{Path: below(path, name), Problem: "there is no such member"}
		}
	}
	return nil
}

func parseSlice(dst reflect.Value, v any, path []string) *InputError {
	items, ok := v.([]any)
	if !ok {
		return &InputError{Path: path, Problem: "want a list"}
	}
	dst.Set(reflect.MakeSlice(dst.Type(), len(items), len(items)))
	for i, item := range items {
		if err := parseInto(dst.Index(i), item, below(path, strconv.Itoa(i))); err != nil {
			return err
		}
	}
	return nil
}
