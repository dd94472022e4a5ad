package config

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// rules applies the tags of the config's fields: it fills in defaults and
// reports what is out of range. The same tags make the JSON Schema.
type rules struct {
	source   *source
	problems []problem
}

func (r *rules) report(path, message string) {
	r.problems = append(r.problems, r.source.atValue(path, message))
}

// reportKey hides the value.
func (r *rules) reportKey(path, message string) {
	r.problems = append(r.problems, r.source.atKey(path, message))
}

// reportText is for a value of several lines: it shows the one that is wrong.
// Column is 0 where only the line is known.
func (r *rules) reportText(path, value string, line, column int, message string) {
	r.problems = append(r.problems, r.source.atText(path, value, line, column, message))
}

// structure applies the rules to a struct's fields and what is below them.
func (r *rules) structure(path string, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if key := f.Tag.Get("yaml"); key != "" && key != "-" {
			r.field(join(path, key), f.Tag, v.Field(i))
		}
	}
}

func (r *rules) field(path string, tag reflect.StructTag, v reflect.Value) {
	if text := tag.Get("default"); text != "" && v.IsZero() {
		setDefault(v, text)
	}
	switch v.Interface().(type) {
	case Secret, map[string]Setting:
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		r.structure(path, v)
	case reflect.Map:
		r.entries(path, v)
	case reflect.Slice:
		for i := range v.Len() {
			r.field(element(path, i), withoutDefault(tag), v.Index(i))
		}
	case reflect.String:
		r.text(path, tag, v.String())
	case reflect.Int, reflect.Int64:
		r.number(path, tag, v)
	}
}

// entries applies the rules to tenants and clients. Their names stand in ids,
// logs and metrics.
func (r *rules) entries(path string, v reflect.Value) {
	for _, key := range sortedKeys(v) {
		below := join(path, key)
		if !name.MatchString(key) {
			r.reportKey(below, "a name here has up to 40 lower-case letters, digits and -, and begins with a letter")
		}
		entry := v.MapIndex(reflect.ValueOf(key))
		if entry.IsNil() {
			r.reportKey(below, "nothing is said about it")
			continue
		}
		r.structure(below, entry.Elem())
	}
}

var name = regexp.MustCompile(namePattern)

const namePattern = `^[a-z][a-z0-9-]{0,39}$`

func sortedKeys(v reflect.Value) []string {
	var keys []string
	for _, k := range v.MapKeys() {
		keys = append(keys, k.String())
	}
	slices.Sort(keys)
	return keys
}

func (r *rules) text(path string, tag reflect.StructTag, s string) {
	if enum := tag.Get("enum"); enum != "" && !slices.Contains(strings.Split(enum, ","), s) {
		r.report(path, "want one of "+strings.ReplaceAll(enum, ",", ", "))
	}
	if pattern := tag.Get("pattern"); pattern != "" && s != "" && !regexp.MustCompile(pattern).MatchString(s) {
		r.reportKey(path, "want "+tag.Get("want"))
	}
}

func (r *rules) number(path string, tag reflect.StructTag, v reflect.Value) {
	low, high := reflect.New(v.Type()).Elem(), reflect.New(v.Type()).Elem()
	setDefault(low, tag.Get("min"))
	setDefault(high, tag.Get("max"))
	switch {
	case v.Int() < low.Int():
		r.report(path, fmt.Sprintf("%v is too low; at least %v", v.Interface(), low.Interface()))
	case tag.Get("max") != "" && v.Int() > high.Int():
		r.report(path, fmt.Sprintf("%v is too high; at most %v", v.Interface(), high.Interface()))
	}
}

// setDefault writes a tag's text into a field. The tags are ours, so text that
// does not fit is a fault of the program.
func setDefault(v reflect.Value, text string) {
	if text == "" {
		return
	}
	var err error
	switch p := v.Addr().Interface().(type) {
	case *string:
		*p = text
	case **bool:
		on := text == "true"
		*p = &on
	case *[]string:
		*p = []string{text}
	case *int:
		*p, err = strconv.Atoi(text)
	case interface{ parse(string) error }:
		err = p.parse(text)
	default:
		err = fmt.Errorf("no default for %T", p)
	}
	if err != nil {
		panic("config: a tag does not fit its field: " + err.Error())
	}
}

// withoutDefault is for the elements of a list: the default is the list's.
func withoutDefault(tag reflect.StructTag) reflect.StructTag {
	return reflect.StructTag(fmt.Sprintf("enum:%q pattern:%q want:%q", tag.Get("enum"), tag.Get("pattern"), tag.Get("want")))
}
