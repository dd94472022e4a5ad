package scrub

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold makes what is written differently and read alike the same: small letters,
// no accents.
func fold(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(text) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// folded is a text with the way back: at[i] is the byte of the original at which
// the i-th folded rune begins.
type folded struct {
	original string
	runes    []rune
	at       []int
}

func foldText(text string) folded {
	f := folded{original: text}
	for i, r := range text {
		for _, piece := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, piece) {
				f.runes, f.at = append(f.runes, unicode.ToLower(piece)), append(f.at, i)
			}
		}
	}
	f.at = append(f.at, len(text))
	return f
}

// piece is what of the original folded runes stand for.
func (f folded) piece(from, to int) string { return f.original[f.at[from]:f.at[to]] }

// words are the runs of letters, from and to.
func (f folded) words() [][2]int {
	var words [][2]int
	begin := -1
	for i := 0; i <= len(f.runes); i++ {
		switch letter := i < len(f.runes) && unicode.IsLetter(f.runes[i]); {
		case letter && begin < 0:
			begin = i
		case !letter && begin >= 0:
			words, begin = append(words, [2]int{begin, i}), -1
		}
	}
	return words
}

func wordsOf(text string) []string {
	f := foldText(text)
	var words []string
	for _, w := range f.words() {
		words = append(words, string(f.runes[w[0]:w[1]]))
	}
	return words
}

// like writes a fake as the original is written: in capitals, small, without
// accents.
func like(original, fake string) string {
	if isASCII(original) {
		fake = unaccented(fake)
	}
	switch {
	case strings.ToUpper(original) == original && len(original) > 1:
		return strings.ToUpper(fake)
	case strings.ToLower(original) == original:
		return strings.ToLower(fake)
	}
	return fake
}

func unaccented(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(text))
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
