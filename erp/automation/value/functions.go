package value

import (
	"math"

	"github.com/expr-lang/expr/ast"
)

// function is one of the value functions.
type function struct {
	// takes are the kinds that each argument may have; the last repeats if more
	// is set. Null is always taken: a function of null is null.
	takes  []kind
	fewest int
	more   bool
	// gives is the type of the result; cleans are the marks that do not go over
	// to it.
	gives  func(args []*Type) *Type
	cleans marks
	// check finds what the kinds do not tell; bind changes the call before it is
	// compiled: it puts compiled formats in the place of layouts.
	check func(c *compiler, n *ast.CallNode)
	bind  func(c *compiler, n *ast.CallNode)
	// run computes. scoped functions get the *Scope as a first argument more.
	run    func(args ...any) (any, error)
	scoped bool
}

func (f *function) most() int {
	if f.more {
		return math.MaxInt
	}
	return len(f.takes)
}

// result is the type of a call; what is secret, typed by a person or put
// together stays so unless the function makes something clean of it.
func (f *function) result(args []*Type) *Type {
	t := f.gives(args)
	if t.kind == kindFlag {
		return t
	}
	var all marks
	for _, a := range args {
		all |= a.allMarks()
	}
	return t.marked(all &^ f.cleans)
}

func gives(t *Type) func([]*Type) *Type { return func([]*Type) *Type { return t } }

// functions are all value functions but those over the items of a list, which
// are in predicates, and choose, which computes only what it chooses.
var functions = map[string]*function{}

func init() {
	for _, group := range []map[string]*function{
		listFunctions, textFunctions, numberFunctions, dateFunctions, brazilFunctions, codeFunctions,
	} {
		for name, f := range group {
			functions[name] = f
		}
	}
	functions["choose"] = &function{takes: []kind{kindFlag, kindAny, kindAny}, fewest: 3, gives: gives(AnyType)}
}
