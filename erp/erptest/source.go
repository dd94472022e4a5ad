package erptest

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/packs"
)

// source is how a pack does a function: what it can be tried with is derived
// from that.
type source struct {
	pack *automation.Pack
	unit *automation.Unit
	// parts are what the unit calls, and what those call.
	parts []*automation.Unit
	// text is the function's file with those of its parts, without comments.
	text string
}

// sourceOf tells why a pack does not do a function at all, empty if it does.
func sourceOf(pack *automation.Pack, f *erp.Info) (source, string) {
	unit := pack.Functions[f.Name]
	if unit == nil && f.From != nil {
		unit = pack.Functions[f.From.Name]
	}
	if unit == nil {
		return source{}, "not supported"
	}
	s := source{pack: pack, unit: unit, parts: []*automation.Unit{unit}}
	for i := 0; i < len(s.parts); i++ {
		for _, step := range s.parts[i].Steps {
			s.called(step)
		}
	}
	for _, unit := range s.parts {
		s.text += textOf(pack.Name, unit)
	}
	return s, ""
}

func (s *source) called(step *automation.Step) {
	if step.Call != nil && !slices.Contains(s.parts, step.Call.Unit) {
		s.parts = append(s.parts, step.Call.Unit)
	}
	if step.Lookup != nil {
		s.called(step.Lookup)
	}
}

var comment = regexp.MustCompile(`(?m)(^|\s)#.*$`)

func textOf(pack string, unit *automation.Unit) string {
	folder, _ := packs.FS(pack)
	path := unit.Name + ".yaml"
	if unit.Function == nil {
		path = "parts/" + path
	}
	text, err := fs.ReadFile(folder, path)
	if err != nil {
		panic("erptest: " + err.Error()) // the pack was loaded from there
	}
	return comment.ReplaceAllString(string(text), "$1")
}

// maps needs a field of the output.
func maps(field string) need {
	return func(s source) string {
		if regexp.MustCompile(`(?m)[\s{]` + field + `:`).MatchString(s.text) {
			return ""
		}
		return "the ERP tells no " + field
	}
}

// statusWords are the contract's words for what is no longer simply open.
var statusWords = []string{string(erp.Paid), string(erp.Cancelled), string(erp.PartiallyPaid)}

// says needs an invoice status in the function's file or in a table that it
// reads. A pack without any of these words hands on the ERP's own, which are the
// contract's then.
func says(status erp.InvoiceStatus) need {
	return func(s source) string {
		known := s.words()
		if slices.Contains(known, string(status)) || !slices.ContainsFunc(statusWords, func(w string) bool { return slices.Contains(known, w) }) {
			return ""
		}
		return "the ERP has no " + string(status)
	}
}

var capitals = regexp.MustCompile(`\b[A-Z][A-Z_]+\b`)

// words are the words of the contract that the function may answer with.
func (s source) words() []string {
	words := capitals.FindAllString(s.text, -1)
	for name, table := range s.pack.Tables {
		if !strings.Contains(s.text, "tables."+name) {
			continue
		}
		for _, value := range table {
			if word, isText := value.(string); isText {
				words = append(words, word)
			}
		}
	}
	return words
}

// does needs another function.
func does(f *erp.Info) need {
	return func(s source) string {
		if _, why := sourceOf(s.pack, f); why != "" {
			return "the pack has no " + f.Name
		}
		return ""
	}
}

// mentions needs an input to be used.
func mentions(input string) need {
	return func(s source) string {
		if strings.Contains(s.text, input) {
			return ""
		}
		return "the ERP takes no " + input
	}
}

// pageName is how a request names the page that it wants.
var pageName = regexp.MustCompile(`\b(page|pagina|offset)\??:[^\n]*\$\([^\n]*page`)

func paged(s source) string {
	for _, unit := range s.parts {
		if slices.ContainsFunc(unit.Steps, func(step *automation.Step) bool { return step.Pages != nil }) {
			if pageName.MatchString(s.text) {
				return ""
			}
			return "the page's number has no name in the request, so that it cannot be told from others"
		}
	}
	return "the ERP's lists have no pages"
}

// recognises needs payments to carry our reference when they are read back.
func recognises(s source) string {
	if s.pack.Evidence == automation.EvidenceReference {
		return ""
	}
	return "the ERP keeps no reference of payments"
}

// takesParts tells whether less than the open amount may be settled.
func takesParts(s source) string {
	if s.pack.PartialPayments {
		return ""
	}
	return "the ERP takes no parts"
}

// canLook needs a way to find what an earlier try has made.
func canLook(s source) string {
	if s.looks() {
		return ""
	}
	return "the ERP cannot be asked for it: a person looks"
}

// looks tells whether each step that changes something may be sent twice or has
// a look-up, of its own or on the way to it.
func (s source) looks() bool { return unitLooks(s.unit) }

func unitLooks(u *automation.Unit) bool {
	return !slices.ContainsFunc(u.Steps, func(step *automation.Step) bool {
		repeatable := step.Repeatable != nil && *step.Repeatable
		switch {
		case step.Effect != erp.Write || step.Lookup != nil || repeatable:
			return false
		case step.Call != nil:
			return !unitLooks(step.Call.Unit)
		}
		return true
	})
}

// not turns a need around.
func not(n need, why string) need {
	return func(s source) string {
		if n(s) == "" {
			return why
		}
		return ""
	}
}
