package automation

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/erp/guard"
)

// ruleText is how much of an answer rules see as text.
const ruleText = 64 << 10

// reply is a decoded answer. It is shared by equal reads and never written to.
type reply struct {
	status int
	header http.Header
	// headers are what rules see: each name as HTTP writes it and in lower case.
	headers map[string]any
	json    any
	isJSON  bool
	text    string
	html    bool
	// file is the body as it came, where a file is expected.
	file []byte
}

// decode reads the bytes of an answer by the host's charset and by what they
// begin with. Content-Type is not asked: ERPs label JSON as HTML and UTF-8 as
// Latin-1.
func decode(s *Step, a *guard.Answer) *reply {
	r := &reply{status: a.Status, header: a.Header, headers: headersOf(a.Header)}
	if s.expects() == PDF {
		r.file = a.Body
		if isPDF(a.Body) {
			return r
		}
	}
	var charset Charset
	if s.Request != nil {
		charset = s.Request.Host.Charset
	}
	text := decodeText(a.Body, charset)
	trimmed := bytes.TrimLeft(text, " \t\r\n")
	r.html = len(trimmed) > 0 && trimmed[0] == '<' && !bytes.HasPrefix(trimmed, []byte("<?xml"))
	if len(trimmed) > 0 && (s.expects() == JSON || trimmed[0] == '{' || trimmed[0] == '[') {
		v, err := value.DecodeJSON(text, value.JSONLimits{})
		r.json, r.isJSON = v, err == nil
	}
	r.text = string(text)
	return r
}

func headersOf(h http.Header) map[string]any {
	headers := make(map[string]any, 2*len(h))
	for name := range h {
		headers[name] = h.Get(name)
		headers[strings.ToLower(name)] = h.Get(name)
	}
	return headers
}

var (
	utf8BOM    = []byte{0xEF, 0xBB, 0xBF}
	utf16LEBOM = []byte{0xFF, 0xFE}
	utf16BEBOM = []byte{0xFE, 0xFF}
)

// decodeText gives UTF-8. A byte order mark goes before the host's charset.
func decodeText(body []byte, charset Charset) []byte {
	switch {
	case bytes.HasPrefix(body, utf8BOM):
		return body[len(utf8BOM):]
	case bytes.HasPrefix(body, utf16LEBOM), bytes.HasPrefix(body, utf16BEBOM):
		return with(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), body)
	case charset == Latin1:
		return with(charmap.Windows1252, body)
	case charset == MKMixed:
		return mixed(body)
	}
	return body
}

func with(e encoding.Encoding, body []byte) []byte {
	text, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return body
	}
	return text
}

// mixed keeps whole UTF-8 sequences, mends damaged ones, and reads every other
// byte as Windows-1252: MK Solutions writes some fields this way and some that.
func mixed(body []byte) []byte {
	if utf8.Valid(body) {
		return body
	}
	text := make([]byte, 0, len(body)+len(body)/8)
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		if r == utf8.RuneError && size == 1 {
			if r, size = damaged(body); size == 0 {
				r, size = charmap.Windows1252.DecodeByte(body[0]), 1
			}
		}
		text = utf8.AppendRune(text, r)
		body = body[size:]
	}
	return text
}

// escapedByte is how MK Solutions writes the bytes 0x80 to 0x9F of UTF-8, which
// Latin-1 takes for control characters: "É" is C3 and the text \u0089.
var escapedByte = regexp.MustCompile(`^\\u00([89][0-9A-Fa-f])`)

// damaged reads a UTF-8 sequence some of whose bytes are escaped; its size is 0
// where there is none.
func damaged(body []byte) (r rune, size int) {
	sequence := []byte{body[0]}
	for size = 1; !utf8.FullRune(sequence); {
		found := escapedByte.FindSubmatch(body[size:])
		switch {
		case found != nil:
			b, _ := strconv.ParseUint(string(found[1]), 16, 8)
			sequence, size = append(sequence, byte(b)), size+len(found[0])
		case size < len(body) && body[size] >= utf8.RuneSelf:
			sequence, size = append(sequence, body[size]), size+1
		default:
			return 0, 0
		}
	}
	if r, n := utf8.DecodeRune(sequence); n > 1 {
		return r, size
	}
	return 0, 0
}

// on is a scope that sees the answer.
func (r *reply) on(scope *value.Scope) *value.Scope {
	seen := scope.Child()
	seen.Set("status", int64(r.status))
	seen.Set("headers", r.headers)
	seen.Set("answer", r.json)
	seen.Set("text", r.text[:min(len(r.text), ruleText)])
	seen.Set("html", r.html)
	return seen
}

// shaped is the answer as the step expects it.
func (r *reply) shaped(expected Shape) (any, *failure) {
	empty := len(r.file) == 0 && strings.TrimSpace(r.text) == ""
	switch {
	case empty:
		return nil, nil
	case expected == PDF:
		if pdf := pdfOf(r.file); pdf != nil {
			return pdf, nil
		}
		return nil, misshapen(r, "no PDF")
	case r.html:
		return nil, misshapen(r, "a page")
	case expected == PlainText:
		return r.text, nil
	case !r.isJSON:
		return nil, misshapen(r, "no whole JSON")
	}
	return r.json, nil
}

func misshapen(r *reply, what string) *failure {
	if r.html {
		what = "a page"
	}
	return &failure{kind: erp.BadAnswer, detail: "the ERP answered " + what}
}

var pdfMark = []byte("%PDF")

// isPDF allows for the blanks that some servers write before a file.
func isPDF(b []byte) bool { return bytes.HasPrefix(bytes.TrimLeft(b, " \t\r\n"), pdfMark) }

// pdfOf is a PDF given as it is or as base64, perhaps within quotes; else nil.
func pdfOf(b []byte) []byte {
	b = bytes.TrimLeft(b, " \t\r\n")
	if isPDF(b) {
		return bytes.Clone(b)
	}
	b = bytes.Trim(b, "\" \t\r\n")
	plain := make([]byte, base64.StdEncoding.DecodedLen(len(b)))
	n, err := base64.StdEncoding.Decode(plain, bytes.ReplaceAll(b, []byte(`\/`), []byte("/")))
	if err != nil || !isPDF(plain[:n]) {
		return nil
	}
	return plain[:n]
}
