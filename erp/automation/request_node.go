package automation

import (
	"balcao/erp"
	"balcao/erp/automation/value"
)

// plainNode evaluates a tree to a plain value. ok is false where optional is
// true and the value is null, or an object written in the pack of which nothing
// is left.
func plainNode(n *Node, optional bool, scope *value.Scope) (v any, ok bool, err error) {
	switch n.Kind {
	case TextNode:
		if optional {
			return n.Text.EvalOptional(scope)
		}
		v, err = n.Text.Eval(scope)
	case ObjectNode:
		v, err = plainObject(n.Members, scope)
	case ListNode:
		v, err = plainList(n.Items, scope)
	case JSONTextNode:
		v, err = jsonText(n.Items[0], optional, scope)
	case MergeNode:
		v, err = mergedObject(n.Items, scope)
	default:
		v = n.Literal
	}
	if err != nil {
		return nil, false, err
	}
	return v, !optional || v != nil && !isEmptyObject(n, v), nil
}

func isEmptyObject(n *Node, v any) bool {
	object, is := v.(map[string]any)
	return is && n.Kind == ObjectNode && len(object) == 0
}

func plainObject(members []*Member, scope *value.Scope) (any, error) {
	object := make(map[string]any, len(members))
	for _, m := range members {
		name, err := m.Name.Eval(scope)
		if err != nil {
			return nil, err
		}
		v, ok, err := plainNode(m.Value, m.Optional, scope)
		if err != nil {
			return nil, err
		}
		if ok {
			object[name.(string)] = v
		}
	}
	return object, nil
}

func plainList(nodes []*Node, scope *value.Scope) (any, error) {
	items := make([]any, 0, len(nodes))
	for _, n := range nodes {
		v, _, err := plainNode(n, false, scope)
		if err != nil {
			return nil, err
		}
		items = append(items, v)
	}
	return items, nil
}

// jsonText writes a tree as JSON text. Null has a text too, and optional leaves it
// out all the same: what is not there is not sent as "null".
func jsonText(n *Node, optional bool, scope *value.Scope) (any, error) {
	v, _, err := plainNode(n, false, scope)
	if err != nil || optional && v == nil {
		return nil, err
	}
	text, err := value.AppendJSON(nil, v)
	return string(text), err
}

// mergedObject makes one object of objects and lists of objects; later members
// win.
func mergedObject(nodes []*Node, scope *value.Scope) (any, error) {
	object := map[string]any{}
	for _, n := range nodes {
		v, _, err := plainNode(n, false, scope)
		if err != nil {
			return nil, err
		}
		if !mergeInto(object, v) {
			return nil, &erp.Error{Kind: erp.BadAnswer, Detail: n.Pos.String() + ": !merge takes objects only"}
		}
	}
	return object, nil
}

func mergeInto(object map[string]any, v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case map[string]any:
		for name, member := range v {
			object[name] = member
		}
		return true
	case []any:
		for _, item := range v {
			if !mergeInto(object, item) {
				return false
			}
		}
		return true
	}
	return false
}
