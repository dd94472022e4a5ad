package scrub

import (
	"encoding/base64"
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"balcao/erp/automation/value"
)

// forms are how a literal may stand in a text: as it is, or written for a URL or
// a header.
func forms(original string) []string {
	list := []string{original}
	for _, form := range []string{url.QueryEscape(original), url.PathEscape(original), base64.StdEncoding.EncodeToString([]byte(original))} {
		if form != original {
			list = append(list, form)
		}
	}
	return list
}

// formOf writes a fake in the form in which the original was found.
func formOf(original, form, fake string) string {
	switch form {
	case original:
		return fake
	case base64.StdEncoding.EncodeToString([]byte(original)):
		return base64.StdEncoding.EncodeToString([]byte(fake))
	case url.QueryEscape(original):
		return url.QueryEscape(fake)
	}
	return url.PathEscape(fake)
}

var (
	escaped  = regexp.MustCompile(`[\w.~+-]*(?:%[0-9A-Fa-f]{2}[\w.~+-]*)+`)
	entities = regexp.MustCompile(`&(?:#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z]+);`)
	encoded  = regexp.MustCompile(`^[A-Za-z0-9+/\r\n]{16,}={0,2}$`)
)

// unwrapped is what is inside of a text: JSON, base64, URL escapes, entities.
func unwrapped(text string) []any {
	var inner []any
	if v, ok := jsonIn(text); ok {
		inner = append(inner, v)
	}
	if plain, ok := base64In(text); ok {
		inner = append(inner, plain)
	}
	for _, run := range escaped.FindAllString(text, -1) {
		if plain, err := url.QueryUnescape(run); err == nil && plain != run && utf8.ValidString(plain) {
			inner = append(inner, plain)
		}
	}
	if entities.MatchString(text) {
		if plain := html.UnescapeString(text); plain != text {
			inner = append(inner, plain)
		}
	}
	return inner
}

func jsonIn(text string) (any, bool) {
	trimmed := strings.TrimSpace(text)
	if len(trimmed) < 2 || trimmed[0] != '{' && trimmed[0] != '[' {
		return nil, false
	}
	v, err := value.DecodeJSON([]byte(trimmed), value.JSONLimits{})
	return v, err == nil
}

// base64In is the text that another stands for; false for files and for what only
// looks like base64.
func base64In(text string) (string, bool) {
	if !encoded.MatchString(text) {
		return "", false
	}
	plain, err := base64.StdEncoding.DecodeString(strings.NewReplacer("\r", "", "\n", "").Replace(text))
	if err != nil || !printable(plain) {
		return "", false
	}
	return string(plain), true
}

func printable(b []byte) bool {
	if !utf8.Valid(b) {
		return false
	}
	for _, r := range string(b) {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' {
			return false
		}
	}
	return true
}

// rewrapped scrubs what is inside of a text and wraps it again. It is false where
// nothing is inside, or nothing of it is anybody's.
func (s *Scrubber) rewrapped(text string) (string, bool) {
	if v, ok := jsonIn(text); ok {
		if inner, err := value.AppendJSON(nil, s.value(v, context{})); err == nil {
			return string(inner), true
		}
	}
	if len(text) > 200 && isFile(text) {
		return base64.StdEncoding.EncodeToString([]byte(FakePDF)), true
	}
	if plain, ok := base64In(text); ok {
		if scrubbed := s.Text(plain); scrubbed != plain {
			return base64.StdEncoding.EncodeToString([]byte(scrubbed)), true
		}
	}
	changed := escaped.ReplaceAllStringFunc(text, s.reescaped)
	if entities.MatchString(changed) {
		if plain := html.UnescapeString(changed); plain != changed {
			if scrubbed := s.Text(plain); scrubbed != plain {
				return reentitled(changed, scrubbed), true
			}
		}
	}
	if changed != text {
		return s.Text(changed), true
	}
	return "", false
}

// reentitled writes entities again, but not of a page's own tags.
func reentitled(original, text string) string {
	if strings.Contains(original, "<") {
		return text
	}
	return html.EscapeString(text)
}

func (s *Scrubber) reescaped(run string) string {
	plain, err := url.QueryUnescape(run)
	if err != nil || plain == run || !utf8.ValidString(plain) {
		return run
	}
	scrubbed := s.Text(plain)
	switch {
	case scrubbed == plain:
		return run
	case strings.Contains(run, "+"):
		return url.QueryEscape(scrubbed)
	}
	return strings.ReplaceAll(url.QueryEscape(scrubbed), "+", "%20")
}

// FakePDF stands for a file of the ERP.
const FakePDF = "%PDF-1.4\n% an example's file: nothing of the original is in it\n%%EOF\n"

// isFile tells base64 of bytes that are no text.
func isFile(text string) bool {
	plain := strings.NewReplacer("\r", "", "\n", "", `\/`, "/").Replace(text)
	if !encoded.MatchString(plain) {
		return false
	}
	b, err := base64.StdEncoding.DecodeString(plain)
	return err == nil && !printable(b)
}
