package value

import "strings"

// split cuts a text at its $(…) and compiles what is within.
func split(src Source, env *Env) ([]piece, []Problem) {
	var pieces []piece
	var problems []Problem
	at, text := 0, src.Text
	for {
		open := strings.Index(text[at:], "$(")
		if open < 0 {
			break
		}
		open += at
		end, ok := closing(text, open+1)
		if !ok {
			return pieces, append(problems, unclosed(src, open))
		}
		if open > at {
			pieces = append(pieces, piece{literal: text[at:open], from: at})
		}
		e, found := CompileExpr(src.part(open+2, end-1), env, nil)
		problems = append(problems, found...)
		pieces = append(pieces, piece{expr: e, from: open})
		at = end
	}
	if at < len(text) {
		pieces = append(pieces, piece{literal: text[at:], from: at})
	}
	return pieces, problems
}

// closing is the byte after the bracket that closes the one at open.
func closing(text string, open int) (int, bool) {
	end, ok := matching([]rune(text[open:]), 0)
	return open + byteOf(text[open:], end), ok
}

func unclosed(src Source, open int) Problem {
	return Problem{
		Rule: RuleUnclosed, Pos: src.pos(open), Length: len([]rune(src.Text[open:])),
		Message: "this $( is not closed", Hint: "is a bracket or a quote not closed?",
	}
}

// describe fills in what a text's pieces tell of it: its names, its type, and
// what stands around each value.
func (t *Text) describe() {
	var all marks
	quote := byte(0)
	for i := range t.pieces {
		p := &t.pieces[i]
		if p.expr == nil {
			quote = quoteAfter(quote, p.literal)
			continue
		}
		p.quoted = quote != 0
		p.alone = t.betweenSlashes(i)
		all |= p.expr.Type().allMarks()
		for _, name := range p.expr.Mentions() {
			t.mention(name)
		}
	}
	t.typ = TextType.marked(all)
	if t.Alone() && (t.place == PlaceJSON || t.place == PlaceWith) {
		t.typ = t.pieces[0].expr.Type()
	}
}

func (t *Text) mention(name string) {
	for _, known := range t.mentions {
		if known == name {
			return
		}
	}
	t.mentions = append(t.mentions, name)
}

// quoteAfter is the quote that is open at the end of a literal.
func quoteAfter(quote byte, literal string) byte {
	for i := range len(literal) {
		switch c := literal[i]; {
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return quote
}

// betweenSlashes tells whether a value is a whole segment of a path.
func (t *Text) betweenSlashes(i int) bool {
	before := i > 0 && t.pieces[i-1].expr == nil && strings.HasSuffix(t.pieces[i-1].literal, "/")
	after := i == len(t.pieces)-1 || t.pieces[i+1].expr == nil && strings.HasPrefix(t.pieces[i+1].literal, "/")
	return before && after
}
