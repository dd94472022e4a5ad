package value

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"

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

// parserConfig is expr without its own functions; ours stand in for them. Its maps
// are made once and only read: a pack has hundreds of expressions.
func parserConfig() *conf.Config {
	config := *ownFunctionsOnly()
	return &config
}

var ownFunctionsOnly = sync.OnceValue(func() *conf.Config {
	config := conf.CreateNew()
	config.Optimize = false
	config.MaxNodes = maxNodes
	for _, b := range builtin.Builtins {
		config.Disabled[b.Name] = true
		delete(config.Builtins, b.Name)
	}
	return config
})

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
	if at, ok := pipe(c.chars()); ok {
		c.reportAt(RuleRefused, at, at+1, `"|" is not part of this language`, "write filter(list, …), not list | filter(…)")
		return nil
	}
	tree, err := parser.ParseWithConfig(c.source.Text, parserConfig())
	if err != nil {
		c.reportSyntax(err)
		return nil
	}
	return tree.Node
}

// tooDeep finds the bracket that is nested too deep.
func tooDeep(chars []rune) (int, bool) {
	depth := 0
	for i, char := range unquoted(chars) {
		switch char {
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

// pipe finds a "|" that is not "||"; expr's tree does not show it.
func pipe(chars []rune) (int, bool) {
	for i, char := range unquoted(chars) {
		if char == '|' && (i == 0 || chars[i-1] != '|') && (i+1 == len(chars) || chars[i+1] != '|') {
			return i, true
		}
	}
	return 0, false
}

// unquoted goes through the characters outside of quotes.
func unquoted(chars []rune) iter.Seq2[int, rune] {
	return func(yield func(int, rune) bool) {
		for i := 0; i < len(chars); i++ {
			if strings.ContainsRune("\"'`", chars[i]) {
				if end, ok := quoteEnd(chars, i); ok {
					i = end
					continue
				}
			}
			if !yield(i, chars[i]) {
				return
			}
		}
	}
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
