package scrub

import (
	"html"
	"net/url"
	"slices"
	"strings"
)

// Leaks names the kinds of originals that a text still holds: "a name", "a
// document". It looks by other ways than those that replace: in the text without
// punctuation, unescaped, without accents. It never says which.
func (s *Scrubber) Leaks(text string) []string {
	var found []string
	for _, form := range []string{text, unescapedText(text), html.UnescapeString(text)} {
		for _, leak := range s.leaksOf(form) {
			if !slices.Contains(found, leak) {
				found = append(found, leak)
			}
		}
	}
	return found
}

func unescapedText(text string) string {
	return escaped.ReplaceAllStringFunc(text, func(run string) string {
		if plain, err := url.QueryUnescape(run); err == nil {
			return plain
		}
		return run
	})
}

func (s *Scrubber) leaksOf(text string) []string {
	var found []string
	add := func(leaks bool, what string) {
		if leaks {
			found = append(found, what)
		}
	}
	small := fold(text)
	words := map[string]bool{}
	for _, w := range wordsOf(text) {
		words[w] = true
	}
	add(anyOf(s.tokens, func(w string) bool { return len([]rune(w)) >= shortest && words[w] }), "a name")
	add(anyOf(s.joined, func(w string) bool { return len(w) > shortest+2 && strings.Contains(small, w) }), "a name")
	add(anyOf(s.emails, func(e string) bool { return strings.Contains(small, fold(e)) }), "an e-mail address")
	add(anyOf(s.phrases, func(p string) bool { return s.replacePhrase(text, p) != text }), "a place or login")
	add(anyOf(s.literals, func(l string) bool { return len(l) >= 10 && strings.Contains(text, l) }), "a secret or code")
	add(s.digitsLeak(text), "a document, phone, postal code or boleto")
	return found
}

func (s *Scrubber) digitsLeak(text string) bool {
	for _, paper := range boletos.FindAllString(text, -1) {
		code, _ := codeOf(paper)
		if _, known := s.boletos[code]; known {
			return true
		}
	}
	for _, run := range runs.FindAllString(withoutPapers(text), -1) {
		plain := onlyDigits(run)
		holds := func(d string) bool { return len(d) >= localLength && strings.Contains(plain, d) }
		if anyOf(s.digits, holds) || anyOf(s.boletos, holds) {
			return true
		}
	}
	return false
}

func anyOf(m map[string]string, holds func(string) bool) bool {
	for original := range m {
		if holds(original) {
			return true
		}
	}
	return false
}
