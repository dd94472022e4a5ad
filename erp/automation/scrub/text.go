package scrub

import (
	"cmp"
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"balcao/erp/automation/value"
)

// field replaces what a member of this kind says.
func (s *Scrubber) field(kind Kind, text string) string {
	if strings.TrimSpace(text) == "" {
		return text
	}
	if plain := html.UnescapeString(text); kind != None && plain != text {
		return reentitled(text, s.field(kind, plain))
	}
	original := text
	switch kind {
	case Note:
		return s.remark(text)
	case House:
		return s.house(text)
	case Position:
		return "-23.5000"
	case Birth:
		if !days.MatchString(text) {
			return ""
		}
	case Secret:
		if len(text) >= 4 && text != "true" && text != "null" {
			return s.literal(text)
		}
	case Name:
		if !strings.Contains(text, "@") {
			text = s.replaceWords(text, true)
		}
	case Code:
		if fake, ok := s.wholeCode(text); ok {
			return fake
		}
	}
	if kind == None && strings.HasPrefix(text, "000201") && len(text) > 50 {
		return s.pix(text)
	}
	scrubbed := s.Text(text)
	if scrubbed != original {
		return scrubbed
	}
	if kind == Place && isBrief(text) {
		return like(text, s.word(s.brief, fold(text), "place", 4))
	}
	if kind == None && readable(text) || kind != None && mayTell(text) {
		s.kept[text] = true
	}
	return text
}

// isBrief is true for a place such as the district Sé: too short to be looked for
// in other texts.
func isBrief(text string) bool {
	return len([]rune(text)) == 2 && strings.ContainsFunc(text, unicode.IsLetter) && !ordinary[fold(text)]
}

// mayTell is true for what is no number and no usual word, in a member that tells
// of people: a login of three letters, of which nobody was learned.
func mayTell(text string) bool {
	return len([]rune(text)) > 1 && slices.ContainsFunc(wordsOf(text), func(word string) bool { return !ordinary[word] })
}

// remark is another text in place of a note, with our reference if it is in there.
func (s *Scrubber) remark(text string) string {
	fake := func() string {
		return fakeOf(s.houses, text, func() string { return fmt.Sprint("Texto de exemplo ", s.next("note")) })
	}
	for _, ours := range s.ours {
		switch {
		case strings.TrimSpace(text) == ours:
			return s.Text(ours)
		case strings.Contains(text, ours):
			return fake() + " " + s.Text(ours)
		}
	}
	return fake()
}

func (s *Scrubber) wholeCode(text string) (string, bool) {
	if _, known := s.literals[strings.TrimSpace(text)]; known {
		return s.literal(strings.TrimSpace(text)), true
	}
	return "", false
}

// readable is true for a text in which a reader could find somebody.
func readable(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters >= 3
}

// number replaces numbers that are somebody's, such as a CPF without quotes.
func (s *Scrubber) number(v any, c context) any {
	text := fmt.Sprint(v)
	kind := s.kindOf(c, text)
	scrubbed := text
	switch kind {
	case Position:
		scrubbed = "-23.5"
	case House:
		scrubbed = s.house(text)
	case Secret, Birth, Note:
	default:
		scrubbed = s.replaceDigits(text)
	}
	if scrubbed == text {
		return v
	}
	n, err := value.DecodeJSON([]byte(scrubbed), value.JSONLimits{})
	if err != nil {
		return scrubbed
	}
	return n
}

// Text is a text without the people in it.
func (s *Scrubber) Text(text string) string {
	if text == "" {
		return text
	}
	if whole, ok := s.rewrapped(text); ok {
		return whole
	}
	return besidePapers(text, s.plainText, func(paper string) string { return s.replaceBoletos(s.replacePIX(paper)) })
}

// plainText replaces what stands beside papers. What looks like a paper here has a
// wrong digit.
func (s *Scrubber) plainText(text string) string {
	for _, replace := range []func(string) string{
		s.replacePIX, s.replaceLiterals, s.replaceHosts, s.replaceEmails, s.replaceBoletos, s.replaceBirths,
		s.replaceDigits, s.replaceHidden, s.replacePhrases, func(t string) string { return s.replaceWords(t, false) },
	} {
		text = replace(text)
	}
	return text
}

// key is a member's name: it may be a document or address, and never is a name of
// somebody. A company called Data must not cost an answer its "data".
func (s *Scrubber) key(name string) string {
	return s.replaceDigits(s.replaceEmails(s.replaceLiterals(name)))
}

func (s *Scrubber) replaceLiterals(text string) string {
	for _, original := range s.longestFirst(s.literals, "literals") {
		for _, form := range forms(original) {
			if strings.Contains(text, form) {
				text = replaceWhole(text, form, formOf(original, form, s.literal(original)))
			}
		}
	}
	return text
}

// replaceWhole leaves a short original alone where it is a part of something
// longer.
func replaceWhole(text, original, fake string) string {
	const safe = 10
	if len(original) >= safe {
		return strings.ReplaceAll(text, original, fake)
	}
	whole := regexp.MustCompile(`(^|[^\pL\pN])` + regexp.QuoteMeta(original) + `($|[^\pL\pN])`)
	return whole.ReplaceAllString(text, "${1}"+strings.ReplaceAll(fake, "$", "$$")+"${2}")
}

// longestFirst are the originals of a map, those that hold others before them. The
// order is kept until more are learned.
func (s *Scrubber) longestFirst(m map[string]string, name string) []string {
	if len(s.order[name]) != len(m) {
		s.order[name] = slices.SortedFunc(maps.Keys(m), func(a, b string) int {
			return cmp.Or(len(b)-len(a), strings.Compare(a, b))
		})
	}
	return s.order[name]
}

