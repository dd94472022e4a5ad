package scaffold

import (
	"fmt"
	"strings"

	"balcao/erp"
	"balcao/erp/manual"
)

// column is where comments begin.
const column = 48

// stub writes a function's file.
type stub struct {
	strings.Builder
	f *manual.Function
}

// Stub is a function's file with everything but the ERP's own words.
func Stub(f *manual.Function) string {
	s := &stub{f: f}
	s.head()
	s.steps()
	s.output()
	return s.String()
}

// line writes a line and, in its column, what it means.
func (s *stub) line(depth int, text, about string) {
	text = strings.Repeat("  ", depth) + text
	if about != "" {
		text = fmt.Sprintf("%-*s # %s", column-1, text, about)
	}
	s.WriteString(text + "\n")
}

func (s *stub) comment(lines ...string) {
	for _, l := range lines {
		s.WriteString(strings.TrimRight("# "+l, " ") + "\n")
	}
}

func (s *stub) head() {
	s.WriteString(modeline("", "functions/"+s.f.Name))
	s.comment(
		s.f.Name+" ("+s.f.Portuguese+") "+s.f.Purpose,
		"",
		"Nothing reads this file yet. Put in the ERP's path and members, take the ending "+Unwritten+" off, and then:",
		"  balcao lint FOLDER",
		"  balcao try "+s.f.Name+" --pack FOLDER --set url=https://… --input '"+s.sample()+"'",
		"  balcao explain "+s.f.Name+" --pack ixc     how another pack does it",
		"",
		"What it is given (* is always there):",
	)
	for _, f := range s.f.Inputs {
		s.comment(strings.TrimRight(fmt.Sprintf("  input.%-24s %s %s", f.Name+star(f), kindOf(f), f.About), " "))
	}
	if len(s.f.Inputs) == 0 {
		s.comment("  nothing")
	}
	if rules := s.f.Rules(); len(rules) > 0 {
		s.comment("", "What Balcão does itself:")
		for _, r := range rules {
			s.comment("  - " + r)
		}
	}
	s.line(0, "about: "+quoted(capital(s.f.Purpose)), "")
	s.line(0, "source: none yet", "where this is written down: the manual's page, a call seen in a browser")
	s.line(0, "confidence: inferred", "documented, seen, inferred, measured")
	s.line(0, "tested: never", "the day of the last try against a real ERP: 2026-11-24")
}

