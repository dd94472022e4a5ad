package value

import (
	"encoding/base64"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/google/uuid"
)

var codeFunctions = map[string]*function{
	"basic":       {takes: []kind{kindScalar, kindScalar}, fewest: 1, gives: gives(TextType), cleans: cleanly, run: basic},
	"to_base64":   {takes: []kind{kindScalar | kindFile}, fewest: 1, gives: gives(TextType), cleans: cleanly, run: toBase64},
	"from_base64": {takes: []kind{kindScalar}, fewest: 1, gives: gives(FreeTextType), run: fromBase64},
	"uuid":        {takes: []kind{kindScalar}, fewest: 1, gives: gives(TextType), cleans: cleanly, run: uuidOf},
}

// basic is the value of an Authorization header (RFC 7617): of a user and a
// password, or of a token, which may already be in base64.
func basic(args ...any) (any, error) {
	token, err := mustText(args[0])
	if err != nil {
		return nil, err
	}
	if len(args) == 2 {
		password, err := mustText(args[1])
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(token+":"+password)), err
	}
	if isBase64(token) {
		return "Basic " + token, nil
	}
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(token)), nil
}

// isBase64 tells whether a token is already in base64: it decodes to a
// "user:password".
func isBase64(token string) bool {
	decoded, err := base64.StdEncoding.DecodeString(token)
	if err != nil || !utf8.Valid(decoded) {
		return false
	}
	for _, c := range decoded {
		if c == ':' {
			return true
		}
	}
	return false
}

func toBase64(args ...any) (any, error) {
	if file, ok := args[0].([]byte); ok {
		return base64.StdEncoding.EncodeToString(file), nil
	}
	text, err := mustText(args[0])
	return base64.StdEncoding.EncodeToString([]byte(text)), err
}

var errNoBase64 = errors.New("a text that is no base64")

// fromBase64 is a text, or a file where the bytes are no text.
func fromBase64(args ...any) (any, error) {
	text, err := mustText(args[0])
	if err != nil {
		return nil, err
	}
	decoded, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, errNoBase64
	}
	if utf8.Valid(decoded) {
		return string(decoded), nil
	}
	return decoded, nil
}

// space is the namespace of the UUIDs that are made of our references.
var space = uuid.NewSHA1(uuid.NameSpaceOID, []byte("balcao"))

// uuidOf is the same UUID (version 5, RFC 9562) for the same text.
func uuidOf(args ...any) (any, error) {
	text, err := mustText(args[0])
	if err != nil {
		return nil, fmt.Errorf("uuid: %w", err)
	}
	return uuid.NewSHA1(space, []byte(text)).String(), nil
}
