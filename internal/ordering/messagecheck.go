package ordering

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"text/template/parse"
	"unicode/utf8"
)

// MessageError is a mistake in a template, where it stands in it.
type MessageError struct {
	// Line and Column count from 1, Column in characters; it is 0 where only the
	// line is known.
	Line, Column int
	Reason       string
}

func (e *MessageError) Error() string {
	if e.Column == 0 {
		return fmt.Sprintf("line %d of the template: %s", e.Line, e.Reason)
	}
	return fmt.Sprintf("line %d, column %d of the template: %s", e.Line, e.Column, e.Reason)
}

// check looks at every branch of a template: at an order only those that it
// takes would be tried. What is let through cannot fail.
func check(text string, trees map[string]*parse.Tree) error {
	c := &checker{text: text}
	for name, tree := range trees {
		if name != templateName {
			c.fail(tree.Root, "templates cannot be defined here")
			return c.err
		}
	}
	c.list(trees[templateName].Root, reflect.TypeFor[MessageData]())
	if c.err == nil {
		return nil
	}
	return c.err
}

// checker walks a template with the type that the dot has; it keeps the first
// mistake.
type checker struct {
	text string
	err  *MessageError
}

func (c *checker) fail(at parse.Node, format string, args ...any) {
	if c.err != nil {
		return
	}
	before := c.text[:min(int(at.Position()), len(c.text))]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	c.err = &MessageError{Line: strings.Count(before, "\n") + 1, Column: utf8.RuneCountInString(line) + 1, Reason: fmt.Sprintf(format, args...)}
}

func (c *checker) list(list *parse.ListNode, dot reflect.Type) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.TextNode, *parse.CommentNode, *parse.BreakNode, *parse.ContinueNode:
		case *parse.ActionNode:
			c.printed(n.Pipe, c.pipe(n.Pipe, dot))
		case *parse.IfNode:
			c.pipe(n.Pipe, dot)
			c.branches(n.BranchNode, dot, dot)
		case *parse.WithNode:
			c.branches(n.BranchNode, c.pipe(n.Pipe, dot), dot)
		case *parse.RangeNode:
			c.branches(n.BranchNode, c.element(n.Pipe, c.pipe(n.Pipe, dot)), dot)
		default:
			c.fail(n, "{{%s}} cannot be used here", strings.Fields(strings.Trim(n.String(), "{} "))[0])
		}
	}
}

func (c *checker) branches(b parse.BranchNode, inside, outside reflect.Type) {
	c.list(b.List, inside)
	c.list(b.ElseList, outside)
}

// printed wants what can be written as a text.
func (c *checker) printed(at parse.Node, t reflect.Type) {
	switch t.Kind() {
	case reflect.Slice:
		c.fail(at, "%s is a list; write {{range %[1]s}}{{.}}{{end}}", at)
	case reflect.Struct:
		c.fail(at, "%s is not a text; it has: %s", at, names(t))
	}
}

func (c *checker) element(at parse.Node, t reflect.Type) reflect.Type {
	if t.Kind() != reflect.Slice {
		c.fail(at, "%s is no list", at)
		return t
	}
	return t.Elem()
}

// pipe is the type of what stands in an action.
func (c *checker) pipe(p *parse.PipeNode, dot reflect.Type) reflect.Type {
	if len(p.Decl) > 0 {
		c.fail(p, "variables cannot be declared here")
	}
	if len(p.Cmds) != 1 {
		c.fail(p, "| cannot be used here")
	}
	args := p.Cmds[0].Args
	if f, ok := args[0].(*parse.IdentifierNode); ok {
		return c.call(f, args[1:], dot)
	}
	if len(args) > 1 {
		c.fail(args[1], "%s stands beside %s without a function", args[1], args[0])
	}
	return c.operand(args[0], dot)
}

// functions are those of text/template that compare; the parser only looks
// whether they are there.
var functions = map[string]any{"eq": true, "ne": true, "not": true, "and": true, "or": true}

// sundry is what "and" and "or" give of values of several kinds: good for a
// condition, and for nothing else.
type sundry struct{}

// call is the type of what a function gives: "and" and "or" give one of their
// arguments.
func (c *checker) call(f *parse.IdentifierNode, args []parse.Node, dot reflect.Type) reflect.Type {
	least := 2
	if f.Ident == "not" {
		least = 1
	}
	if len(args) < least || f.Ident == "not" && len(args) > 1 || f.Ident == "ne" && len(args) > 2 {
		c.fail(f, "%s wants another number of values", f.Ident)
		return reflect.TypeFor[bool]()
	}
	first, chooses := c.operand(args[0], dot), f.Ident == "and" || f.Ident == "or"
	given := first
	for _, arg := range args[1:] {
		switch t := c.operand(arg, dot); {
		case t == first:
		case chooses:
			given = reflect.TypeFor[sundry]()
		default:
			c.fail(arg, "%s is not of the kind of %s", arg, args[0])
		}
	}
	if chooses {
		return given
	}
	if f.Ident != "not" && (first.Kind() == reflect.Slice || first.Kind() == reflect.Struct) {
		c.fail(args[0], "%s is not a text and cannot be compared", args[0])
	}
	return reflect.TypeFor[bool]()
}

func (c *checker) operand(node parse.Node, dot reflect.Type) reflect.Type {
	switch n := node.(type) {
	case *parse.DotNode:
		return dot
	case *parse.FieldNode:
		return c.fields(n, n.Ident, dot)
	case *parse.VariableNode: // the parser knows no other one than $
		return c.fields(n, n.Ident[1:], reflect.TypeFor[MessageData]())
	case *parse.PipeNode:
		return c.pipe(n, dot)
	case *parse.StringNode:
		return reflect.TypeFor[string]()
	case *parse.BoolNode:
		return reflect.TypeFor[bool]()
	case *parse.NumberNode:
		if n.IsInt {
			return reflect.TypeFor[int]()
		}
	}
	c.fail(node, "%s cannot be used here", node)
	return reflect.TypeFor[string]()
}

// fields follows a chain of variables, .Customer.Name.
func (c *checker) fields(at parse.Node, chain []string, t reflect.Type) reflect.Type {
	for _, name := range chain {
		if t.Kind() != reflect.Struct {
			c.fail(at, "there is no %s: what is before .%s has no parts", at, name)
			return t
		}
		field, ok := t.FieldByName(name)
		if !ok {
			c.fail(at, "there is no %s; known here: %s", at, names(t))
			return reflect.TypeFor[string]()
		}
		t = field.Type
	}
	return t
}

func names(t reflect.Type) string {
	var all []string
	for f := range t.Fields() {
		all = append(all, "."+f.Name)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