// sample is an input for a first try.
func (s *stub) sample() string {
	var members []string
	for _, f := range s.f.Inputs {
		switch {
		case f.Name == "document":
			members = append(members, `"document":"52998224725"`)
		case f.Name == "year":
			members = append(members, `"year":2025`)
		case f.Required && f.Object == nil:
			members = append(members, `"`+f.Name+`":"1"`)
		case f.Required:
			members = append(members, `"`+f.Name+`":{…}`)
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// quoted puts quotes round a text that YAML would end at ": ".
func quoted(text string) string {
	if strings.Contains(text, ": ") {
		return fmt.Sprintf("%q", text)
	}
	return text
}

func star(f manual.Field) string {
	if f.Required {
		return "*"
	}
	return ""
}

func kindOf(f manual.Field) string {
	if f.List {
		return "list of " + f.Kind
	}
	return f.Kind
}

func (s *stub) steps() {
	s.line(0, "steps:", "")
	if s.f.Effect == erp.Write {
		s.line(1, "sent:", "")
		s.line(2, "effect: write", "the one step that changes something: sent once")
		s.line(2, "post: /PATH", "the ERP's path; get, put, patch and delete too")
		s.line(2, "json:", "or form:, with the ERP's names on the left")
		s.sent(3, s.f.Inputs, "input.")
		s.line(2, "# lookup:", "a read that finds what an earlier try has made, by our reference")
		s.line(2, "#   get: /PATH", "")
		s.line(2, "#   query: {ref: $(input.reference)}", "")
		return
	}
	name, take := "rows", "list(answer)"
	if !s.f.List {
		name, take = "found", "first(list(answer))"
	}
	if s.f.IsFile() {
		name, take = "file", ""
	}
	s.line(1, name+":", "")
	s.line(2, "get: /PATH", "the ERP's path; post too")
	if len(s.f.Inputs) > 0 {
		s.line(2, "query:", "with the ERP's names on the left; name? is left out where it is null")
		for _, f := range s.f.Inputs {
			s.line(3, f.Name+question(f)+": $(input."+f.Name+")", "")
		}
	}
	if s.f.IsFile() {
		s.line(2, "expect: pdf", "bytes, or base64 of them")
	} else {
		s.line(2, "take: "+take, "the part of the answer that is kept: list(answer.data.rows)")
	}
	if hasInput(s.f, "invoice_id") || hasInput(s.f, "note_id") {
		s.line(2, "# answers:", "somebody else's must not be found by its id:")
		s.line(2, "#   - empty: digits(answer.cpf) != input.document", "")
	}
}

func hasInput(f *manual.Function, name string) bool {
	for _, in := range f.Inputs {
		if in.Name == name {
			return true
		}
	}
	return false
}

func question(f manual.Field) string {
	if f.Required {
		return ""
	}
	return "?"
}

// sent writes the members of a body, each as JSON can carry it.
func (s *stub) sent(depth int, fields []manual.Field, path string) {
	for _, f := range fields {
		place := path + f.Name
		switch {
		case f.Object != nil && f.List:
			s.line(depth, f.Name+question(f)+": '$(map("+place+", ({"+members(f.Object)+"})))'", note(f))
		case f.Object != nil:
			s.line(depth, f.Name+question(f)+":", note(f))
			s.sent(depth+1, f.Object.Fields(), place+".")
		default:
			s.line(depth, f.Name+question(f)+": $("+written(f, place)+")", note(f))
		}
	}
}

// members are an object's within an expression.
func members(o *manual.Object) string {
	var list []string
	for _, f := range o.Fields() {
		list = append(list, fmt.Sprintf("%q: %s", f.Name, written(f, "."+f.Name)))
	}
	return strings.Join(list, ", ")
}

// written is a value in the form in which it can be sent.
func written(f manual.Field, place string) string {
	switch f.Kind {
	case "money":
		return "money_text(" + place + `, "1234.56")`
	case "day":
		return "date_text(" + place + `, "YYYY-MM-DD")`
	case "instant":
		return "date_text(" + place + `, "YYYY-MM-DDThh:mm:ssZ")`
	}
	return place
}

func note(f manual.Field) string {
	text := kindOf(f)
	if f.About != "" {
		text += ": " + f.About
	}
	if f.Required {
		text = "* " + text
	}
	return text
}

func (s *stub) output() {
	s.line(0, "output:", "* is required; leave out what this ERP does not have")
	switch {
	case s.f.IsFile():
		s.line(1, "pdf: file", "* bytes, base64, or what a download brought")
	case s.f.Answer == nil:
		s.line(1, "each: rows", "one text for each; it is the present one")
		s.line(1, "text: it.text", "")
	case s.f.List:
		s.line(1, "each: rows", "one "+s.f.Answer.Noun+" for each; it is the present one")
		s.line(1, "fields:", "")
		s.fields(2, s.f.Answer.Fields(), "it.")
	case s.f.Effect == erp.Write:
		s.fields(1, s.f.Answer.Fields(), "sent.")
	default:
		s.fields(1, s.f.Answer.Fields(), "found.")
	}
}

func (s *stub) fields(depth int, fields []manual.Field, path string) {
	for _, f := range fields {
		switch {
		case f.Name == s.f.FilledIn():
			s.line(depth, "# "+f.Name+": "+path+f.Name, "filled in by Balcão; given, it is compared with what was asked for")
		case f.Object != nil && f.List:
			s.line(depth, f.Name+":", note(f))
			s.line(depth+1, "each: "+path+f.Name, "")
			s.line(depth+1, "fields:", "")
			s.fields(depth+2, f.Object.Fields(), "it.")
		case f.Object != nil:
			s.line(depth, f.Name+":", note(f))
			s.fields(depth+1, f.Object.Fields(), path+f.Name+".")
		default:
			s.line(depth, f.Name+": "+path+f.Name, note(f))
		}
	}
}
