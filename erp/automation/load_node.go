package automation

import (
	"strconv"
	"strings"

	"github.com/govalues/decimal"

	"balcao/erp/automation/value"
)

// sender reads what is sent: texts and trees of them.
type sender struct {
	*loader
	env *value.Env
}

// members reads the named values of a query, form, header list or multipart
// body.
func (s sender) members(m *yamlMember, where value.Place) []*Member {
	if !s.mapping(m.node, m.name) {
		return nil
	}
	out := []*Member{} // not nil: an empty form is a form, with what the host adds
	for _, entry := range m.node.members {
		name, optional := strings.CutSuffix(entry.name, "?")
		member := &Member{Optional: optional, Pos: entry.key.span.pos()}
		key := *entry.key
		key.text = name
		if strings.Contains(name, "$(") {
			s.report(ruleName, entry.key.span, "a name is written in the pack, it cannot be a value", "only keys inside json may hold $( )")
			continue
		}
		member.Name = s.text(&key, s.env, value.PlaceHeader)
		member.Value = s.flat(entry, where)
		out = append(out, member)
	}
	return out
}

// flat reads a value that is a text, or a list of texts.
func (s sender) flat(m *yamlMember, where value.Place) *Node {
	n := m.node
	switch {
	case n.cut:
		return nil
	case n.tag == "!json" || n.tag == "!merge":
		return s.node(n, where)
	case n.kind == yamlNull:
		s.report(ruleNullSent, m.key.span, quoted(m.name)+" is null, and null is never sent here", `leave the line out, or write "" for an empty text`)
		return nil
	case n.kind == yamlSequence && (where == value.PlaceQuery || where == value.PlaceForm):
		list := &Node{Kind: ListNode, Pos: n.span.pos()}
		for _, item := range n.items {
			list.Items = append(list.Items, s.flat(&yamlMember{name: m.name, key: m.key, node: item}, where))
		}
		return list
	case !n.scalar():
		s.report(ruleShape, n.span, quoted(m.name)+" is a single value", "write !json before an object that is sent as JSON text")
		return nil
	}
	return s.scalar(n, where)
}

// node reads a tree of JSON.
func (s sender) node(n *yamlNode, where value.Place) *Node {
	out := &Node{Pos: n.span.pos()}
	switch {
	case n.cut || !s.knownTag(n):
		return out
	case n.tag == "!json":
		inner := *n
		inner.tag = ""
		out.Kind, out.Items = JSONTextNode, []*Node{s.node(&inner, value.PlaceJSON)}
	case n.tag == "!merge":
		out.Kind, out.Items = MergeNode, s.merged(n, where)
	case n.scalar():
		return s.scalar(n, where)
	case n.tag != "":
		s.report(ruleTagPlace, n.tagSpan, n.tag+" stands before a text, not before a list or an object", "")
	case n.kind == yamlSequence:
		out.Kind = ListNode
		for _, item := range n.items {
			out.Items = append(out.Items, s.node(item, where))
		}
	default:
		out.Kind = ObjectNode
		for _, entry := range n.members {
			out.Members = append(out.Members, s.jsonMember(entry, where))
		}
	}
	return out
}

func (s sender) jsonMember(entry *yamlMember, where value.Place) *Member {
	name, optional := strings.CutSuffix(entry.name, "?")
	key := *entry.key
	key.text = name
	return &Member{
		Name: s.text(&key, s.env, value.PlaceJSONKey), Optional: optional, Pos: entry.key.span.pos(),
		Value: s.node(entry.node, where),
	}
}

// merged reads the objects of a !merge.
func (s sender) merged(n *yamlNode, where value.Place) []*Node {
	if n.kind != yamlSequence {
		s.report(ruleMergeItems, n.tagSpan, "!merge stands over a list of objects", "write them as a list:  - $(row)")
		return nil
	}
	var out []*Node
	for _, item := range n.items {
		node := s.node(item, where)
		if node.Kind != ObjectNode && node.Kind != MergeNode && !(node.Kind == TextNode && (node.Text == nil || node.Text.Alone())) && !item.cut {
			s.report(ruleMergeItems, item.span, "!merge joins objects, and this is none", "write an object, or one $( ) that gives one")
		}
		out = append(out, node)
	}
	return out
}

// scalar reads a single value: a text with $( ), or a value as it stands.
func (s sender) scalar(n *yamlNode, where value.Place) *Node {
	out := &Node{Pos: n.span.pos()}
	switch n.tag {
	case "!text":
		where = value.PlaceFreeText
	case "!filter":
		where = value.PlaceFilter
	}
	typed := where == value.PlaceJSON || where == value.PlaceWith || where == value.PlaceName
	switch {
	case !s.knownTag(n) || n.cut:
	case strings.Contains(n.text, "$("):
		out.Kind, out.Text = TextNode, s.text(n, s.env, where)
	case s.commented(n):
	case typed && n.tag == "":
		out.Literal = literal(n)
	default:
		out.Literal = n.text
	}
	return out
}

// literal is a scalar as a value.
func literal(n *yamlNode) any {
	switch n.kind {
	case yamlNull:
		return nil
	case yamlFlag:
		return n.text == "true"
	case yamlInteger:
		i, _ := strconv.ParseInt(n.text, 10, 64)
		return i
	case yamlDecimal:
		if d, err := decimal.Parse(n.text); err == nil {
			return d
		}
	}
	return n.text
}

// plainTree is a tree as a value, for examples: nothing in it is compiled.
func plainTree(n *yamlNode) any {
	switch n.kind {
	case yamlMapping:
		object := make(map[string]any, len(n.members))
		for _, m := range n.members {
			object[m.name] = plainTree(m.node)
		}
		return object
	case yamlSequence:
		list := make([]any, len(n.items))
		for i, item := range n.items {
			list[i] = plainTree(item)
		}
		return list
	}
	return literal(n)
}
