package br

import "errors"

// EndToEndID identifies one PIX payment between all banks: E, the payer's bank
// (ISPB, 8 digits), the minute it was made in UTC (yyyyMMddHHmm) and 11 letters
// or digits. It is CASE-SENSITIVE: two ids that differ only in case are two
// payments (Banco Central, Catálogo de Serviços do SFN, pacs.008 EndToEndId).
type EndToEndID string

// Why an identifier of a PIX payment is refused.
var (
	ErrEndToEndID = errors.New("an end-to-end id has 32 characters: E, 20 digits, 11 letters or digits")
	ErrTxID       = errors.New("a txid has 26 to 35 letters or digits")
)

// ParseEndToEndID checks the shape and changes nothing. The minute within is
// not checked: it is the payer's bank's affair, and money taken is not refused
// for it.
func ParseEndToEndID(s string) (EndToEndID, error) {
	const length, digitsEnd = 32, 21
	if len(s) != length || s[0] != 'E' || !onlyDigits(s[1:digitsEnd]) || !isAlphanumeric(s[digitsEnd:]) {
		return "", ErrEndToEndID
	}
	return EndToEndID(s), nil
}

// CheckTxID checks the txid of a charge (cobrança): [A-Za-z0-9]{26,35} (Banco
// Central, API Pix). The txid in a static code is shorter and not checked here.
func CheckTxID(s string) error {
	if len(s) < 26 || len(s) > 35 || !isAlphanumeric(s) {
		return ErrTxID
	}
	return nil
}

func isAlphanumeric(s string) bool { return len(Compact(s)) == len(s) }
