package br

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Line is the digitable line (linha digitável) of a boleto: 47 digits for a
// bank slip (boleto de cobrança), 48 for a collection slip (arrecadação: tax,
// water, telephone), which begins with 8. Its methods expect what [ParseLine] or
// [Barcode.Line] gave.
type Line string

// Barcode is what the printed bar code of a boleto holds: 44 digits, of a bank
// slip or of a collection slip. Its methods expect what [ParseBarcode] or
// [NewBarcode] gave.
type Barcode string

// Why a boleto's numbers are refused.
var (
	ErrLineLength    = errors.New("a digitable line has 47 digits (bank slip) or 48 beginning with 8 (collection slip)")
	ErrLineCheck     = errors.New("a check digit of the digitable line is wrong")
	ErrBarcodeLength = errors.New("a boleto's bar code has 44 digits")
	ErrBarcodeCheck  = errors.New("the bar code's check digit is wrong")
	ErrBarcodeKind   = errors.New("the third digit of a collection slip is 6, 7, 8 or 9")
)

const (
	bankLineLength       = 47
	collectionLineLength = 48
	barcodeLength        = 44
)

var lineMarks = strings.NewReplacer(".", "", "-", "", " ", "")

// ParseLine reads a digitable line, with or without its points, hyphens and
// spaces, and checks every check digit.
func ParseLine(s string) (Line, error) {
	line := Line(lineMarks.Replace(s))
	switch {
	case !onlyDigits(string(line)), !line.isBank() && !line.isCollection():
		return "", ErrLineLength
	case line.isBank() && line[0] == '8':
		return "", ErrLineLength
	}
	code, err := ParseBarcode(string(line.Barcode()))
	if err != nil {
		return "", err
	}
	if code.Line() != line {
		return "", ErrLineCheck
	}
	return line, nil
}

func (l Line) isBank() bool       { return len(l) == bankLineLength }
func (l Line) isCollection() bool { return len(l) == collectionLineLength && l[0] == '8' }

// Barcode puts the digits of a valid line in the order of the bar code.
func (l Line) Barcode() Barcode {
	if l.isCollection() {
		return Barcode(l[0:11] + l[12:23] + l[24:35] + l[36:47])
	}
	return Barcode(l[0:4] + l[32:33] + l[33:47] + l[4:9] + l[10:20] + l[21:31])
}

// Formatted is the line as banks print it:
// 00190.50095 40144.816069 06809.350314 3 37370000000100 for a bank slip and
// four groups 83640000001-1 … for a collection slip.
func (l Line) Formatted() string {
	if l.isCollection() {
		return fmt.Sprintf("%s-%s %s-%s %s-%s %s-%s",
			l[0:11], l[11:12], l[12:23], l[23:24], l[24:35], l[35:36], l[36:47], l[47:48])
	}
	return fmt.Sprintf("%s.%s %s.%s %s.%s %s %s",
		l[0:5], l[5:10], l[10:15], l[15:21], l[21:26], l[26:32], l[32:33], l[33:47])
}

// ParseBarcode reads the 44 digits and checks the general check digit: the
// fifth of a bank slip, the fourth of a collection slip.
func ParseBarcode(s string) (Barcode, error) {
	if len(s) != barcodeLength || !onlyDigits(s) {
		return "", ErrBarcodeLength
	}
	if s[0] == '8' {
		return parseCollection(s)
	}
	if bankDigit(s[:4]+s[5:]) != s[4] {
		return "", ErrBarcodeCheck
	}
	return Barcode(s), nil
}

func parseCollection(s string) (Barcode, error) {
	digit := collectionDigit(s[2])
	if digit == nil {
		return "", ErrBarcodeKind
	}
	if digit(s[:3]+s[4:]) != s[3] {
		return "", ErrBarcodeCheck
	}
	return Barcode(s), nil
}

// IsCollection tells a collection slip (arrecadação) from a bank slip.
func (b Barcode) IsCollection() bool { return strings.HasPrefix(string(b), "8") }

// Line is the digitable line of a valid bar code, with its check digits.
func (b Barcode) Line() Line {
	s := string(b)
	if !b.IsCollection() {
		return Line(withDigit(s[0:4]+s[19:24], mod10) + withDigit(s[24:34], mod10) +
			withDigit(s[34:44], mod10) + s[4:5] + s[5:19])
	}
	digit := collectionDigit(s[2])
	return Line(withDigit(s[0:11], digit) + withDigit(s[11:22], digit) +
		withDigit(s[22:33], digit) + withDigit(s[33:44], digit))
}

func withDigit(s string, digit func(string) byte) string {
	return s + string(rune(digit(s)))
}

// Amount is the slip's amount in centavos; 0 means that the slip states none
// (the payer types it, or a collection slip counts in another unit).
func (b Barcode) Amount() int64 {
	digits := b[9:19]
	if b.IsCollection() {
		if b[2] == '7' || b[2] == '9' {
			return 0
		}
		digits = b[4:15]
	}
	centavos, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		return 0
	}
	return centavos
}

// The due-date factor (fator de vencimento) counts days from factorBase. After
// 9999, on 2025-02-21, it began again at 1000 on 2025-02-22, so a factor means
// one day in every factorCycle (Febraban, Comunicado FB-009/2023). The window
// around today in which a factor is read is Febraban's too.
const (
	factorFirst  = 1000
	factorCycle  = 9000
	factorBehind = 3000
	factorAhead  = 5500
)

var (
	factorBase  = Date{1997, time.October, 7}
	factorStart = factorBase.AddDays(factorFirst)
)

// DueOn is the due date a bank slip states, read in the window of 3000 days
// before to 5500 days after today. It answers false for a slip without a due
// date (factor 0000), for a factor outside the window and for a collection
// slip, whose due date has no fixed place.
func (b Barcode) DueOn(today Date) (Date, bool) {
	if b.IsCollection() {
		return Date{}, false
	}
	factor, err := strconv.Atoi(string(b[5:9]))
	if err != nil || factor < factorFirst {
		return Date{}, false
	}
	earliest := today.AddDays(-factorBehind)
	due := factorBase.AddDays(factor)
	for due.Before(earliest) {
		due = due.AddDays(factorCycle)
	}
	return due, !due.After(today.AddDays(factorAhead))
}

// NewBarcode makes the bar code of a bank slip in reais: bank is the bank's
// three-digit code, free the bank's own 25 digits (campo livre). A zero due
// date and an amount of 0 centavos mean that the slip states none.
func NewBarcode(bank string, due Date, centavos int64, free string) (Barcode, error) {
	const reais, amountLimit = "9", 10_000_000_000
	switch {
	case len(bank) != 3 || !onlyDigits(bank) || bank[0] == '8':
		return "", fmt.Errorf("bank code %q: want three digits", bank)
	case len(free) != 25 || !onlyDigits(free):
		return "", errors.New("free field of a boleto: want 25 digits")
	case centavos < 0 || centavos >= amountLimit:
		return "", fmt.Errorf("amount of %d centavos does not fit in a boleto", centavos)
	case !due.IsZero() && due.Before(factorStart):
		return "", fmt.Errorf("due date %s: a boleto's begin at %s", due, factorStart)
	}
	rest := fmt.Sprintf("%04d%010d%s", dueFactor(due), centavos, free)
	digit := bankDigit(bank + reais + rest)
	return Barcode(bank + reais + string(rune(digit)) + rest), nil
}

func dueFactor(due Date) int {
	if due.IsZero() {
		return 0
	}
	return factorFirst + factorStart.DaysUntil(due)%factorCycle
}
