package value

import (
	"regexp"
	"strings"
)

// objectArgument is an object where an expression over the items is due; expr
// takes its { } for brackets around that expression.
var objectArgument = regexp.MustCompile(`,\s*\{`)

// explainSyntax turns expr's words about an expression that it cannot read into
// ours.
func explainSyntax(message, text string) (rule Rule, ours, hint string) {
	switch {
	case strings.TrimSpace(text) == "":
		return RuleSyntax, "an expression is missing here", ""
	case strings.Contains(message, "maximum allowed nodes"):
		return RuleTooLarge, "this expression has too many parts", "compute parts of it in steps with value:"
	case strings.Contains(message, "unexpected token EOF"), strings.Contains(message, "unexpected end"):
		return RuleSyntax, "the expression ends too early", "is a bracket or a quote not closed?"
	case strings.Contains(message, `Operator("=")`):
		return RuleSyntax, `"=" compares nothing`, `write "=="`
	case strings.Contains(message, `Operator(":")`) && objectArgument.MatchString(text):
		return RuleSyntax, "an object that is made of each item stands in ( )", `write map(list, ({"name": .name}))`
	case strings.Contains(message, "literal not terminated"):
		return RuleSyntax, "this quote is not closed", ""
	}
	return RuleSyntax, "this cannot be read: " + plainToken(message), ""
}

// plainToken makes `unexpected token Operator(",")` readable.
func plainToken(message string) string {
	rest, ok := strings.CutPrefix(message, "unexpected token ")
	if !ok {
		return message
	}
	_, value, ok := strings.Cut(rest, "(")
	if !ok {
		return message
	}
	return "unexpected " + strings.TrimSuffix(value, ")")
}
