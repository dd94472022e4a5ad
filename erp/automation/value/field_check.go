package value

import (
	"fmt"
	"reflect"
	"slices"
)

// checkTarget refuses, when the pack is loaded, an expression that can never fit
// its field.
func checkTarget(name string, target reflect.Type, e *Expr, f *Formats) *Problem {
	want, got := TypeOf(target), e.Type()
	problem := func(rule Rule, message, hint string) *Problem {
		return &Problem{Rule: rule, Pos: e.Pos(), Length: len([]rune(e.String())), Message: message, Hint: hint}
	}
	if got.Secret() {
		return problem(RuleSecretShown, "a secret stands in the output", "secrets go to hosts, the session and requests only")
	}
	if want.kind == kindWord {
		if word := wrongWord(want, got, e); word != "" {
			return problem(RuleUnknownWord, fmt.Sprintf("%s is never %q", name, word), "it is one of "+commaList(want.words))
		}
	}
	if !got.is(fits(want.kind)) || want.name != "" && got.name != "" && want.name != got.name {
		return problem(RuleFieldType, fmt.Sprintf("%s is %s, and this is %s", name, want, got), fieldHint(want, got, e))
	}
	if key := missingFormat(want, got, f); key != "" {
		return problem(RuleNoFormat, fmt.Sprintf("nothing says how %s writes %s", f.title(), plural(want)), formatHint(want, key, e))
	}
	return nil
}

// fits are the kinds that a field of the kind takes.
func fits(want kind) kind {
	switch want {
	case kindMoney:
		return kindMoney | kindText | kindNumber | kindNull
	case kindDate:
		return kindDate | kindInstant | kindText | kindNumber | kindObject | kindNull
	case kindInstant:
		return kindInstant | kindText | kindNumber | kindNull
	case kindText, kindWord:
		return kindScalar | kindNull
	case kindFlag:
		return kindFlag | kindText | kindNumber | kindNull
	case kindNumber:
		return kindNumber | kindText | kindNull
	case kindFile:
		return kindFile | kindText | kindNull
	case kindList:
		return kindList | kindObject | kindText | kindNull
	}
	return want | kindNull
}

// wrongWord is a word that a field of words can get and does not have.
func wrongWord(want, got *Type, e *Expr) string {
	words := got.words
	if v, ok := e.Constant(); ok {
		if text, isText := v.(string); isText {
			words = []string{text}
		}
	}
	for _, w := range words {
		if !slices.Contains(want.words, w) {
			return w
		}
	}
	return ""
}

func fieldHint(want, got *Type, e *Expr) string {
	if with := converter("", want.kind, got); with != "" {
		return "write " + fmt.Sprintf(with, e)
	}
	return ""
}

// missingFormat is the entry of formats that a field needs and the pack does not
// have.
func missingFormat(want, got *Type, f *Formats) string {
	f = f.orNone()
	switch {
	case want.kind == kindMoney && !got.known(kindMoney|kindNull) && len(f.Money) == 0:
		return "money"
	case want.kind == kindDate && !got.known(kindDay|kindObject|kindNull) && len(f.Date)+len(f.Instant) == 0:
		return "date"
	case want.kind == kindInstant && !got.known(kindInstant|kindNull) && len(f.Instant) == 0:
		return "instant"
	}
	return ""
}

func plural(t *Type) string {
	return map[kind]string{kindMoney: "money", kindDate: "days", kindInstant: "instants"}[t.kind]
}

func formatHint(want *Type, key string, e *Expr) string {
	example := map[kind]string{kindMoney: `money(%s, "1234,56")`, kindDate: `date(%s, "DD/MM/YYYY")`, kindInstant: `instant(%s, "DD/MM/YYYY hh:mm:ss")`}[want.kind]
	return fmt.Sprintf("add formats.%s to pack.yaml, or say it here: "+example, key, e)
}
