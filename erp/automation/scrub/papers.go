package scrub

import (
	"fmt"
	"regexp"
	"slices"
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

// papersIn are the places of the lines, bar codes and PIX codes in a text that
// read as such. Digits in them are bank, day and amount, even where they pass for a
// document; so nothing is looked for inside of them.
func papersIn(text string) [][]int {
	var places [][]int
	from := 0
	for _, at := range append(pixes.FindAllStringIndex(text, -1), boletos.FindAllStringIndex(text, -1)...) {
		if isPaper(text[at[0]:at[1]]) {
			places = append(places, at)
		}
	}
	slices.SortFunc(places, func(a, b []int) int { return a[0] - b[0] })
	return slices.DeleteFunc(places, func(at []int) bool {
		inside := at[0] < from
		from = max(from, at[1])
		return inside
	})
}

func isPaper(text string) bool {
	if _, err := br.ParsePIX(text); err == nil {
		return true
	}
	code, _ := codeOf(text)
	return isBarcode(code)
}

// Papers counts the lines, bar codes and PIX codes in a text that read as such.
func Papers(text string) int { return len(papersIn(text)) }

// besidePapers replaces what stands beside papers, and papers by other means.
func besidePapers(text string, beside, paper func(string) string) string {
	var b strings.Builder
	from := 0
	for _, at := range papersIn(text) {
		b.WriteString(beside(text[from:at[0]]) + paper(text[at[0]:at[1]]))
		from = at[1]
	}
	return b.String() + beside(text[from:])
}

// withoutPapers is what stands beside them.
func withoutPapers(text string) string {
	return besidePapers(text, func(t string) string { return t }, func(string) string { return "\n" })
}

// codeOf is the bar code of a line or bar code, or its bare digits if it is
// neither.
func codeOf(text string) (code string, isLine bool) {
	digits := onlyDigits(text)
	if line, err := br.ParseLine(digits); err == nil {
		return string(line.Barcode()), true
	}
	return digits, false
}

// replaceBoletos makes other boletos of those in a text: the same bank, day and
// amount, another number. Line and bar code of one stay those of one.
func (s *Scrubber) replaceBoletos(text string) string {
	return boletos.ReplaceAllStringFunc(text, func(found string) string {
		code, isLine := codeOf(found)
		fake := s.boleto(code)
		if isLine {
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
