package value

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/internal/br"
)

// Setter stores a value in a field of the contract, converted by the field's
// type and the pack's formats. dst is the field itself. Its error is an
// [erp.Error] that says which field it is and what kind of thing did not fit,
// never the value.
type Setter func(s *Scope, dst reflect.Value, v any) error

// converter stores v, which is not null, and tells false for a blank.
type converterFunc func(s *Scope, dst reflect.Value, v any) (bool, error)

// CompileField checks that what e gives fits a field of a contract's struct, by
// its type and erp tag, and returns what stores it.
func CompileField(field reflect.StructField, e *Expr, f *Formats) (Setter, []Problem) {
	name, required := tagOf(field)
	return CompileTarget(name, field.Type, required, e, f)
}

// CompileTarget is [CompileField] for any Go type: the whole output of a
// function, an item of a list of texts. name is for messages.
func CompileTarget(name string, target reflect.Type, required bool, e *Expr, f *Formats) (Setter, []Problem) {
	if problem := checkTarget(name, target, e, f); problem != nil {
		return nil, []Problem{*problem}
	}
	convert := converterFor(target, f.orNone())
	fail := func(why error) error {
		detail := why.Error()
		if name != "" {
			detail = name + ": " + detail
		}
		return &erp.Error{Kind: erp.BadAnswer, Detail: e.Pos().String() + ": " + detail}
	}
	return func(s *Scope, dst reflect.Value, v any) error {
		if v != nil {
			switch set, err := convert(s, dst, v); {
			case err != nil:
				return fail(err)
			case set:
				return nil
			}
		}
		if required {
			return fail(errMissing)
		}
		dst.SetZero()
		return nil
	}, nil
}

var errMissing = errors.New("the ERP's answer has none, and it is required")

// converterFor is how a Go type of the contract takes a value. Optional fields
// are pointers; they stay nil for null and for blanks.
func converterFor(target reflect.Type, f *Formats) converterFunc {
	switch target {
	case moneyGo:
		return setMoney(f)
	case dateGo:
		return setDate(f)
	case instantGo:
		return setInstant(f)
	case pdfGo:
		return setPDF
	case documentGo:
		return setDocument
	case anyGo:
		return func(_ *Scope, dst reflect.Value, v any) (bool, error) { dst.Set(reflect.ValueOf(v)); return true, nil }
	}
	if words := wordsOf(target); words != nil {
		return setWord(words)
	}
	switch target.Kind() {
	case reflect.Pointer:
		return setPointer(target.Elem(), converterFor(target.Elem(), f))
	case reflect.String:
		return setText(f)
	case reflect.Bool:
		return setFlag(f)
	case reflect.Int, reflect.Int64:
		return setInteger
	case reflect.Slice:
		return setList(target, converterFor(target.Elem(), f))
	}
	return setStruct
}

// setPointer makes the pointer only where there is something to point to.
func setPointer(elem reflect.Type, convert converterFunc) converterFunc {
	return func(s *Scope, dst reflect.Value, v any) (bool, error) {
		made := reflect.New(elem)
		set, err := convert(s, made.Elem(), v)
		if set {
			dst.Set(made)
		}
		return set, err
	}
}

func setMoney(f *Formats) converterFunc {
	return func(_ *Scope, dst reflect.Value, v any) (bool, error) {
		m, ok, err := typed[erp.Money](f.money.read(v))
		if ok {
			dst.SetInt(int64(m))
		}
		return ok, err
	}
}

func setDate(f *Formats) converterFunc {
	return func(s *Scope, dst reflect.Value, v any) (bool, error) {
		d, ok, err := typed[br.Date](f.dates.date(v, s))
		if ok {
			dst.Set(reflect.ValueOf(d))
		}
		return ok, err
	}
}

func setInstant(f *Formats) converterFunc {
	return func(s *Scope, dst reflect.Value, v any) (bool, error) {
		t, err := f.times.instant(v, s)
		if t != nil && err == nil {
			dst.Set(reflect.ValueOf(t))
		}
		return t != nil, err
	}
}

func setFlag(f *Formats) converterFunc {
	return func(_ *Scope, dst reflect.Value, v any) (bool, error) {
		flag, ok, err := typed[bool](f.flag(v))
		if ok {
			dst.SetBool(flag)
		}
		return ok, err
	}
}

func setText(f *Formats) converterFunc {
	return func(_ *Scope, dst reflect.Value, v any) (bool, error) {
		text, err := fieldText(v)
		if err != nil || f.blank(text) {
			return false, err
		}
		dst.SetString(text)
		return true, nil
	}
}

// fieldText is a text or number as a field has it, without spaces around it.
func fieldText(v any) (string, error) {
	text, ok := textOf(v)
	if _, flag := v.(bool); !ok || flag {
		return "", fmt.Errorf("a text is due here, and this is %s", describe(v))
	}
	return strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD")), nil
}

// setDocument keeps a document without punctuation, as the contract compares it.
func setDocument(_ *Scope, dst reflect.Value, v any) (bool, error) {
	text, err := fieldText(v)
	if err != nil || text == "" {
		return false, err
	}
	document := br.Document(br.Compact(text))
	if document.Kind() == "" {
		return false, fmt.Errorf("%s that is no CPF or CNPJ", describe(v))
	}
	dst.SetString(string(document))
	return true, nil
}

func setWord(words []string) converterFunc {
	return func(_ *Scope, dst reflect.Value, v any) (bool, error) {
		text, err := fieldText(v)
		if err != nil || text == "" {
			return false, err
		}
		if !slices.Contains(words, text) {
			return false, fmt.Errorf("%s that is none of %s; a table translates the ERP's words", describe(v), strings.Join(words, ", "))
		}
		dst.SetString(text)
		return true, nil
	}
}

func setInteger(_ *Scope, dst reflect.Value, v any) (bool, error) {
	if text, ok := v.(string); ok {
		if strings.TrimSpace(text) == "" {
			return false, nil
		}
		v, _ = parseNumber(strings.TrimSpace(text))
	}
	d, ok := decimalOf(v)
	whole, fraction, fits := d.Int64(0)
	if !ok || !fits || fraction != 0 || !d.IsInt() {
		return false, fmt.Errorf("a whole number is due here, and this is %s", describe(v))
	}
	dst.SetInt(whole)
	return true, nil
}

// setList converts each item; nulls and blanks are dropped.
func setList(target reflect.Type, convert converterFunc) converterFunc {
	return func(s *Scope, dst reflect.Value, v any) (bool, error) {
		if reflect.TypeOf(v) == target {
			dst.Set(reflect.ValueOf(v))
			return true, nil
		}
		if text, ok := v.(string); ok && text != "" {
			v = []any{text}
		}
		list, err := listed(v)
		if err != nil {
			return false, err
		}
		made := reflect.MakeSlice(target, 0, len(list))
		for _, item := range list {
			slot := reflect.New(target.Elem()).Elem()
			if item == nil {
				continue
			}
			set, err := convert(s, slot, item)
			if err != nil {
				return false, err
			}
			if set {
				made = reflect.Append(made, slot)
			}
		}
		dst.Set(made)
		return true, nil
	}
}

// setStruct takes a struct of the contract that is already what is due.
func setStruct(_ *Scope, dst reflect.Value, v any) (bool, error) {
	got := reflect.ValueOf(v)
	if got.Kind() == reflect.Pointer && got.Type() != dst.Type() {
		got = got.Elem()
	}
	if got.Type() != dst.Type() {
		return false, fmt.Errorf("%s is due here, and this is %s", article(nounOf(dst.Type())), describe(v))
	}
	dst.Set(got)
	return true, nil
}
