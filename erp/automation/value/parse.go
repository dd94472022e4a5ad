package value

import (
	"errors"
	"fmt"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
)

// Bounds of an expression: far above what any pack needs, far below what could
// trouble the server.
const (
	maxChars = 4000
	maxNodes = 500
	maxDepth = 40
	// maxPredicates is how deep conditions nest: a third loop within two others
	// over a few thousand items would run for minutes.
	maxPredicates = 2
)

// parserConfig is expr without its own functions; ours stand in for them.
func parserConfig() *conf.Config {
	config := conf.CreateNew()
	config.Optimize = false
	config.MaxNodes = maxNodes
	for _, b := range builtin.Builtins {
		config.Disabled[b.Name] = true
		delete(config.Builtins, b.Name)
	}
	return config
}

// parse reads the expression; it reports why it cannot and gives nil.
func (c *compiler) parse() ast.Node {
	if n := len(c.chars()); n > maxChars {
		c.reportAt(RuleTooLarge, 0, 1, fmt.Sprintf("this expression has %d characters; %d are the most", n, maxChars), "compute parts of it in steps with value:")
		return nil
	}
	if at, deep := tooDeep(c.chars()); deep {
		c.reportAt(RuleTooLarge, at, at+1, fmt.Sprintf("brackets are nested more than %d deep", maxDepth), "")
		return nil
	}
	tree, err := parser.ParseWithConfig(c.source.Text, parserConfig())
	if err != nil {
		c.reportSyntax(err)
		return nil
	}
	return tree.Node
}

func tooDeep(chars []rune) (int, bool) {
	depth := 0
	for i := 0; i < len(chars); i++ {
		switch chars[i] {
		case '"', '\'', '`':
			if end, ok := quoteEnd(chars, i); ok {
				i = end
			}
		case '(', '[', '{':
			if depth++; depth > maxDepth {
				return i, true
			}
		case ')', ']', '}':
			depth--
		}
	}
	return 0, false
}

func (c *compiler) reportSyntax(err error) {
	e, ok := errors.AsType[*file.Error](err)
	if !ok {
		c.reportAt(RuleSyntax, 0, len(c.chars()), "this expression cannot be read", "")
		return
	}
	rule, message, hint := explainSyntax(e.Message, c.source.Text)
	c.reportAt(rule, e.From, max(e.To, e.From+1), message, hint)
}
