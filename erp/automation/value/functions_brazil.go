package value

import (
	"errors"
	"fmt"
	"strings"

	"balcao/internal/br"

	"github.com/expr-lang/expr/ast"
)

// cleanly is what functions with an output of their own form take away: the
// result cannot hold what a person typed.
const cleanly = markFree | markComposed

var brazilFunctions = map[string]*function{
	"kind":               {takes: []kind{kindScalar}, fewest: 1, gives: gives(WordType("CPF", "CNPJ")), cleans: cleanly, run: documentKind},
	"masked":             {takes: []kind{kindScalar}, fewest: 1, gives: gives(TextType), cleans: cleanly, run: masked},
	"document_forms":     {takes: []kind{kindScalar | kindList}, fewest: 1, gives: gives(ListType(TextType)), cleans: cleanly, run: documentForms},
	"masked_phone":       {takes: []kind{kindScalar}, fewest: 1, gives: gives(TextType), cleans: cleanly, run: maskedPhone},
	"masked_postal_code": {takes: []kind{kindScalar}, fewest: 1, gives: gives(TextType), cleans: cleanly, run: maskedPostalCode},
	"digits":             {takes: []kind{kindScalar}, fewest: 1, gives: gives(TextType), cleans: cleanly, run: onText(onlyDigits)},
	"yes": {takes: []kind{kindScalar | kindFlag}, fewest: 1, gives: gives(FlagType), run: func(a ...any) (any, error) { return a[1].(*Formats).flag(a[0]) },
		bind: func(c *compiler, n *ast.CallNode) {
			n.Arguments = append(n.Arguments, &ast.ConstantNode{Value: c.env.Formats.orNone()})
		}},
}

func documentKind(args ...any) (any, error) {
	text, err := mustText(args[0])
	if kind := br.Document(br.Compact(text)).Kind(); kind != "" {
		return string(kind), err
	}
	return nil, err
}

// masked is a document with its punctuation, as people write it.
func masked(args ...any) (any, error) {
	text, err := mustText(args[0])
	if err != nil || text == "" {
		return nil, err
	}
	document := br.Document(br.Compact(text))
	if document.Kind() == "" {
		return nil, fmt.Errorf("masked takes a CPF or CNPJ, and this is %s", describe(args[0]))
	}
	return document.Formatted(), nil
}

// errNoDocument is a value that document_forms cannot spell. It is for sending
// only, so what is wrong is what was given, not what the ERP answered.
var errNoDocument = errors.New("document_forms takes a CPF or CNPJ")

// documentForms are both spellings of a document, or of each of a list. Blanks
// have none: an empty text in a search would mean "any" to some ERPs.
func documentForms(args ...any) (any, error) {
	forms := []any{}
	list, isList := args[0].([]any)
	if !isList {
		list = []any{args[0]}
	}
	for _, item := range list {
		if item == nil || item == "" {
			continue
		}
		formatted, err := masked(item)
		if err != nil {
			return nil, fmt.Errorf("%w, and this is %s", errNoDocument, describe(item))
		}
		text, _ := mustText(item)
		forms = append(forms, br.Compact(text), formatted)
	}
	return forms, nil
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// maskedPhone writes (11) 98888-7777; other lengths stay digits. A leading
// country code 55 is taken off.
func maskedPhone(args ...any) (any, error) {
	text, err := mustText(args[0])
	phone := onlyDigits(text)
	if len(phone) > 11 {
		phone = strings.TrimPrefix(phone, "55")
	}
	switch len(phone) {
	case 10, 11:
		return fmt.Sprintf("(%s) %s-%s", phone[:2], phone[2:len(phone)-4], phone[len(phone)-4:]), err
	case 0:
		return nil, err
	}
	return phone, err
}

// maskedPostalCode writes 01310-100; other lengths stay digits.
func maskedPostalCode(args ...any) (any, error) {
	text, err := mustText(args[0])
	code := onlyDigits(text)
	switch len(code) {
	case 8:
		return code[:5] + "-" + code[5:], err
	case 0:
		return nil, err
	}
	return code, err
}
