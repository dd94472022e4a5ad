package value

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"balcao/erp"
	"balcao/internal/br"

	"github.com/go-json-experiment/json/jsontext"
)

// JSONLimits bound an answer. Zero stands for the default.
type JSONLimits struct {
	Depth   int // nesting; default 64
	Items   int // items of one list; default 100000
	Members int // members of one object; default 10000
}

func (l JSONLimits) orDefaults() JSONLimits {
	fill := func(n *int, standard int) {
		if *n == 0 {
			*n = standard
		}
	}
	fill(&l.Depth, 64)
	fill(&l.Items, 100_000)
	fill(&l.Members, 10_000)
	return l
}

// DecodeJSON reads an ERP's answer: old ones repeat names (the last counts),
// break UTF-8 and write numbers as texts. Numbers are int64 if they are whole
// and have at most 18 digits, Decimal if it holds them exactly, else a text of
// their digits; never a float. An empty text is nil. Its errors hold nothing of
// the answer.
func DecodeJSON(data []byte, limits JSONLimits) (any, error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	if len(data) == 0 {
		return nil, nil
	}
	d := &jsonDecoder{
		tokens: jsontext.NewDecoder(bytes.NewBuffer(data), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)),
		limits: limits.orDefaults(),
	}
	v, err := d.value(0)
	if err != nil {
		return nil, jsonError(err)
	}
	if _, err := d.tokens.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("no JSON: something follows its end")
	}
	return v, nil
}

// jsonError says where JSON is broken, and not by what.
func jsonError(err error) error {
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return fmt.Errorf("no JSON: broken at byte %d", e.ByteOffset)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return errors.New("no JSON: cut off")
	}
	return err
}

type jsonDecoder struct {
	tokens *jsontext.Decoder
	limits JSONLimits
}

func (d *jsonDecoder) value(depth int) (any, error) {
	if depth > d.limits.Depth {
		return nil, fmt.Errorf("JSON nested more than %d deep", d.limits.Depth)
	}
	token, err := d.tokens.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '{':
		return d.object(depth)
	case '[':
		return d.list(depth)
	case '"':
		return token.String(), nil
	case '0':
		return jsonNumber(token.String()), nil
	case 't', 'f':
		return token.Bool(), nil
	}
	return nil, nil
}

func (d *jsonDecoder) object(depth int) (any, error) {
	object := map[string]any{}
	for d.tokens.PeekKind() != '}' {
		name, err := d.tokens.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String()
		if object[key], err = d.value(depth + 1); err != nil {
			return nil, err
		}
		if len(object) > d.limits.Members {
			return nil, fmt.Errorf("a JSON object has more than %d members", d.limits.Members)
		}
	}
	_, err := d.tokens.ReadToken()
	return object, err
}

func (d *jsonDecoder) list(depth int) (any, error) {
	list := []any{}
	for d.tokens.PeekKind() != ']' {
		item, err := d.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if list = append(list, item); len(list) > d.limits.Items {
			return nil, fmt.Errorf("a JSON list has more than %d items", d.limits.Items)
		}
	}
	_, err := d.tokens.ReadToken()
	return list, err
}

// jsonNumber keeps a number exact. What neither int64 nor Decimal holds stays
// the text it was.
func jsonNumber(text string) any {
	if n, ok := parseNumber(text); ok {
		return n
	}
	if n, ok := parseExponent(text); ok {
		return n
	}
	return text
}

// AppendJSON writes a value as JSON, numbers exact. It refuses what JSON has no
// form for: money and days without a format, and files. Members of the contract's
// structs that are null are left out.
func AppendJSON(dst []byte, v any) ([]byte, error) {
	switch v := plainGo(v).(type) {
	case nil:
		return append(dst, "null"...), nil
	case bool:
		return strconv.AppendBool(dst, v), nil
	case int64:
		return strconv.AppendInt(dst, v, 10), nil
	case Decimal:
		return append(dst, v.String()...), nil
	case string:
		return jsontext.AppendQuote(dst, []byte(v))
	case []any:
		return appendJSONList(dst, v)
	case map[string]any:
		return appendJSONObject(dst, v)
	case erp.Money, br.Date, time.Time:
		return dst, errors.New("it is " + describe(v) + unwritten(v))
	}
	if object, ok := membersOfGo(v); ok {
		return appendJSONObject(dst, object)
	}
	return dst, errors.New("it is " + describe(v))
}

func appendJSONList(dst []byte, list []any) ([]byte, error) {
	var err error
	dst = append(dst, '[')
	for i, item := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = AppendJSON(dst, item); err != nil {
			return dst, err
		}
	}
	return append(dst, ']'), nil
}

// appendJSONObject writes the members in the order of their names, so that equal
// requests are equal bytes.
func appendJSONObject(dst []byte, object map[string]any) ([]byte, error) {
	dst = append(dst, '{')
	for i, name := range sortedNames(object) {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = jsontext.AppendQuote(dst, []byte(name)); err != nil {
			return dst, err
		}
		dst = append(dst, ':')
		if dst, err = AppendJSON(dst, object[name]); err != nil {
			return dst, err
		}
	}
	return append(dst, '}'), nil
}
