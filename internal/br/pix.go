package br

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// PIX is what a BR Code says: the text of a PIX QR code, also called "PIX
// copia e cola" (Banco Central, Manual de Padrões para Iniciação do Pix;
// EMVCo, Merchant-Presented QR). A static code has a Key, a dynamic one a URL.
type PIX struct {
	Key          string // chave PIX of the receiver, in a static code
	URL          string // address of the charge, without https://, in a dynamic code
	Description  string // optional words of the receiver, in a static code
	Amount       int64  // centavos; 0 when the code states none. Never trust it over the ERP's
	TxID         string // reference of the charge; empty when the code states none (***)
	MerchantName string // at most 25 characters
	City         string // at most 15 characters
	PostalCode   string // CEP, optional
	CategoryCode string // merchant category (MCC); empty means 0000
	SingleUse    bool   // the code may be paid once
}

// Why a BR Code is refused.
var (
	ErrPIXShape = errors.New("not a BR Code: want tags, lengths and values ending in 6304 and four hexadecimal digits")
	ErrPIXCheck = errors.New("the BR Code's CRC is wrong")
	ErrPIXKind  = errors.New("the BR Code holds no PIX account (br.gov.bcb.pix) with a key or an address")
)

// The tags of a BR Code that this package reads and writes.
const (
	tagFormat       = "00"
	tagInitiation   = "01"
	tagAccountFirst = "26"
	tagAccountLast  = "51"
	tagCategory     = "52"
	tagCurrency     = "53"
	tagAmount       = "54"
	tagCountry      = "58"
	tagName         = "59"
	tagCity         = "60"
	tagPostalCode   = "61"
	tagAdditional   = "62"
	tagCRC          = "63"

	subGUI         = "00"
	subKey         = "01"
	subDescription = "02"
	subURL         = "25"
	subTxID        = "05"

	pixGUI  = "br.gov.bcb.pix"
	noTxID  = "***"
	crcMark = tagCRC + "04"
)

// ParsePIX reads a BR Code and checks its CRC. Surrounding space is ignored.
func ParsePIX(code string) (PIX, error) {
	code = strings.TrimSpace(code)
	at := len(code) - 4
	if at < len(crcMark) || code[at-len(crcMark):at] != crcMark {
		return PIX{}, ErrPIXShape
	}
	if !strings.EqualFold(code[at:], crcText(code[:at])) {
		return PIX{}, ErrPIXCheck
	}
	fields, err := parseTLV(code)
	if err != nil {
		return PIX{}, err
	}
	return pixOf(fields)
}

func pixOf(fields []tlv) (PIX, error) {
	p, err := pixAccount(fields)
	if err != nil {
		return PIX{}, err
	}
	if p.Amount, err = parseReais(valueOf(fields, tagAmount)); err != nil {
		return PIX{}, err
	}
	p.MerchantName = valueOf(fields, tagName)
	p.City = valueOf(fields, tagCity)
	p.PostalCode = valueOf(fields, tagPostalCode)
	p.SingleUse = valueOf(fields, tagInitiation) == "12"
	if category := valueOf(fields, tagCategory); category != "0000" {
		p.CategoryCode = category
	}
	additional, err := parseTLV(valueOf(fields, tagAdditional))
	if txid := valueOf(additional, subTxID); txid != noTxID {
		p.TxID = txid
	}
	return p, err
}

// pixAccount finds the one account template of the PIX among those of other
// payment arrangements.
func pixAccount(fields []tlv) (PIX, error) {
	for _, f := range fields {
		if f.tag < tagAccountFirst || f.tag > tagAccountLast {
			continue
		}
		sub, err := parseTLV(f.value)
		if err != nil || !strings.EqualFold(valueOf(sub, subGUI), pixGUI) {
			continue
		}
		p := PIX{Key: valueOf(sub, subKey), URL: valueOf(sub, subURL), Description: valueOf(sub, subDescription)}
		if p.Key != "" || p.URL != "" {
			return p, nil
		}
	}
	return PIX{}, ErrPIXKind
}

// Code builds the BR Code. It refuses what the manual does not allow: a key
// and a URL at once, values that are too long, and letters outside ASCII in
// the name and city, which bank apps read in different ways.
func (p PIX) Code() (string, error) {
	if err := p.check(); err != nil {
		return "", err
	}
	code := writeTLV(tagFormat, "01")
	if p.SingleUse {
		code += writeTLV(tagInitiation, "12")
	}
	account := writeTLV(subGUI, pixGUI) + writeTLV(subKey, p.Key) +
		writeTLV(subDescription, p.Description) + writeTLV(subURL, p.URL)
	code += writeTLV(tagAccountFirst, account) +
		writeTLV(tagCategory, orElse(p.CategoryCode, "0000")) +
		writeTLV(tagCurrency, "986") + writeTLV(tagAmount, reais(p.Amount)) +
		writeTLV(tagCountry, "BR") + writeTLV(tagName, p.MerchantName) +
		writeTLV(tagCity, p.City) + writeTLV(tagPostalCode, p.PostalCode) +
		writeTLV(tagAdditional, writeTLV(subTxID, orElse(p.TxID, noTxID))) + crcMark
	return code + crcText(code), nil
}

func (p PIX) check() error {
	if (p.Key == "") == (p.URL == "") {
		return errors.New("a BR Code has either a key or a URL")
	}
	if p.Amount < 0 || len(reais(p.Amount)) > 13 {
		return fmt.Errorf("amount of %d centavos does not fit in a BR Code", p.Amount)
	}
	if p.MerchantName == "" || p.City == "" {
		return errors.New("a BR Code needs the merchant's name and city")
	}
	limits := []struct {
		name, value string
		length      int
	}{
		{"key", p.Key, 77}, {"URL", p.URL, 77}, {"description", p.Description, 72},
		{"merchant name", p.MerchantName, 25}, {"city", p.City, 15},
		{"postal code", p.PostalCode, 10}, {"category code", p.CategoryCode, 4}, {"txid", p.TxID, 35},
	}
	account := len(pixGUI) + len(p.Key) + len(p.URL) + len(p.Description) + 4*4
	if account > 99 {
		return errors.New("the key and description together do not fit in a BR Code")
	}
	for _, l := range limits {
		if len(l.value) > l.length || !isASCII(l.value) {
			return fmt.Errorf("%s of a BR Code: want at most %d ASCII characters", l.name, l.length)
		}
	}
	return nil
}

func orElse(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}

// reais writes an amount as the BR Code does ("129.90"), and 0 as nothing.
func reais(centavos int64) string {
	if centavos == 0 {
		return ""
	}
	return fmt.Sprintf("%d.%02d", centavos/100, centavos%100)
}

// parseReais reads "129.90", "129.9", "129" and nothing (0).
func parseReais(s string) (int64, error) {
	whole, cents, _ := strings.Cut(s, ".")
	digits := whole + (cents + "00")[:max(2, len(cents))]
	if s == "" {
		return 0, nil
	}
	if whole == "" || len(cents) > 2 || len(digits) > 15 || !onlyDigits(digits) {
		return 0, fmt.Errorf("%w: the amount is not a number with two places", ErrPIXShape)
	}
	return strconv.ParseInt(digits, 10, 64)
}
