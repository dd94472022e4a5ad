package value

// Text is a compiled text with $(…) in it. It may be evaluated by several
// goroutines.
type Text struct {
	source   Source
	place    Place
	pieces   []piece
	mentions []string
	typ      *Type
}

// piece is literal text, or one value.
type piece struct {
	literal string
	expr    *Expr
	from    int // the byte at which $( begins
	// alone is true in a path for a value between two slashes; quoted is true in
	// a filter for a value within quotes.
	alone, quoted bool
}

// CompileText compiles a text for a place. The text is nil if there is a problem
// that is no warning.
func CompileText(src Source, env *Env, place Place) (*Text, []Problem) {
	pieces, problems := split(src, env)
	t := &Text{source: src, place: place, pieces: pieces}
	if failed(problems) {
		return nil, problems
	}
	t.describe()
	problems = append(problems, t.check(env)...)
	if failed(problems) {
		return nil, problems
	}
	return t, problems
}

// Alone tells whether the text is one $(…) and nothing else, so that its value
// keeps its type.
func (t *Text) Alone() bool { return len(t.pieces) == 1 && t.pieces[0].expr != nil }

// Constant is the text if there is no $(…) in it.
func (t *Text) Constant() (string, bool) {
	switch {
	case len(t.pieces) == 0:
		return "", true
	case len(t.pieces) == 1 && t.pieces[0].expr == nil:
		return t.pieces[0].literal, true
	}
	return "", false
}

// Mentions are the names that its expressions mention, each once.
func (t *Text) Mentions() []string { return t.mentions }

// Type is the type of what [Text.Eval] gives.
func (t *Text) Type() *Type { return t.typ }

// Pos is where the text begins.
func (t *Text) Pos() Pos { return t.source.pos(0) }

// String is the text as it was written.
func (t *Text) String() string { return t.source.Text }

// Eval writes the text for its place. Alone it gives the value itself, where the
// place has types (JSON, With); a []string for a list in a query or form; []byte
// for a file in a multipart body; else a string. Null stays null in JSON, With
// and words for people. A value that the place cannot carry, null among them, is
// an [erp.Error] of kind InvalidInput: nothing may be sent then.
func (t *Text) Eval(s *Scope) (any, error) {
	v, _, err := t.eval(s, false)
	return v, err
}

// EvalOptional is [Text.Eval] for a member whose name ends in "?": it is false
// if a value in the text is null, and the member is to be left out.
func (t *Text) EvalOptional(s *Scope) (v any, ok bool, err error) { return t.eval(s, true) }

func (t *Text) eval(s *Scope, optional bool) (any, bool, error) {
	if text, ok := t.Constant(); ok {
		return text, true, nil
	}
	values := make([]any, len(t.pieces))
	for i, p := range t.pieces {
		if p.expr == nil {
			continue
		}
		v, err := p.expr.Eval(s)
		if err != nil {
			return nil, false, err
		}
		if v == nil && (optional && !t.leavesGaps()) {
			return nil, false, nil
		}
		if v == nil && !t.takesNull() {
			return nil, false, t.refuse(p, "it is null, and null is never sent by accident")
		}
		values[i] = v
	}
	if t.Alone() && values[0] == nil {
		return nil, !optional, nil
	}
	v, err := t.write(values)
	return v, err == nil, err
}

// takesNull tells whether null may stand in the place.
func (t *Text) takesNull() bool {
	return t.leavesGaps() || t.Alone() && (t.place == PlaceJSON || t.place == PlaceWith || t.place == PlaceFreeText || t.place == PlaceMessage || t.place == PlaceName)
}

// leavesGaps tells whether null among other text is written as nothing: in words
// for people.
func (t *Text) leavesGaps() bool {
	return !t.Alone() && (t.place == PlaceFreeText || t.place == PlaceMessage)
}
