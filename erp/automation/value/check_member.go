package value

import (
	"fmt"

	"github.com/expr-lang/expr/ast"
)

func (c *compiler) checkMember(n *ast.MemberNode) *Type {
	of := c.check(n.Node)
	if name, ok := n.Property.(*ast.StringNode); ok {
		return c.checkNamed(n, of, name.Value)
	}
	key := c.check(n.Property)
	if !key.is(kindScalar | kindFlag | kindNull) {
		c.report(RuleOperandType, n.Property, fmt.Sprintf("[ ] takes a text or a number, and %s is %s", c.text(n.Property), key), "")
	}
	switch {
	case of.kind == kindList:
		if !key.is(kindNumber | kindNull) {
			c.report(RuleOperandType, n.Property, fmt.Sprintf("%s is a list: [ ] takes a number", c.text(n.Node)), "use index or find")
		}
		return of.Elem().marked(of.marks)
	case of.table:
		return of.elem
	case of.kind == kindObject:
		return AnyType.marked(of.allMarks())
	}
	c.checkHasMembers(n, of)
	return AnyType.marked(of.marks)
}

// checkNamed checks `.name` and `["name"]`.
func (c *compiler) checkNamed(n *ast.MemberNode, of *Type, name string) *Type {
	if of.table {
		return of.elem
	}
	if of.kind == kindList {
		c.report(RuleUnknownMember, n.Property, fmt.Sprintf("%s is a list and has no member %q", c.text(n.Node), name),
			fmt.Sprintf("first(%s).%s, or map(%s, .%s)", c.text(n.Node), name, c.text(n.Node), name))
		return AnyType
	}
	if of.kind != kindObject {
		c.checkHasMembers(n, of)
		return AnyType.marked(of.marks)
	}
	t, ok := of.Member(name)
	if !ok {
		c.report(RuleUnknownMember, n.Property, fmt.Sprintf("%s has no %q", of.describeOwner(c.text(n.Node)), name), memberHint(of, name))
	}
	return t
}

func (c *compiler) checkHasMembers(n *ast.MemberNode, of *Type) {
	if !of.is(kindObject | kindList | kindNull) {
		c.report(RuleUnknownMember, n.Property, fmt.Sprintf("%s is %s and has no members", c.text(n.Node), of), "")
	}
}

func (t *Type) describeOwner(text string) string {
	if t.name == "" {
		return text
	}
	return article(t.name)
}

func memberHint(of *Type, name string) string {
	names := make([]string, len(of.fields))
	for i, f := range of.fields {
		names[i] = f.Name
	}
	if guess := Nearest(name, names); guess != "" {
		return fmt.Sprintf("did you mean %q?", guess)
	}
	if len(names) == 0 || len(names) > 20 {
		return ""
	}
	return "it has " + commaList(names)
}

// tablesType is the type of `tables`: an object whose members are directories.
func (e *Env) tablesType() *Type {
	var members []Member
	for name, table := range e.Tables {
		members = append(members, Member{Name: name, Type: &Type{kind: kindObject, table: true, elem: e.tableElem(table)}})
	}
	return ObjectType("", members...)
}

func (e *Env) tableElem(table map[string]any) *Type {
	var elem *Type
	for _, v := range table {
		elem = union(elem, e.constantType(v))
	}
	if elem == nil {
		return AnyType
	}
	return elem
}

// constantType is the type of a value written in a pack.
func (e *Env) constantType(v any) *Type {
	switch v := v.(type) {
	case nil:
		return NullType
	case string:
		for _, w := range e.Words {
			if w == v {
				return WordType(v)
			}
		}
		return TextType
	case int64, Decimal:
		return NumberType
	case bool:
		return FlagType
	}
	return AnyType
}
