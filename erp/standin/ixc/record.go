package ixc

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// field is one column of a row. Every value is a string in lists: ids, money
// and flags too (ixc.md, Transport facts, "types").
type field struct{ name, value string }

// record is a row with its columns in the order in which they are answered.
type record []field

func (r record) at(name string) int {
	for n := range r {
		if r[n].name == name {
			return n
		}
	}
	return -1
}

// get is a column's value, and empty for one that the row does not have.
func (r record) get(name string) string {
	if n := r.at(name); n >= 0 {
		return r[n].value
	}
	return ""
}

// set changes a column. A row that was held without the column gets it at its end.
func (r *record) set(name, value string) {
	if n := r.at(name); n >= 0 {
		(*r)[n].value = value
		return
	}
	*r = append(*r, field{name, value})
}

// setAll changes columns by name and value in turn.
func (r *record) setAll(namesAndValues ...string) {
	for n := 0; n+1 < len(namesAndValues); n += 2 {
		r.set(namesAndValues[n], namesAndValues[n+1])
	}
}

// MarshalJSON writes the columns in their order.
func (r record) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for n, f := range r {
		if n > 0 {
			b.WriteByte(',')
		}
		b.Write(encode(f.name))
		b.WriteByte(':')
		b.Write(encode(f.value))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads an object of strings and keeps the order of its members.
func (r *record) UnmarshalJSON(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil { // the opening brace
		return err
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		var value string
		if err := d.Decode(&value); err != nil {
			return fmt.Errorf("column %v: %w", name, err)
		}
		*r = append(*r, field{name.(string), value})
	}
	return nil
}

// encode writes JSON as PHP does with slashes and accents left alone, which is
// how the saved answers look (ixc.md, "Short real shapes": "<br />", "já").
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(fmt.Sprintf("ixc stand-in: encode %T: %v", v, err)) // only types of this package get here
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
