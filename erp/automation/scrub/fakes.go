package scrub

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"

	"balcao/internal/br"
)

// next counts what was made up, by what it is.
func (s *Scrubber) next(what string) int {
	s.made[what]++
	return s.made[what]
}

// fakeOf gives the fake of an original, made up the first time.
func fakeOf[K comparable](fakes map[K]string, original K, makeUp func() string) string {
	fake := fakes[original]
	if fake == "" {
		fake = makeUp()
		fakes[original] = fake
	}
	return fake
}

// token is the fake of a word of a name.
func (s *Scrubber) token(word string) string {
	return fakeOf(s.tokens, word, func() string {
		for {
			n := s.next("name")
			name := ""
			if n <= len(people) {
				name = people[n-1]
			} else {
				name = madeUp(n, 3)
			}
			if s.isNobody(fold(name)) {
				return name
			}
		}
	})
}

// isNobody is false for a word that somebody bears who was learned.
func (s *Scrubber) isNobody(word string) bool {
	_, name := s.tokens[word]
	_, joined := s.joined[word]
	_, place := s.phrases[word]
	return !name && !joined && !place
}

func (s *Scrubber) word(fakes map[string]string, original, what string, length int) string {
	return fakeOf(fakes, original, func() string { return s.freeWord(what, length) })
}

// freeWord is a word that means nothing and is nobody's.
func (s *Scrubber) freeWord(what string, length int) string {
	for {
		if w := madeUp(s.next(what), length); s.isNobody(fold(w)) {
			return w
		}
	}
}

// digitsOf is the fake of learned digits: of a CPF a valid CPF, and so on.
func (s *Scrubber) digitsOf(original string) string {
	return fakeOf(s.digits, original, func() string {
		for {
			if fake := s.digitsLike(original); !s.holdsLearned(fake) {
				return fake
			}
		}
	})
}

func (s *Scrubber) digitsLike(original string) string {
	n := s.next(fmt.Sprint("digits", len(original)))
	switch len(original) {
	case 11:
		if _, err := br.ParseDocument(original); err == nil {
			return synthetic(beginning(original) + fmt.Sprintf("%08d", 1000+n)[len(beginning(original))-1:])
		}
	case 14:
		if _, err := br.ParseDocument(original); err == nil {
			return synthetic(beginning(original) + fmt.Sprintf("%07d0001", 1000+n)[len(beginning(original))-1:])
		}
	case 10, 13: // perhaps a document that lost its leading zero
		if _, longer := s.digits["0"+original]; longer {
			return s.digitsOf("0" + original)[1:]
		}
	}
	return beginning(original) + made(n, "digits", len(original))[len(beginning(original)):]
}

// beginning keeps a leading zero: as a number it is lost, and the fake's must be
// lost with it.
func beginning(original string) string {
	if original[0] == '0' {
		return "09"
	}
	return "9"
}

func synthetic(base string) string {
	document, err := br.NewDocument(base)
	if err != nil {
		panic("scrub: " + base + " is no base of a document: " + err.Error())
	}
	return string(document)
}

// longestDigits is how long originals of digits are at most.
const longestDigits = 43

// holdsLearned is true for digits that are, or hold, what somebody has.
func (s *Scrubber) holdsLearned(fake string) bool {
	for at := range fake {
		if s.digitsAt(fake, at) != "" {
			return true
		}
	}
	return false
}

// made gives digits that depend on nothing but a count.
func made(n int, what string, length int) string {
	seed := uint64(n)
	for _, r := range what {
		seed = seed*131 + uint64(r)
	}
	source := rand.New(rand.NewPCG(seed, uint64(length)))
	digits := make([]byte, length)
	for i := range digits {
		digits[i] = byte('0' + source.IntN(10))
	}
	return string(digits)
}

// literal is the fake of a secret or code: of the same form, so that what is cut
// out of it by place stays whole.
func (s *Scrubber) literal(original string) string {
	return fakeOf(s.literals, original, func() string {
		n := s.next("literal")
		if document, err := br.ParseDocument(original); err == nil && document.Kind() == br.CNPJ {
			return synthetic(fmt.Sprintf("ZZ%07dX01", n)[:12])
		}
		return shaped(original, made(n, "literal", len([]rune(original))))
	})
}

// shaped writes made up characters in the form of a text.
func shaped(original, digits string) string {
	var b strings.Builder
	for i, r := range []rune(original) {
		d := digits[i]
		switch {
		case unicode.IsDigit(r):
			b.WriteByte(d)
		case unicode.IsLower(r):
			b.WriteByte('a' + (d-'0')%6) // a MAC stays hexadecimal
		case unicode.IsLetter(r):
			b.WriteByte('A' + (d-'0')%6)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (s *Scrubber) email(original string) string {
	return fakeOf(s.emails, strings.ToLower(original), func() string { return fmt.Sprintf("cliente%d@example.com", s.next("email")) })
}

func (s *Scrubber) house(original string) string {
	return fakeOf(s.houses, original, func() string {
		n := s.next("house")
		if onlyDigits(original) == original {
			return fmt.Sprint(100 + n)
		}
		return fmt.Sprint("Apto ", 100+n)
	})
}
