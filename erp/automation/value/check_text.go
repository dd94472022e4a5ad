package value

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// check refuses, when the pack is loaded, what must not stand in the place.
func (t *Text) check(env *Env) []Problem {
	problems := t.checkLiterals()
	for i, p := range t.pieces {
		if p.expr != nil {
			problems = append(problems, t.checkValue(env, i)...)
		}
	}
	return problems
}

// problem is about one piece.
func (t *Text) problem(p piece, rule Rule, message, hint string) Problem {
	from, length := p.from, len([]rune(p.literal))
	if p.expr != nil {
		from, length = p.from+2, len([]rune(p.expr.String()))
	}
	return Problem{Rule: rule, Pos: t.source.pos(from), Length: max(length, 1), Message: message, Hint: hint}
}

// whole is a problem of the whole text.
func (t *Text) whole(rule Rule, message, hint string) Problem {
	return Problem{Rule: rule, Pos: t.Pos(), Length: len([]rune(strings.TrimRight(t.source.Text, "\n"))), Message: message, Hint: hint}
}

func (t *Text) checkLiterals() []Problem {
	if len(t.mentions) == 0 && !t.hasValue() {
		return t.checkConstant()
	}
	if t.conditional() && t.looksLikeCondition() {
		key := ""
		if t.source.Name != "" {
			key = " " + t.source.Name + ":"
		}
		return []Problem{t.whole(RuleCondition, "this looks like a condition, so a value could change its meaning",
			"write "+key+" !filter "+strings.TrimRight(t.source.Text, "\n"))}
	}
	return t.checkConstant()
}

func (t *Text) hasValue() bool {
	return slices.ContainsFunc(t.pieces, func(p piece) bool { return p.expr != nil })
}

// pathLiteral is what may stand in a path as it is written: RFC 3986's pchar
// and the slash. A "?" would begin a query.
var pathLiteral = regexp.MustCompile(`^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*$`)

func (t *Text) checkConstant() []Problem {
	if t.place != PlacePath {
		return nil
	}
	for _, p := range t.pieces {
		if p.expr == nil && !pathLiteral.MatchString(p.literal) {
			return []Problem{t.problem(p, RulePathText, "a path has no spaces, ? or # in it", "what follows a ? belongs under query:")}
		}
	}
	return nil
}

// conditional are the places in which an ERP could read a condition.
func (t *Text) conditional() bool {
	switch t.place {
	case PlaceQuery, PlaceForm, PlaceJSON, PlaceFreeText, PlaceWith, PlaceBody, PlaceMultipart:
		return true
	}
	return false
}

var (
	operatorBefore = regexp.MustCompile(`(?:[=<>~]|:\w+:|:=:)\s*['"(]?\s*$`)
	operatorAfter  = regexp.MustCompile(`^\s*['")]?\s*(?:[=<>]|:=:|(?i:and|or|like|between|in)\b)`)
	wordsBefore    = regexp.MustCompile(`(?i)(?:^|\s)(?:and|or|like|between|where)\s+['"(]?\s*$`)
	quoteBefore    = regexp.MustCompile(`['"]$`)
	quoteBehind    = regexp.MustCompile(`^['"]`)
)

// looksLikeCondition tells whether a value stands beside an operator, a word of
// conditions or a quote.
func (t *Text) looksLikeCondition() bool {
	for i, p := range t.pieces {
		if p.expr == nil {
			continue
		}
		before, after := t.literalAt(i-1), t.literalAt(i+1)
		if operatorBefore.MatchString(before) || wordsBefore.MatchString(before) || quoteBefore.MatchString(before) ||
			operatorAfter.MatchString(after) || quoteBehind.MatchString(after) {
			return true
		}
	}
	return false
}

func (t *Text) literalAt(i int) string {
	if i < 0 || i >= len(t.pieces) {
		return ""
	}
	return t.pieces[i].literal
}

// checkValue checks one $(…).
func (t *Text) checkValue(env *Env, i int) []Problem {
	p := t.pieces[i]
	typ := p.expr.Type()
	switch {
	case t.place == PlaceName && !t.passesNameOn():
		return []Problem{t.problem(p, RuleNameFromValue, fmt.Sprintf("%q is a name: it is written in the pack and never comes from a value", t.source.Name),
			"a table or column taken from a person's input would reach the ERP's SQL")}
	case t.place == PlaceURL:
		return t.checkSettingsOnly(p)
	case typ.Secret() && t.shows():
		return []Problem{t.problem(p, RuleSecretShown, "a secret stands where people or logs could see it", "secrets go to hosts, the session and requests only")}
	case typ.allMarks()&markComposed != 0 && !t.takesComposed():
		return []Problem{t.problem(p, RuleComposed, "a text made by join goes only into to_base64, a header or !text", "write its parts as members of their own, or !text before a note that people read")}
	case t.besideText(i) && typ.allMarks()&markFree != 0:
		return []Problem{t.problem(p, RuleFreeText, fmt.Sprintf("%s is free text and stands beside other text", p.expr),
			"write !text before a note that people read, !filter before a condition that the ERP reads")}
	}
	return append(t.checkTaken(p, typ), t.checkSendable(p, typ)...)
}

