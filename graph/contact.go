package graph

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"balcao/erp"
	"balcao/graph/model"
)

var mobileForm = regexp.MustCompile(`^[1-9][0-9]9[0-9]{8}$`)

// mostMobiles bounds the numbers of one person.
const mostMobiles = 5

func wrongMobiles(in []*model.MobileInput) bool {
	return len(in) > mostMobiles ||
		slices.ContainsFunc(in, func(m *model.MobileInput) bool { return !mobileForm.MatchString(phoneDigits(m.Number)) })
}

// mobilesOf gives the numbers, and those of them that WhatsApp reaches.
func mobilesOf(in []*model.MobileInput) (mobiles, whatsapp []string) {
	for _, m := range in {
		digits := phoneDigits(m.Number)
		mobiles = append(mobiles, digits)
		if m.Whatsapp {
			whatsapp = append(whatsapp, digits)
		}
	}
	return mobiles, whatsapp
}

// phoneDigits drops punctuation and the country code.
func phoneDigits(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if len(digits) > 11 { // more than a number with its area code
		digits = strings.TrimPrefix(digits, "55")
	}
	return digits
}

func addressOf(in *model.AddressInput) *erp.Address {
	if in == nil {
		return nil
	}
	return &erp.Address{
		Street: in.Street, Number: in.Number, Complement: in.Complement, District: in.District,
		City: in.City, State: in.State, PostalCode: postalDigits(in.PostalCode), IBGECode: in.IbgeCode, Landmark: in.Landmark,
		Latitude: degrees(in.Latitude), Longitude: degrees(in.Longitude),
	}
}

// postalDigits writes a postal code without its hyphen, as documents and numbers
// are: a pack puts in what its ERP wants.
func postalDigits(code *string) *string {
	if code == nil {
		return nil
	}
	digits := strings.ReplaceAll(*code, "-", "")
	return &digits
}

// degrees writes decimal degrees to about a decimetre.
func degrees(f *float64) *string {
	if f == nil {
		return nil
	}
	text := strconv.FormatFloat(*f, 'f', 6, 64)
	return &text
}
