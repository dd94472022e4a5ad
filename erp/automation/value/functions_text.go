package value

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// maxText bounds the texts that functions make.
const maxText = 1 << 20

var errTooLong = errors.New("the text has become too long")

var textFunctions = map[string]*function{
	"as_text": {takes: []kind{kindScalar | kindFlag}, fewest: 1, gives: gives(TextType), run: func(a ...any) (any, error) { return mustText(a[0]) }},
	"lower":   {takes: []kind{kindScalar}, fewest: 1, gives: gives(TextType), run: onText(strings.ToLower)},
	"upper":   {takes: []kind{kindScalar}, fewest: 1, gives: gives(TextType), run: onText(strings.ToUpper)},
	"trim":    {takes: []kind{kindScalar}, fewest: 1, gives: gives(TextType), run: onText(strings.TrimSpace)},
	"split":   {takes: []kind{kindScalar, kindText}, fewest: 2, gives: gives(ListType(TextType)), run: splitText},
	"replace": {takes: []kind{kindScalar, kindText, kindText}, fewest: 3, gives: gives(TextType), run: replace},
	"match": {takes: []kind{kindScalar, kindText}, fewest: 2, gives: gives(TextType), run: match,
		check: func(c *compiler, n *ast.CallNode) { c.checkPattern(n.Arguments[1]) },
		bind:  func(c *compiler, n *ast.CallNode) { n.Arguments[1] = c.pattern(n.Arguments[1]) }},
	"comma": {takes: []kind{kindListish}, fewest: 1, gives: gives(TextType), run: comma},
	"join":  {takes: []kind{kindListish, kindText}, fewest: 2, gives: func([]*Type) *Type { return TextType.marked(markComposed) }, run: join},
}

func onText(change func(string) string) func(args ...any) (any, error) {
	return func(args ...any) (any, error) {
		text, err := mustText(args[0])
		return change(text), err
	}
}

func splitText(args ...any) (any, error) {
	text, err := mustText(args[0])
	if err != nil {
		return nil, err
	}
	by, err := mustText(args[1])
	parts := []any{}
	for _, part := range strings.Split(text, by) {
		parts = append(parts, part)
	}
	return bounded(parts, err)
}

func replace(args ...any) (any, error) {
	var texts [3]string
	for i := range texts {
		text, err := mustText(args[i])
		if err != nil {
			return nil, err
		}
		texts[i] = text
	}
	if grows := strings.Count(texts[0], texts[1]) * len(texts[2]); grows > maxText {
		return nil, errTooLong
	}
	return strings.ReplaceAll(texts[0], texts[1], texts[2]), nil
}

// checkPattern checks a regular expression, which must stand in the pack.
func (c *compiler) checkPattern(node ast.Node) {
	text, ok := node.(*ast.StringNode)
	if !ok {
		c.report(RulePattern, node, "a regular expression is written, not computed", "")
		return
	}
	if _, err := regexp.Compile(text.Value); err != nil {
		c.report(RulePattern, node, "this is no regular expression: "+strings.TrimPrefix(err.Error(), "error parsing regexp: "), "")
	}
}

// pattern is the compiled regular expression as a constant.
func (c *compiler) pattern(node ast.Node) ast.Node {
	re := regexp.MustCompile(node.(*ast.StringNode).Value)
	compiled := &ast.ConstantNode{Value: re}
	compiled.SetLocation(node.Location())
	return compiled
}

// match is the first group of a regular expression, or all it matched, or null.
func match(args ...any) (any, error) {
	text, err := mustText(args[0])
	if err != nil {
		return nil, err
	}
	found := args[1].(*regexp.Regexp).FindStringSubmatchIndex(text)
	switch {
	case found == nil:
		return nil, nil
	case len(found) == 2:
		return text[found[0]:found[1]], nil
	case found[2] < 0:
		return nil, nil
	}
	return text[found[2]:found[3]], nil
}

func matches(args ...any) (any, error) {
	if args[0] == nil {
		return false, nil
	}
	text, err := mustText(args[0])
	return args[1].(*regexp.Regexp).MatchString(text), err
}

func hasPrefix(whole, piece string) bool { return strings.HasPrefix(whole, piece) }

func hasSuffix(whole, piece string) bool { return strings.HasSuffix(whole, piece) }

// comma writes "1,2,3"; an item with a comma in it would become two.
func comma(args ...any) (any, error) {
	texts, err := texts(args[0])
	for _, text := range texts {
		if strings.Contains(text, ",") {
			return nil, errors.New("an item of the list holds a comma, and comma(…) would make two of it")
		}
	}
	return strings.Join(texts, ","), err
}

// join puts texts together; null gives null, so that first_of can follow.
func join(args ...any) (any, error) {
	if args[0] == nil {
		return nil, nil
	}
	between, err := mustText(args[1])
	if err != nil {
		return nil, err
	}
	texts, err := texts(args[0])
	joined := strings.Join(texts, between)
	if len(joined) > maxText {
		return nil, errTooLong
	}
	return joined, err
}

// texts are a list's items as texts; nulls are left out.
func texts(v any) ([]string, error) {
	list, err := listed(v)
	if err != nil {
		return nil, err
	}
	texts := make([]string, 0, len(list))
	for _, item := range list {
		if item == nil {
			continue
		}
		text, ok := textOf(plainGo(item))
		if !ok {
			return nil, fmt.Errorf("a list of texts is due here, and an item is %s", describe(item))
		}
		texts = append(texts, text)
	}
	return texts, nil
}
