package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// decodeObject reads exactly one JSON object: no name twice, no text behind it,
// valid UTF-8. Numbers stay as they were written, see [json.Number]: as a float a
// 19 digit id would be another one. what names the text in messages.
func decodeObject(text []byte, what string) (map[string]any, *Refusal) {
	d := jsontext.NewDecoder(bytes.NewBuffer(text))
	if d.PeekKind() == '[' {
		return nil, badRequest(what + " has to be an object; lists of operations (batches) are not accepted: send one operation a request")
	}
	value, err := decodeValue(d)
	if err == nil {
		err = atEnd(d)
	}
	if err != nil {
		return nil, badRequest(what + " is not valid JSON: " + reason(err, d))
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, badRequest(what + " has to be an object")
	}
	return object, nil
}

func decodeValue(d *jsontext.Decoder) (any, error) {
	token, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '{':
		return decodeMembers(d)
	case '[':
		return decodeElements(d)
	case '"':
		return token.String(), nil
	case '0':
		return json.Number(token.String()), nil
	case 't', 'f':
		return token.Bool(), nil
	}
	return nil, nil
}

func decodeMembers(d *jsontext.Decoder) (any, error) {
	object := map[string]any{}
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		key := name.String()
		if object[key], err = decodeValue(d); err != nil {
			return nil, err
		}
	}
	_, err := d.ReadToken()
	return object, err
}

func decodeElements(d *jsontext.Decoder) (any, error) {
	elements := []any{}
	for d.PeekKind() != ']' {
		value, err := decodeValue(d)
		if err != nil {
			return nil, err
		}
		elements = append(elements, value)
	}
	_, err := d.ReadToken()
	return elements, err
}

var errTrailing = errors.New("something follows the value")

func atEnd(d *jsontext.Decoder) error {
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return errTrailing
	}
	return nil
}

// reason says what is wrong without a word of the text itself, which the
// decoder's own messages quote.
func reason(err error, d *jsontext.Decoder) string {
	what := "syntax error"
	switch {
	case errors.Is(err, errTrailing):
		what = errTrailing.Error()
	case errors.Is(err, jsontext.ErrDuplicateName):
		what = "a name is there twice"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		what = "it ends too early"
	}
	return fmt.Sprintf("%s, near byte %d", what, d.InputOffset())
}
