package scrub

import (
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"

	"balcao/internal/br"
)

// Learn looks through a tree of JSON for what must not stay.
func (s *Scrubber) Learn(v any) { s.learn(v, context{}) }

func (s *Scrubber) learn(v any, c context) {
	switch v := v.(type) {
	case nil, bool:
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			s.learnText(name)
			s.learn(v[name], c.of(v, name))
		}
	case []any:
		for _, item := range v {
			s.learn(item, c)
		}
	case string:
		s.LearnAs(s.kindOf(c, v), v)
	default:
		text := fmt.Sprint(v)
		s.LearnAs(s.kindOf(c, text), text)
	}
}

// LearnAs learns a text of which is known what it tells.
func (s *Scrubber) LearnAs(kind Kind, text string) {
	text = html.UnescapeString(text)
	switch kind {
	case Document:
		s.learnDocument(text)
	case Name:
		s.learnName(text)
		if !hasLetter(text) {
			s.learnPhone(text) // a contact
		}
	case Phone:
		s.learnPhone(text)
	case PostalCode:
		s.learnPostalCode(text)
	case Birth:
		s.learnBirth(text)
	case Place:
		s.learnPlace(text)
	case Login:
		s.learnLogin(text)
	case Code:
		s.learnCode(text)
	case Secret:
		s.learnSecret(text)
	}
	s.learnText(text)
}

var (
	emails      = regexp.MustCompile(`[\pL\pN._+'-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)+`)
	documents   = regexp.MustCompile(`\b(?:\d{3}\.\d{3}\.\d{3}-\d{2}|[0-9A-Za-z]{2}\.[0-9A-Za-z]{3}\.[0-9A-Za-z]{3}/[0-9A-Za-z]{4}-\d{2}|\d{11}|[0-9A-Z]{12}\d{2})\b`)
	phones      = regexp.MustCompile(`(?:\+?55[ -]?)?\(?\b\d{2}\)?[ -]?9?\d{4}[- ]\d{4}\b|\b[1-9][1-9]9\d{8}\b`)
	postalCodes = regexp.MustCompile(`\b\d{2}\.?\d{3}-\d{3}\b`)
	jwts        = regexp.MustCompile(`\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*`)
	links       = regexp.MustCompile(`\bhttps?://[^\s"'<>]+`)
	endToEnds   = regexp.MustCompile(`\bE\d{8}20\d{10}[0-9A-Za-z]{11}\b`)
)

// learnText learns what tells by its look who somebody is, wherever it stands.
func (s *Scrubber) learnText(text string) {
	for _, inner := range unwrapped(text) {
		s.Learn(inner)
	}
	text = withoutPapers(text)
	for _, m := range emails.FindAllString(text, -1) {
		s.emails[strings.ToLower(m)] = ""
	}
	for _, m := range documents.FindAllString(text, -1) {
		if _, err := br.ParseDocument(m); err == nil {
			s.learnDocument(m)
		}
	}
	for _, m := range phones.FindAllString(text, -1) {
		s.learnPhone(m)
	}
	for _, m := range postalCodes.FindAllString(text, -1) {
		s.learnPostalCode(m)
	}
	for _, m := range jwts.FindAllString(text, -1) {
		s.learnSecret(m)
	}
	for _, m := range endToEnds.FindAllString(text, -1) {
		s.learnCode(m)
	}
	for _, m := range links.FindAllString(text, -1) {
		s.learnLink(m)
	}
}

// learnLink learns what of a link opens a door: whoever has it sees somebody's
// papers.
func (s *Scrubber) learnLink(link string) {
	for part := range strings.FieldsFuncSeq(link, func(r rune) bool { return strings.ContainsRune("/?&=#.:", r) }) {
		if len(part) >= 8 && hasDigit(part) && hasLetter(part) && !strings.Contains(part, "%") {
			s.learnSecret(part)
		}
	}
}

