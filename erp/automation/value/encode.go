package value

import (
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"balcao/erp"
	"balcao/internal/br"
)

// refuse is the error of a value that its place cannot carry.
func (t *Text) refuse(p piece, why string) error {
	return &erp.Error{Kind: erp.InvalidInput, Detail: fmt.Sprintf("%s: %s cannot be sent: %s", t.source.pos(p.from), p.expr, why)}
}

// write makes the text of its values; values has one for each piece.
func (t *Text) write(values []any) (any, error) {
	if t.Alone() {
		return t.writeAlone(t.pieces[0], values[0])
	}
	var b strings.Builder
	for i, p := range t.pieces {
		if p.expr == nil {
			b.WriteString(p.literal)
			continue
		}
		text, err := t.writeBeside(p, values[i])
		if err != nil {
			return nil, err
		}
		b.WriteString(text)
	}
	return t.finished(b.String())
}

// finished looks at the whole once more, where values side by side could make
// what each alone is not.
func (t *Text) finished(text string) (any, error) {
	switch t.place {
	case PlacePath:
		for segment := range strings.SplitSeq(text, "/") {
			if plain, err := url.PathUnescape(segment); err != nil || plain == "." || plain == ".." {
				return nil, t.refuse(t.valuePiece(), "the path would lead elsewhere")
			}
		}
	case PlaceURL:
		return t.finishedURL(text)
	case PlaceHeader:
		if strings.TrimSpace(text) != text {
			return nil, t.refuse(t.valuePiece(), "a header neither begins nor ends with a space")
		}
	}
	return text, nil
}

// valuePiece is the first value of the text.
func (t *Text) valuePiece() piece {
	for _, p := range t.pieces {
		if p.expr != nil {
			return p
		}
	}
	return t.pieces[0]
}

// finishedURL checks an address of settings.
func (t *Text) finishedURL(text string) (any, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, t.refuse(t.valuePiece(), "an address begins with http:// or https:// and has no user, query or fragment")
	}
	return strings.TrimRight(text, "/"), nil
}

// writeAlone writes a value that is the whole text; it keeps its type where the
// place has types.
func (t *Text) writeAlone(p piece, v any) (any, error) {
	switch t.place {
	case PlaceWith, PlaceName:
		return v, nil
	case PlaceJSON:
		if _, err := AppendJSON(nil, v); err != nil {
			return nil, t.refuse(p, err.Error())
		}
		return v, nil
	case PlaceQuery, PlaceForm:
		if list, ok := plainGo(v).([]any); ok {
			return t.writeList(p, list)
		}
	case PlaceMultipart:
		if file, ok := v.([]byte); ok {
			return file, nil
		}
	}
	text, err := t.writeValue(p, v)
	if err != nil {
		return nil, err
	}
	return t.finished(text)
}

func (t *Text) writeList(p piece, list []any) (any, error) {
	texts := make([]string, len(list))
	for i, item := range list {
		if item == nil {
			return nil, t.refuse(p, "an item of the list is null")
		}
		text, err := t.plainText(p, item)
		if err != nil {
			return nil, err
		}
		texts[i] = text
	}
	return texts, nil
}

// writeValue writes a value that is the whole text, as text.
func (t *Text) writeValue(p piece, v any) (string, error) {
	switch t.place {
	case PlaceQuery, PlaceForm, PlaceMultipart:
		return t.plainText(p, v)
	}
	return t.writeBeside(p, v)
}

// writeBeside writes a value among other text.
func (t *Text) writeBeside(p piece, v any) (string, error) {
	if t.place == PlaceFreeText || t.place == PlaceMessage {
		return t.words(p, v)
	}
	text, err := t.plainText(p, v)
	if err != nil {
		return "", err
	}
	switch t.place {
	case PlacePath, PlaceURL:
		return t.inPath(p, text)
	case PlaceHeader:
		return t.inHeader(p, text)
	case PlaceFilter:
		return t.inFilter(p, text)
	}
	return t.plain(p, text)
}

// plainText writes a text, number or flag; everything else is refused.
func (t *Text) plainText(p piece, v any) (string, error) {
	text, ok := textOf(plainGo(v))
	if !ok {
		return "", t.refuse(p, "it is "+describe(v)+unwritten(v))
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return "", t.refuse(p, "it holds characters that are no text")
	}
	return text, nil
}

// unwritten says what is missing where money or a day is sent as it is.
func unwritten(v any) string {
	switch v.(type) {
	case erp.Money:
		return ", and nothing says how to write it: money_text(…)"
	case br.Date, time.Time:
		return ", and nothing says how to write it: date_text(…)"
	}
	return ""
}

// plain lets plain characters through, which mean nothing to any machine that
// could read the text: letters and digits of ASCII and . - _ / @ +
func (t *Text) plain(p piece, text string) (string, error) {
	if !p.expr.Type().written && !isPlain(text) {
		return "", t.refuse(p, describe(text)+" that are not all letters, digits or . - _ / @ + stands beside other text")
	}
	return text, nil
}

func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; !isLetterOrDigit(c) && strings.IndexByte(".-_/@+", c) < 0 {
			return false
		}
	}
	return text != "" && !strings.Contains(text, "..") && !strings.Contains(text, "--")
}

func isLetterOrDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// inPath writes a segment, or plain characters within one.
func (t *Text) inPath(p piece, text string) (string, error) {
	if t.place == PlaceURL && p.from == 0 {
		return strings.TrimRight(text, "/"), nil
	}
	if !p.alone {
		if strings.Contains(text, "/") {
			return "", t.refuse(p, "it holds a slash and stands beside other text of the path")
		}
		text, err := t.plain(p, text)
		return escapeSegment(text), err
	}
	if text == "" || text == "." || text == ".." {
		return "", t.refuse(p, "it is empty or made of dots, and the path would lead elsewhere")
	}
	return escapeSegment(text), nil
}

// escapeSegment percent-encodes all but RFC 3986's unreserved characters.
func escapeSegment(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; isLetterOrDigit(c) || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func (t *Text) inHeader(p piece, text string) (string, error) {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return "", t.refuse(p, "a header takes visible ASCII characters only")
		}
	}
	if text == "" {
		return "", t.refuse(p, "it is empty")
	}
	return text, nil
}

// inFilter writes plain characters within quotes and digits outside of them.
func (t *Text) inFilter(p piece, text string) (string, error) {
	if p.quoted {
		return t.plain(p, text)
	}
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return "", t.refuse(p, "outside of quotes a condition takes digits only")
	}
	return text, nil
}

// words writes a value for people: anything but control characters, which are
// how one line of a note is made to look like two.
func (t *Text) words(p piece, v any) (string, error) {
	if v == nil {
		return "", nil
	}
	text, ok := textOf(plainGo(v))
	if !ok {
		if t.place == PlaceMessage {
			return "", nil
		}
		return "", t.refuse(p, "it is "+describe(v)+unwritten(v))
	}
	return cleanWords(text), nil
}

func cleanWords(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, text)
}