// shows tells whether people or logs could see what stands in the place.
func (t *Text) shows() bool {
	secret := t.source.Takes != nil && t.source.Takes.Secret()
	return t.place == PlaceMessage || t.place == PlaceFreeText || t.place == PlaceWith && !secret
}

// passesNameOn tells whether a name's text is one name that a part was given.
func (t *Text) passesNameOn() bool { return t.Alone() && t.pieces[0].expr.Type().IsName() }

func (t *Text) checkSettingsOnly(p piece) []Problem {
	for _, name := range p.expr.Mentions() {
		if name != "settings" {
			return []Problem{t.problem(p, RuleSettingsOnly, "an address is made of settings only", "what changes with each request belongs into its path or query")}
		}
	}
	return nil
}

func (t *Text) takesComposed() bool {
	return t.place == PlaceHeader || t.place == PlaceFreeText || t.place == PlaceMessage
}

// besideText tells whether a value stands where free text must not: beside other
// text that a machine reads, in a filter, or in a key.
func (t *Text) besideText(i int) bool {
	switch t.place {
	case PlaceQuery, PlaceForm, PlaceJSON, PlaceWith, PlaceMultipart:
		return len(t.pieces) > 1
	case PlaceFilter, PlaceJSONKey, PlaceBody:
		return true
	case PlacePath:
		return !t.pieces[i].alone
	}
	return false
}

// checkSendable refuses types that the place cannot carry.
func (t *Text) checkSendable(p piece, typ *Type) []Problem {
	text := p.expr.String()
	switch typ.kind {
	case kindMoney:
		if t.place != PlaceWith {
			return []Problem{t.problem(p, RuleUnsendable, text+" is money, and nothing says how to write it", fmt.Sprintf(`write money_text(%s, "1234.56"), or number(%s)`, text, text))}
		}
	case kindDate, kindInstant:
		if t.place != PlaceWith {
			return []Problem{t.problem(p, RuleUnsendable, fmt.Sprintf("%s is %s, and nothing says how to write it", text, typ), fmt.Sprintf(`write date_text(%s, "YYYY-MM-DD")`, text))}
		}
	case kindObject, kindList, kindFile:
		return t.checkWhole(p, typ)
	}
	return nil
}

// checkWhole checks lists, objects and files, which some places carry, alone.
func (t *Text) checkWhole(p piece, typ *Type) []Problem {
	alone := t.Alone()
	switch t.place {
	case PlaceJSON, PlaceWith:
		if alone {
			return t.checkWithin(p, typ)
		}
	case PlaceQuery, PlaceForm:
		if alone && typ.kind == kindList {
			return t.checkWithin(p, typ)
		}
	case PlaceMultipart:
		if alone && typ.kind == kindFile {
			return nil
		}
	}
	return []Problem{t.problem(p, RuleUnsendable, fmt.Sprintf("%s is %s, which cannot stand here", p.expr, typ), "")}
}

// checkWithin looks for what JSON has no form for within a list or an object.
func (t *Text) checkWithin(p piece, typ *Type) []Problem {
	inner := typ.unwritten()
	if t.place == PlaceWith || inner == 0 {
		return nil
	}
	return []Problem{t.problem(p, RuleUnsendable, fmt.Sprintf("%s holds %s, and nothing says how to write it", p.expr, inner), typ.howToSend(p.expr.String()))}
}

// writers are how a value of a kind is written, as a hint shows it.
var writers = map[kind]string{
	kindMoney: `money_text(.%s, "1234.56")`, kindDate: `date_text(.%s, "YYYY-MM-DD")`,
	kindInstant: `date_text(.%s, "YYYY-MM-DDThh:mm:ssZ")`, kindFile: "to_base64(.%s)",
}

// howToSend is how to write a list or an object that holds what needs a format.
func (t *Type) howToSend(text string) string {
	for _, f := range t.Elem().fields {
		if how := writers[f.Type.kind]; how != "" {
			return fmt.Sprintf("write what each item sends: map(%s, ({%q: %s, …}))", text, f.Name, fmt.Sprintf(how, f.Name))
		}
	}
	return "send its members one by one, with money_text and date_text"
}

// unwritten is the first kind within a type that needs a format to be sent.
func (t *Type) unwritten() kind {
	if t.known(kindMoney | kindDate | kindInstant | kindFile) {
		return t.kind
	}
	if t.elem != nil {
		return t.elem.unwritten()
	}
	for _, f := range t.fields {
		if k := f.Type.unwritten(); k != 0 {
			return k
		}
	}
	return 0
}

// checkTaken checks a value against what the input that it is for takes.
func (t *Text) checkTaken(p piece, typ *Type) []Problem {
	takes := t.source.Takes
	if takes == nil || t.place != PlaceWith || !t.Alone() {
		return nil
	}
	if !typ.is(fits(takes.kind)) {
		return []Problem{t.problem(p, RuleArgumentType, fmt.Sprintf("%q takes %s, and %s is %s", t.source.Name, takes, p.expr, typ), "")}
	}
	if takes.known(kindText) && typ.allMarks()&^takes.marks&markFree != 0 {
		return []Problem{t.problem(p, RuleFreeText, fmt.Sprintf("%s is free text, and %q takes text of a known form", p.expr, t.source.Name),
			fmt.Sprintf("declare it as {%s: free_text}", t.source.Name))}
	}
	return nil
}