// learnDocument takes digits of any number: ERPs hold documents with a wrong
// check digit, and numbers that lost their leading zeros.
func (s *Scrubber) learnDocument(text string) {
	plain := br.Compact(text)
	switch {
	case len(plain) == 14 && onlyDigits(plain) != plain:
		if _, err := br.ParseDocument(plain); err == nil {
			s.note(s.literals, plain)
		}
	case len(onlyDigits(plain)) == 10 && len(plain) == 10, len(onlyDigits(plain)) == 13 && len(plain) == 13:
		s.note(s.digits, "0"+plain)
		s.note(s.digits, plain)
	case len(onlyDigits(plain)) >= 5 && len(onlyDigits(plain)) <= 14:
		s.note(s.digits, onlyDigits(plain))
	}
}

// localLength is how many digits of a phone are learned: area and country are
// nobody's, and may stand elsewhere.
const localLength = 8

func (s *Scrubber) learnPhone(text string) {
	if plain := onlyDigits(text); len(plain) >= localLength && len(plain) <= 13 {
		s.note(s.digits, plain[len(plain)-localLength:])
	}
}

func (s *Scrubber) learnPostalCode(text string) {
	if plain := onlyDigits(text); len(plain) == 8 {
		s.note(s.digits, plain)
	}
}

// elisions are words that are also written as one: D'Ávila, Dávila.
var elisions = regexp.MustCompile(`(\pL+)['’´` + "`" + `](\pL{3,})`)

// learnName learns the words of a name, and what they are written as one.
func (s *Scrubber) learnName(text string) {
	if strings.Contains(text, "@") {
		return // learned as an address
	}
	var words []string
	for _, w := range wordsOf(text) {
		if len(w) > 1 && !ordinary[w] {
			words = append(words, w)
			s.note(s.tokens, w)
		}
	}
	for _, m := range elisions.FindAllStringSubmatch(fold(text), -1) {
		s.note(s.tokens, m[1]+m[2])
	}
	if len(words) > 1 {
		s.note(s.joined, strings.Join(words, ""))
		s.note(s.joined, words[0]+words[len(words)-1])
		s.note(s.joined, strings.Join(wordsOf(text), ""))
	}
}

// streetTypes stand before a street's own name.
var streetTypes = regexp.MustCompile(`^(?:(?:rua|r|avenida|av|travessa|tv|alameda|al|rodovia|rod|estrada|est|praca|pca|largo|viela|bairro|jardim|jd|vila|vl|parque|pq|conjunto|residencial|loteamento)\b\.? *)*(?:(?:da|de|do|das|dos)\b *)?`)

// learnPlace learns what of an address is its own: without its type and number.
func (s *Scrubber) learnPlace(text string) {
	for part := range strings.FieldsFuncSeq(fold(text), func(r rune) bool { return strings.ContainsRune(",;/-0123456789()", r) }) {
		part = strings.TrimSpace(part)
		core := strings.TrimSpace(streetTypes.ReplaceAllString(part, ""))
		if len(core) < 3 || ordinary[core] {
			core = part // Praça da Sé
		}
		if len(core) >= 3 && !ordinary[core] {
			s.note(s.phrases, core)
		}
	}
}

func (s *Scrubber) learnLogin(text string) {
	if plain := fold(strings.TrimSpace(text)); len(plain) >= 4 && !ordinary[plain] && !strings.Contains(plain, "@") {
		s.note(s.phrases, plain)
	}
}

func (s *Scrubber) learnCode(text string) {
	text = strings.TrimSpace(text)
	switch plain := onlyDigits(text); {
	case len(text) < 6, isPaper(text):
	case plain == text && len(text) < 44:
		s.note(s.digits, text)
	default:
		s.note(s.literals, text)
	}
}

func (s *Scrubber) learnSecret(text string) {
	if len(text) >= 4 && text != "true" && text != "null" {
		s.note(s.literals, text)
	}
}

// note makes an original known. Its fake is made up when it is first needed: it
// must not be the name of somebody who is learned later.
func (s *Scrubber) note(originals map[string]string, original string) {
	if _, known := originals[original]; !known {
		originals[original] = ""
	}
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
