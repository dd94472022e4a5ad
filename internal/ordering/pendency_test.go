package ordering_test

import (
	"strings"
	"testing"

	"balcao/internal/ordering"
)

func contains(t *testing.T, piece string, then ordering.Consequence) ordering.PendencyRule {
	t.Helper()
	rule, err := ordering.Contains(piece, then)
	if err != nil {
		t.Fatal(err)
	}
	return rule
}

func matches(t *testing.T, expression string, then ordering.Consequence) ordering.PendencyRule {
	t.Helper()
	rule, err := ordering.Matches(expression, then)
	if err != nil {
		t.Fatal(err)
	}
	return rule
}

func TestAccentsCaseAndBlanksAreFolded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rule ordering.PendencyRule
		text string
		want bool
	}{
		{contains(t, "negativacao", ordering.Refuse), "Cliente em NEGATIVAÇÃO no SPC", true},
		{contains(t, "NEGATIVAÇÃO", ordering.Refuse), "negativacao", true},
		{contains(t, "negativac\u0327a\u0303o", ordering.Refuse), "Negativação", true}, // the accents as characters of their own
		{contains(t, "fatura vencida", ordering.Refuse), "Fatura\u00a0 \n vencida", true},
		{contains(t, "a.b", ordering.Refuse), "axb", false},
		{contains(t, "vencida", ordering.Refuse), "a vencer", false},
		{matches(t, `^h[áà] [0-9]+ dias?$`, ordering.Refuse), "HÁ  40 DIAS", true},
		{matches(t, `^h[áà] [0-9]+ dias?$`, ordering.Refuse), "há 40 dias úteis", false},
		{matches(t, `\bDÉBITO\b`, ordering.Refuse), "débito em aberto", true},
		{matches(t, `[A-Z]{4}`, ordering.Refuse), "spc", false},
		{matches(t, `\D\S\W`, ordering.Refuse), "ab!", true}, // the capitals mean something
	} {
		want := ordering.NoConsequence
		if c.want {
			want = ordering.Refuse
		}
		if got := (ordering.PendencyRules{Rules: []ordering.PendencyRule{c.rule}}).Judge(c.text); got != want {
			t.Errorf("%q: %s, want %s", c.text, got, want)
		}
	}
}

func TestTheFirstRuleThatMatchesDecides(t *testing.T) {
	t.Parallel()
	r := ordering.PendencyRules{
		Rules: []ordering.PendencyRule{
			contains(t, "1 dia", ordering.NoConsequence), contains(t, "vencida", ordering.Refuse), contains(t, "fatura", ordering.Note),
		},
		Otherwise: ordering.MakeLead,
	}
	for text, want := range map[string]ordering.Consequence{
		"Fatura vencida há 1 dia": ordering.NoConsequence, "Fatura vencida": ordering.Refuse, "Fatura em aberto": ordering.Note, "Equipamento": ordering.MakeLead,
	} {
		if got := r.Judge(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestTheGravestCounts(t *testing.T) {
	t.Parallel()
	none, note, lead, refuse := ordering.NoConsequence, ordering.Note, ordering.MakeLead, ordering.Refuse
	for _, c := range []struct {
		all  []ordering.Consequence
		want ordering.Consequence
	}{
		{nil, none}, {[]ordering.Consequence{none, note}, note}, {[]ordering.Consequence{note, none}, note},
		{[]ordering.Consequence{lead, note, none}, lead}, {[]ordering.Consequence{note, lead}, lead},
		{[]ordering.Consequence{refuse, lead}, refuse}, {[]ordering.Consequence{lead, refuse, note}, refuse},
	} {
		if got := ordering.Gravest(c.all...); got != c.want {
			t.Errorf("%v: %s, want %s", c.all, got, c.want)
		}
	}
}

// The ERP is asked only if something can follow from its answer.
func TestWhenPendenciesAreAskedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		rules ordering.PendencyRules
		want  bool
	}{
		{ordering.PendencyRules{}, false},
		{ordering.PendencyRules{Otherwise: ordering.NoConsequence}, false},
		{ordering.PendencyRules{Otherwise: ordering.Note}, true},
		{ordering.PendencyRules{Rules: []ordering.PendencyRule{contains(t, "a", ordering.Refuse)}}, true},
	} {
		if got := c.rules.Ask(); got != c.want {
			t.Errorf("%+v: %v", c.rules, got)
		}
	}
}

func TestRulesThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, piece := range []string{"", " \t", "\u0301"} {
		if _, err := ordering.Contains(piece, ordering.Refuse); err == nil {
			t.Errorf("%q was taken, and would match every text", piece)
		}
	}
	_, err := ordering.Matches("(vencida", ordering.Refuse)
	if err == nil || !strings.Contains(err.Error(), "missing closing ): `(vencida`") {
		t.Errorf("%v", err)
	}
}
