package value

import (
	"errors"
	"fmt"
	"maps"
	"sync"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/checker"
	machinecode "github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// memoryBudget is how many items one evaluation may put into lists; beyond it
// stops with an error.
const memoryBudget = 1_000_000

// finish makes what evaluates the checked expression.
func (c *compiler) finish(e *Expr, node ast.Node) {
	if p, ok := c.pathOf(node); ok {
		e.path = p
		return
	}
	lowered := c.lower(node)
	if v, ok := constantOf(lowered); ok {
		e.constant = &v
		return
	}
	if c.failed() {
		return
	}
	e.program = c.compile(lowered)
}

// pathOf is the node as names and members only.
func (c *compiler) pathOf(node ast.Node) (*path, bool) {
	switch n := node.(type) {
	case *ast.IdentifierNode:
		_, ok := c.env.Names[n.Value]
		return &path{root: n.Value}, ok
	case *ast.MemberNode:
		name, ok := n.Property.(*ast.StringNode)
		if !ok {
			return nil, false
		}
		p, ok := c.pathOf(n.Node)
		if ok {
			p.members = append(p.members, name.Value)
		}
		return p, ok
	}
	return nil, false
}

func constantOf(node ast.Node) (any, bool) {
	switch n := node.(type) {
	case *ast.NilNode:
		return nil, true
	case *ast.BoolNode:
		return n.Value, true
	case *ast.StringNode:
		return n.Value, true
	case *ast.ConstantNode:
		return n.Value, true
	}
	return nil, false
}

func (c *compiler) compile(node ast.Node) *vm.Program {
	config := parserConfig()
	config.Functions = machineFunctions()
	tree := &parser.Tree{Node: node, Source: file.NewSource(c.source.Text)}
	if _, err := checker.Check(tree, config); err != nil {
		c.reportSyntax(err)
		return nil
	}
	program, err := machinecode.Compile(tree, config)
	if err != nil {
		c.reportAt(RuleSyntax, 0, len(c.chars()), "this expression cannot be compiled", "")
		return nil
	}
	return program
}

// machineFunctions are those that a program may call. The map is only read.
var machineFunctions = sync.OnceValue(func() conf.FunctionsTable {
	table := maps.Clone(operators)
	for name, f := range functions {
		if f.run != nil {
			table[name] = &builtin.Function{Name: name, Func: nullForNull(f)}
		}
	}
	return table
})

// nullForNull makes a function give null for a null in its first place, except
// where a list is due: there null is an empty one.
func nullForNull(f *function) func(args ...any) (any, error) {
	at := 0
	if f.scoped {
		at = 1
	}
	if len(f.takes) == 0 || f.takes[0]&kindList != 0 {
		return f.run
	}
	return func(args ...any) (any, error) {
		if len(args) > at && args[at] == nil {
			return nil, nil
		}
		return f.run(args...)
	}
}

var machines = sync.Pool{New: func() any { return &vm.VM{MemoryBudget: memoryBudget} }}

// run evaluates a program. A machine keeps nothing of the values it saw: they
// are personal data, and it is used again by others.
func run(program *vm.Program, s *Scope) (any, error) {
	machine := machines.Get().(*vm.VM)
	v, err := machine.Run(program, s)
	clear(machine.Stack[:cap(machine.Stack)])
	machines.Put(machine)
	if err != nil {
		return nil, err
	}
	return plainGo(v), nil
}

// placeOf is the character at which an evaluation failed, and why.
func placeOf(err error) (at int, message string, ok bool) {
	e, ok := errors.AsType[*file.Error](err)
	if !ok {
		return 0, "", false
	}
	if e.Prev != nil {
		return e.From, e.Prev.Error(), true
	}
	return e.From, fmt.Sprintf("this cannot be computed (%s)", e.Message), true
}
