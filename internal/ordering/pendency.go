package ordering

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"balcao/erp"
	"balcao/internal/br"
)

// Consequence is what follows from something owed for an order;
// PendencyConsequence in schema.graphqls.
type Consequence string

// The consequences, from the least to the gravest.
const (
	NoConsequence Consequence = "NONE"
	Note          Consequence = "NOTE"   // the order goes on, with a note
	MakeLead      Consequence = "LEAD"   // it becomes a lead
	Refuse        Consequence = "REFUSE" // it is refused
)

var byGravity = []Consequence{NoConsequence, Note, MakeLead, Refuse}

// Gravest is the gravest of them, [NoConsequence] for none.
func Gravest(all ...Consequence) Consequence {
	gravest := 0
	for _, c := range all {
		gravest = max(gravest, slices.Index(byGravity, c))
	}
	return byGravity[gravest]
}

// PendencyRule says what follows from texts that match. Accents and case make
// no difference.
type PendencyRule struct {
	matches func(folded string) bool
	then    Consequence
}

// Contains is a rule on texts with a piece of text in them.
func Contains(piece string, then Consequence) (PendencyRule, error) {
	piece = fold(piece)
	if piece == "" {
		return PendencyRule{}, errors.New("there is no letter in it, so it would match every text")
	}
	return PendencyRule{func(folded string) bool { return strings.Contains(folded, piece) }, then}, nil
}

// Matches is a rule on texts that match a regular expression (RE2).
func Matches(expression string, then Consequence) (PendencyRule, error) {
	if _, err := regexp.Compile(expression); err != nil {
		return PendencyRule{}, fmt.Errorf("not a regular expression (RE2): %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	re, err := regexp.Compile("(?i)" + withoutAccents(expression))
	if err != nil {
		return PendencyRule{}, fmt.Errorf("not a regular expression without its accents: %w", err)
	}
	return PendencyRule{re.MatchString, then}, nil
}

// PendencyTexts are what the ERP says somebody owes, in words that people and
// rules can read.
func PendencyTexts(ctx context.Context, pipe erp.Pipe, document br.Document) ([]string, error) {
	texts, _, err := erp.ListPendencyTexts.Call(ctx, pipe, erp.CustomerInput{Document: document})
	var readable []string
	for _, text := range texts {
		if text = erp.Readable(text); text != "" {
			readable = append(readable, text)
		}
	}
	return readable, err
}

// PendencyRules are tried from top to bottom; the first that matches a text
// decides what follows from it.
type PendencyRules struct {
	Rules []PendencyRule
	// Otherwise follows from texts that no rule matches.
	Otherwise Consequence
}

// Ask tells whether anything can follow from what the ERP says.
func (r PendencyRules) Ask() bool {
	return len(r.Rules) > 0 || r.Otherwise != "" && r.Otherwise != NoConsequence
}

// Judge says what follows from one text of the ERP.
func (r PendencyRules) Judge(text string) Consequence {
	folded := fold(text)
	for _, rule := range r.Rules {
		if rule.matches(folded) {
			return rule.then
		}
	}
	if r.Otherwise == "" {
		return NoConsequence
	}
	return r.Otherwise
}

// fold writes a text without accents, in lower case, with single blanks.
func fold(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(withoutAccents(text)), " "))
}

func withoutAccents(text string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	if err != nil {
		return text // the transformers give no errors
	}
	return plain
}
