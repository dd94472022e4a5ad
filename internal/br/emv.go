package br

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// tlv is one field of an EMV QR code: two digits of tag, two of length, value.
type tlv struct {
	tag, value string
}

// parseTLV cuts s into its fields. A length counts characters, not bytes
// (EMVCo, Merchant-Presented QR, 4.2).
func parseTLV(s string) ([]tlv, error) {
	var fields []tlv
	runes := []rune(s)
	for len(runes) > 0 {
		if len(runes) < 4 || !onlyDigits(string(runes[:4])) {
			return nil, ErrPIXShape
		}
		length, err := strconv.Atoi(string(runes[2:4]))
		if err != nil || len(runes) < 4+length {
			return nil, ErrPIXShape
		}
		fields = append(fields, tlv{string(runes[:2]), string(runes[4 : 4+length])})
		runes = runes[4+length:]
	}
	return fields, nil
}

// valueOf is the value of the first field with the tag, or empty.
func valueOf(fields []tlv, tag string) string {
	for _, f := range fields {
		if f.tag == tag {
			return f.value
		}
	}
	return ""
}

// writeTLV writes one field, and nothing for an empty value.
func writeTLV(tag, value string) string {
	if value == "" {
		return ""
	}
	return fmt.Sprintf("%s%02d%s", tag, utf8.RuneCountInString(value), value)
}

// crcText is the CRC-16/CCITT-FALSE of s (polynomial 1021, initial value
// FFFF) as four upper-case hexadecimal digits.
func crcText(s string) string {
	crc := uint16(0xFFFF)
	for i := range len(s) {
		crc ^= uint16(s[i]) << 8
		for range 8 {
			carry := crc&0x8000 != 0
			crc <<= 1
			if carry {
				crc ^= 0x1021
			}
		}
	}
	return fmt.Sprintf("%04X", crc)
}
