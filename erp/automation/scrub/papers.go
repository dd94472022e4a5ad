package scrub

import (
	"fmt"
	"regexp"
	"strings"

	"balcao/internal/br"
)

// day is a calendar day as digits.
type day struct{ year, month, date string }

var days = regexp.MustCompile(`\b(?:(\d{4})([-/.]?)(\d{2})([-/.]?)(\d{2})|(\d{2})([-/.])(\d{2})([-/.])(\d{4}))\b`)

// dayOf reads a match of days.
func dayOf(m []string) day {
	if m[1] != "" {
		return day{m[1], m[3], m[5]}
	}
	return day{m[10], m[8], m[6]}
}

func (s *Scrubber) learnBirth(text string) {
	if m := days.FindStringSubmatch(text); m != nil && m[1] != "0000" && m[10] != "0000" {
		if d := dayOf(m); s.births[d] == (day{}) {
			n := s.next("birth")
			s.births[d] = day{fmt.Sprint(1960 + n%40), fmt.Sprintf("%02d", 1+n%12), fmt.Sprintf("%02d", 1+(n*7)%28)}
		}
	}
}

// replaceBirths puts other days for days of birth, in the layout that was there.
func (s *Scrubber) replaceBirths(text string) string {
	if len(s.births) == 0 {
		return text
	}
	return days.ReplaceAllStringFunc(text, func(found string) string {
		m := days.FindStringSubmatch(found)
		fake, learned := s.births[dayOf(m)]
		switch {
		case !learned:
			return found
		case m[1] != "":
			return fake.year + m[2] + fake.month + m[4] + fake.date
		}
		return fake.date + m[7] + fake.month + m[9] + fake.year
	})
}

var (
	boletos = regexp.MustCompile(`\b\d(?:[ .-]{0,2}\d){43,47}\b`)
	pixes   = regexp.MustCompile(`000201[\x20-\x7E\x{C0}-\x{17F}]{30,}?6304[0-9A-Fa-f]{4}`)
)

// replaceBoletos makes other boletos of those in a text: the same bank, day and
// amount, another number. Line and bar code of one stay those of one.
func (s *Scrubber) replaceBoletos(text string) string {
	return boletos.ReplaceAllStringFunc(text, func(found string) string {
		digits := onlyDigits(found)
		code := digits
		line, err := br.ParseLine(digits)
		if err == nil {
			code = string(line.Barcode())
		}
		fake := s.boleto(code)
		if err == nil {
			fake = string(br.Barcode(fake).Line())
		}
		return overlay(found, fake)
	})
}

// numberAt is where the bank's own number begins in a bar code.
const numberAt = 19

// boleto is the fake of 44 digits, or of as many as there are where they are no
// bar code: a key of a fiscal note, a line with a wrong digit.
func (s *Scrubber) boleto(code string) string {
	return fakeOf(s.boletos, code, func() string {
		n := s.next("boleto")
		real, err := br.ParseBarcode(code)
		if err != nil || real.IsCollection() {
			return s.paper(code, n, err == nil)
		}
		fake := code[:numberAt] + made(n, "boleto", len(code)-numberAt)
		for d := '0'; d <= '9'; d++ {
			if try := fake[:4] + string(d) + fake[5:]; isBarcode(try) {
				return try
			}
		}
		return fake
	})
}

// paper keeps what tells the kind of a collection slip, and nothing of others.
func (s *Scrubber) paper(code string, n int, slip bool) string {
	if !slip {
		return made(n, "paper", len(code))
	}
	fake := code[:15] + made(n, "slip", len(code)-15)
	for d := '0'; d <= '9'; d++ {
		if try := fake[:3] + string(d) + fake[4:]; isBarcode(try) {
			return try
		}
	}
	return fake
}

func isBarcode(digits string) bool {
	_, err := br.ParseBarcode(digits)
	return err == nil
}

// replacePIX makes another code of the same amount of each.
func (s *Scrubber) replacePIX(text string) string {
	return pixes.ReplaceAllStringFunc(text, s.pix)
}

func (s *Scrubber) pix(original string) string {
	return fakeOf(s.literals, original, func() string {
		n := s.next("pix")
		fake := br.PIX{URL: fmt.Sprintf("pix.example/qr/v2/%s", made(n, "pix", 32)), MerchantName: "PROVEDOR EXEMPLO", City: strings.ToUpper(s.freeWord("place", 4)), SingleUse: true}
		if real, err := br.ParsePIX(original); err == nil {
			fake.Amount = real.Amount
		}
		code, err := fake.Code()
		if err != nil {
			return strings.Repeat("0", len(original))
		}
		return code
	})
}
