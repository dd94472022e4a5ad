package automation

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode"

	"balcao/erp/automation/value"
)

// maxMessage is how much of the ERP's words a reader is shown, in characters.
const maxMessage = 300

// message is the text that a rule or a fail gives to the reader.
func message(t *value.Text, scope *value.Scope) (string, *failure) {
	if t == nil {
		return "", nil
	}
	v, there, err := t.EvalOptional(scope)
	if err != nil {
		return "", failed(err)
	}
	if !there {
		return "", nil
	}
	return readable(fmt.Sprint(v)), nil
}

var (
	hidden = regexp.MustCompile(`(?is)<(script|style|head)\b.*?</(script|style|head)\s*>|<!--.*?-->`)
	markup = regexp.MustCompile(`</?[a-zA-Z!][^>]*>?`)
)

// readable makes words of what an ERP wrote for a browser: no tags, no
// entities, no control characters, one line, not too long.
func readable(s string) string {
	s = markup.ReplaceAllString(hidden.ReplaceAllString(s, " "), " ")
	s = markup.ReplaceAllString(html.UnescapeString(s), " ")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	runes := []rune(s)
	if len(runes) > maxMessage {
		return strings.TrimSpace(string(runes[:maxMessage-1])) + "…"
	}
	return s
}
