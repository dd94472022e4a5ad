package erp

import (
	"html"
	"regexp"
	"strings"
	"unicode"
)

// longestWords is how much of an ERP's words a reader is shown, in characters.
const longestWords = 300

var (
	hidden = regexp.MustCompile(`(?is)<(script|style|head)\b.*?</(script|style|head)\s*>|<!--.*?-->`)
	markup = regexp.MustCompile(`</?[a-zA-Z!][^>]*>?`)
)

// Readable makes words for people of what an ERP wrote for a browser: no tags,
// no entities, no control characters, one line, not too long.
func Readable(s string) string {
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
	if len(runes) > longestWords {
		return strings.TrimSpace(string(runes[:longestWords-1])) + "…"
	}
	return s
}
