package value

import "net/url"

// AppendPair writes name=value, or one pair for each of a list, percent-encoded
// and with & before all but the first, as a query or a form has them. v is what
// a [Text] for a query or form evaluated to.
func AppendPair(dst []byte, name string, v any) []byte {
	values, ok := v.([]string)
	if !ok {
		text, _ := textOf(v)
		values = []string{text}
	}
	for _, text := range values {
		if len(dst) > 0 {
			dst = append(dst, '&')
		}
		dst = append(append(append(dst, url.QueryEscape(name)...), '='), url.QueryEscape(text)...)
	}
	return dst
}
