package value

import (
	"strconv"
	"unicode/utf8"
)

// Pos is a place in a file. Line and Column count from 1, Column in characters.
type Pos struct {
	File         string
	Line, Column int
}

// Source is an expression or text as it stands in a file.
type Source struct {
	// Text is what is compiled.
	Text string
	// At gives the place of a byte of Text. Nil stands for a text on the first
	// line of a file without a name.
	At func(offset int) Pos
	// Name is the key that the text stands under, for messages; may be empty.
	Name string
	// Takes is the type of the part's input that a text for [PlaceWith] is for;
	// nil for any.
	Takes *Type
}

func (s Source) pos(offset int) Pos {
	if s.At != nil {
		return s.At(offset)
	}
	return Pos{Line: 1, Column: utf8.RuneCountInString(s.Text[:min(offset, len(s.Text))]) + 1}
}

// part is the piece of the source that begins at a byte.
func (s Source) part(from, to int) Source {
	return Source{Text: s.Text[from:to], Name: s.Name, At: func(offset int) Pos { return s.pos(from + offset) }}
}

// byteOf is the byte at which a character begins; expr counts in characters.
func byteOf(text string, char int) int {
	for i := range text {
		if char == 0 {
			return i
		}
		char--
	}
	return len(text)
}

// String is "file:line:column".
func (p Pos) String() string {
	place := strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
	if p.File != "" {
		place = p.File + ":" + place
	}
	return place
}
