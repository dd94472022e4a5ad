package value

import (
	"errors"

	"balcao/erp"

	"github.com/expr-lang/expr/vm"
)

// Env is what an expression may mention.
type Env struct {
	// Names are the names and their types. "tables" is not among them.
	Names map[string]*Type
	// About says what a name is, for hints: "the step on line 7".
	About map[string]string
	// Tables are the pack's code lists. Expressions read them as `tables`; they
	// are compiled in and need not be in the [Scope].
	Tables map[string]map[string]any
	// Formats are the pack's; nil if it has none.
	Formats *Formats
	// Words are the contract's words that may stand without quotes.
	Words []string
}

// Expr is a compiled expression. It may be evaluated by several goroutines.
type Expr struct {
	source   Source
	typ      *Type
	mentions []string
	path     *path
	constant *any
	program  *vm.Program
}

// CompileExpr compiles an expression. want is what its place needs ([FlagType],
// a list), nil for anything; conversions for a field of the output are
// [CompileField]'s. The expression is nil if there is a problem that is no
// warning.
func CompileExpr(src Source, env *Env, want *Type) (*Expr, []Problem) {
	c := newCompiler(src, env)
	node := c.parse()
	if node == nil {
		return nil, c.problems
	}
	typ := c.check(node)
	c.checkResult(node, typ, want)
	if c.failed() {
		return nil, c.problems
	}
	e := &Expr{source: src, typ: typ, mentions: c.mentions}
	c.finish(e, node)
	if c.failed() {
		return nil, c.problems
	}
	return e, c.problems
}

// Eval computes the expression. Its error is an [erp.Error] with the place in
// the file; it never holds a value.
func (e *Expr) Eval(s *Scope) (any, error) {
	switch {
	case e.constant != nil:
		return *e.constant, nil
	case e.path != nil:
		return e.path.eval(s)
	}
	v, err := run(e.program, s)
	if err != nil {
		return nil, e.fail(err)
	}
	return v, nil
}

// Type is what is known of the result.
func (e *Expr) Type() *Type { return e.typ }

// Mentions are the names that the expression begins its paths with, each once:
// "input" of `input.document`.
func (e *Expr) Mentions() []string { return e.mentions }

// Pos is where the expression begins.
func (e *Expr) Pos() Pos { return e.source.pos(0) }

// String is the expression as it was written.
func (e *Expr) String() string { return e.source.Text }

// Constant is the value of an expression that is one literal or word.
func (e *Expr) Constant() (any, bool) {
	if e.constant == nil {
		return nil, false
	}
	return *e.constant, true
}

func (e *Expr) fail(err error) error {
	pos, text := e.source.pos(0), err.Error()
	if at, message, ok := placeOf(err); ok {
		pos, text = e.source.pos(byteOf(e.source.Text, at)), message
	}
	kind := erp.BadAnswer
	if errors.Is(err, errNoDocument) {
		kind = erp.InvalidInput
	}
	return &erp.Error{Kind: kind, Detail: pos.String() + ": " + text}
}
