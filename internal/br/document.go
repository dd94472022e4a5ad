package br

import (
	"errors"
	"fmt"
	"strings"
)

// Document is a CPF or CNPJ as it is stored and compared: digits and
// upper-case letters only ("52998224725", "12ABC34501DE35"). It is text and
// never a number: leading zeros count, and since July 2026 a CNPJ may hold
// letters.
type Document string

// DocumentKind tells a person's document from a company's.
type DocumentKind string

// The kinds of document.
const (
	CPF  DocumentKind = "CPF"  // Cadastro de Pessoas Físicas, 11 digits
	CNPJ DocumentKind = "CNPJ" // Cadastro Nacional da Pessoa Jurídica, 14 digits or letters
)

// Why a document is refused. The errors never hold the document itself, so
// they may be logged.
var (
	ErrDocumentLength   = errors.New("a document has 11 digits (CPF) or 14 digits or letters (CNPJ)")
	ErrDocumentSymbol   = errors.New("a document holds only digits, upper-case letters (CNPJ) and . - /")
	ErrDocumentRepeated = errors.New("a document of one repeated digit is not issued")
	ErrDocumentCheck    = errors.New("the document's check digits are wrong")
)

const (
	cpfLength  = 11
	cnpjLength = 14
)

// ParseDocument reads a CPF or CNPJ, with or without . - / and spaces, and
// checks its check digits. Letters may be lower-case. The error is one of the
// ErrDocument values.
func ParseDocument(s string) (Document, error) {
	plain := strings.ToUpper(documentMarks.Replace(s))
	switch len(plain) {
	case cpfLength:
		return checked(plain, plain, cpfDigits)
	case cnpjLength:
		return checked(plain, plain[cpfLength+1:], cnpjDigits)
	}
	return "", ErrDocumentLength
}

var documentMarks = strings.NewReplacer(".", "", "-", "", "/", "", " ", "")

// checked refuses plain unless numeric (the part that may not hold letters) is
// digits and digits(base) equals its last two characters.
func checked(plain, numeric string, digits func(base string) string) (Document, error) {
	if !onlyDigits(numeric) || !onlyDigitsAndCapitals(plain) {
		return "", ErrDocumentSymbol
	}
	if strings.Count(plain, plain[:1]) == len(plain) {
		return "", ErrDocumentRepeated
	}
	base := plain[:len(plain)-2]
	if digits(base) != plain[len(base):] {
		return "", ErrDocumentCheck
	}
	return Document(plain), nil
}

// cpfDigits are the two check digits of the first nine of a CPF: module 11,
// weights from 2 upwards from the right (Receita Federal).
func cpfDigits(base string) string {
	first := base + documentDigit(base, cpfLength)
	return first[len(base):] + documentDigit(first, cpfLength)
}

// cnpjDigits are the two check digits of the first twelve characters of a
// CNPJ. A character counts as its ASCII code less 48, so that digits count as
// themselves and A as 17; weights run 2 to 9 from the right and start again
// (Receita Federal, Instrução Normativa RFB 2.229/2024, annex).
func cnpjDigits(base string) string {
	const highest = 9
	first := base + documentDigit(base, highest)
	return first[len(base):] + documentDigit(first, highest)
}

// documentDigit is the module-11 digit of base with weights 2..highest from
// the right; remainders 0 and 1 give 0.
func documentDigit(base string, highest int) string {
	rest := sum11(base, highest) % 11
	if rest < 2 {
		return "0"
	}
	return string(rune('0' + 11 - rest))
}

// sum11 adds up the characters' values times 2, 3 … highest, 2, 3 … counted
// from the right.
func sum11(s string, highest int) int {
	sum, weight := 0, 2
	for i := len(s) - 1; i >= 0; i-- {
		sum += int(s[i]-'0') * weight
		if weight++; weight > highest {
			weight = 2
		}
	}
	return sum
}

// NewDocument adds the check digits to a base of nine digits (CPF) or twelve
// digits or upper-case letters (CNPJ). It makes synthetic documents.
func NewDocument(base string) (Document, error) {
	switch len(base) {
	case cpfLength - 2:
		return ParseDocument(base + cpfDigits(base))
	case cnpjLength - 2:
		return ParseDocument(base + cnpjDigits(base))
	}
	return "", ErrDocumentLength
}

// Kind is CPF or CNPJ, or empty for a text that is neither.
func (d Document) Kind() DocumentKind {
	switch len(d) {
	case cpfLength:
		return CPF
	case cnpjLength:
		return CNPJ
	}
	return ""
}

// Formatted is the document as people write it: 529.982.247-25 or
// 12.ABC.345/01DE-35.
func (d Document) Formatted() string {
	s := string(d)
	switch d.Kind() {
	case CPF:
		return fmt.Sprintf("%s.%s.%s-%s", s[:3], s[3:6], s[6:9], s[9:])
	case CNPJ:
		return fmt.Sprintf("%s.%s.%s/%s-%s", s[:2], s[2:5], s[5:8], s[8:12], s[12:])
	}
	return s
}

// Masked is safe to show and to log: ***.982.247-** for a person (the mask of
// the Portal da Transparência), **.***.345/01DE-** for a company.
func (d Document) Masked() string {
	s := string(d)
	switch d.Kind() {
	case CPF:
		return fmt.Sprintf("***.%s.%s-**", s[3:6], s[6:9])
	case CNPJ:
		return fmt.Sprintf("**.***.%s/%s-**", s[5:8], s[8:12])
	}
	return "***"
}

// Compact keeps the letters and digits of s, in upper case, and checks
// nothing: it makes what an ERP sends comparable with a [Document].
func Compact(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, s)
}

func onlyDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func onlyDigitsAndCapitals(s string) bool {
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && (s[i] < 'A' || s[i] > 'Z') {
			return false
		}
	}
	return true
}
