package value

import (
	"slices"

	"github.com/expr-lang/expr/ast"
)

// compiler turns one expression into an [Expr]; it lives for one compilation.
type compiler struct {
	source   Source
	env      *Env
	problems []Problem
	mentions []string
	// items are the types of the items of the predicates around the node that
	// is looked at.
	items []*Type
	// types are those that check found, for lower.
	types map[ast.Node]*Type
	runes []rune
}

func newCompiler(src Source, env *Env) *compiler {
	if env == nil {
		env = &Env{}
	}
	return &compiler{source: src, env: env, types: map[ast.Node]*Type{}}
}

func (c *compiler) failed() bool { return failed(c.problems) }

func failed(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning })
}

// report tells a problem of a node, which it underlines.
func (c *compiler) report(rule Rule, node ast.Node, message, hint string) {
	from, to := c.span(node)
	c.reportAt(rule, from, to, message, hint)
}

// reportAt tells a problem between two characters.
func (c *compiler) reportAt(rule Rule, from, to int, message, hint string) {
	c.problems = append(c.problems, Problem{
		Rule: rule, Pos: c.source.pos(byteOf(c.source.Text, from)), Length: max(to-from, 1), Message: message, Hint: hint,
	})
}

// text is a node as it was written.
func (c *compiler) text(node ast.Node) string {
	from, to := c.span(node)
	return c.source.Text[byteOf(c.source.Text, from):byteOf(c.source.Text, to)]
}

func (c *compiler) mention(name string) {
	if !slices.Contains(c.mentions, name) {
		c.mentions = append(c.mentions, name)
	}
}
