package scalar

import (
	"encoding/json"
	"io"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
)

var invalidJSON = &InvalidError{
	`use um valor JSON; valores em dinheiro vão em texto, como "129.90"`,
	`this must be JSON; an amount is a text, like "129.90"`,
}

// MarshalJSON writes what encoding/json can write.
func MarshalJSON(v any) graphql.Marshaler {
	text, err := json.Marshal(v)
	if err != nil {
		return graphql.Null
	}
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(text) })
}

// UnmarshalJSON reads objects, lists, texts, booleans and whole numbers, as
// value.DecodeJSON gives them. Other numbers are refused: they may have been
// floats before they came here.
func UnmarshalJSON(v any) (any, error) {
	switch v := v.(type) {
	case nil, bool, string, int64:
		return v, nil
	case int:
		return int64(v), nil
	case json.Number:
		return whole(v.String())
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, member := range v {
			read, err := UnmarshalJSON(member)
			if err != nil {
				return nil, err
			}
			object[name] = read
		}
		return object, nil
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			read, err := UnmarshalJSON(item)
			if err != nil {
				return nil, err
			}
			list[i] = read
		}
		return list, nil
	}
	return nil, invalidJSON
}

func whole(text string) (any, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, invalidJSON
	}
	return n, nil
}