func (s *Scrubber) replaceHosts(text string) string {
	for _, original := range s.longestFirst(s.hosts, "hosts") {
		host := regexp.MustCompile(`(?i)(^|[^\pL\pN.-])` + regexp.QuoteMeta(original) + `($|[^\pL\pN.-]|\.(?:\s|$))`)
		text = host.ReplaceAllString(text, "${1}"+s.hosts[original]+"${2}")
	}
	return text
}

var madeUpEmail = regexp.MustCompile(`(?i)^cliente\d+@example\.com$`)

func (s *Scrubber) replaceEmails(text string) string {
	return emails.ReplaceAllStringFunc(text, func(found string) string {
		if madeUpEmail.MatchString(found) {
			return found
		}
		return like(found, s.email(found))
	})
}

// runs are digits with what people and programs write between them.
var runs = regexp.MustCompile(`\d(?:[ ./()+-]{0,2}\d)*`)

// replaceDigits puts the fakes of documents, phones and postal codes into every
// run of digits that holds them, however it is punctuated.
func (s *Scrubber) replaceDigits(text string) string {
	if len(s.digits) == 0 {
		return text
	}
	return runs.ReplaceAllStringFunc(text, func(run string) string {
		plain := []byte(onlyDigits(run))
		for at := 0; at < len(plain); at++ {
			if original := s.digitsAt(string(plain), at); original != "" {
				copy(plain[at:], s.digitsOf(original))
				at += len(original) - 1
			}
		}
		return overlay(run, string(plain))
	})
}

// digitsAt is the longest original that stands at a place of a run of digits; a
// short one is looked for only as the whole of it.
func (s *Scrubber) digitsAt(run string, at int) string {
	for length := min(longestDigits, len(run)-at); length >= localLength; length-- {
		if _, known := s.digits[run[at:at+length]]; known {
			return run[at : at+length]
		}
	}
	if _, known := s.digits[run]; known && at == 0 {
		return run
	}
	return ""
}

// overlay writes digits in the places of a text's own.
func overlay(text, digits string) string {
	next := 0
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' || next >= len(digits) {
			return r
		}
		next++
		return rune(digits[next-1])
	}, text)
}

// hidden are documents of which a part is shown: ***.982.247-**.
var hidden = regexp.MustCompile(`[*xX]{3}\.(\d{3})\.(\d{3})-[*xX]{2}|(\d{3})\.[*xX]{3}\.[*xX]{3}-(\d{2})`)

func (s *Scrubber) replaceHidden(text string) string {
	return hidden.ReplaceAllStringFunc(text, func(found string) string {
		m := hidden.FindStringSubmatch(found)
		for _, original := range s.longestFirst(s.digits, "digits") {
			if len(original) != 11 {
				continue
			}
			if fake := s.digitsOf(original); m[1] != "" && original[3:9] == m[1]+m[2] {
				return overlay(found, fake[3:9])
			} else if m[3] != "" && original[:3]+original[9:] == m[3]+m[4] {
				return overlay(found, fake[:3]+fake[9:])
			}
		}
		return overlay(found, "000000")
	})
}

// replacePhrases replaces places and logins where they stand as whole words.
func (s *Scrubber) replacePhrases(text string) string {
	for _, original := range s.longestFirst(s.phrases, "phrases") {
		text = s.replacePhrase(text, original)
	}
	return text
}

func (s *Scrubber) replacePhrase(text, original string) string {
	f, want := foldText(text), []rune(original)
	var b strings.Builder
	from := 0
	for i := 0; i+len(want) <= len(f.runes); i++ {
		if !slices.Equal(f.runes[i:i+len(want)], want) || !f.boundary(i) || !f.boundary(i+len(want)) {
			continue
		}
		b.WriteString(f.piece(from, i) + like(f.piece(i, i+len(want)), s.word(s.phrases, original, "place", 4)))
		from = i + len(want)
		i = from - 1
	}
	if from == 0 {
		return text
	}
	return b.String() + f.piece(from, len(f.runes))
}

// boundary is true where a word can begin or end.
func (f folded) boundary(at int) bool {
	if at == 0 || at == len(f.runes) {
		return true
	}
	isWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return !isWord(f.runes[at-1]) || !isWord(f.runes[at])
}

// shortest is how many letters a word of a name has at least to be looked for in
// any text; shorter ones are replaced in names only.
const shortest = 3

// replaceWords replaces the words of names; all of them in a name, and of other
// texts those that are long enough.
func (s *Scrubber) replaceWords(text string, name bool) string {
	f := foldText(text)
	var b strings.Builder
	from := 0
	for _, w := range f.words() {
		word := string(f.runes[w[0]:w[1]])
		fake, ok := s.fakeWord(word, name)
		if !ok {
			continue
		}
		b.WriteString(f.piece(from, w[0]) + like(f.piece(w[0], w[1]), fake))
		from = w[1]
	}
	return b.String() + f.piece(from, len(f.runes))
}

func (s *Scrubber) fakeWord(word string, name bool) (string, bool) {
	if _, ok := s.joined[word]; ok && len(word) > shortest+2 {
		return s.word(s.joined, word, "joined", 4), true
	}
	if _, ok := s.tokens[word]; ok && (name || len([]rune(word)) >= shortest) {
		return s.token(word), true
	}
	return "", false
}
