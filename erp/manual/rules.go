package manual

import (
	"reflect"

	"balcao/erp"
)

// Rules are what Balcão does itself with a function's input and answer, whatever
// a pack says.
func (f *Function) Rules() []string {
	var rules []string
	add := func(holds bool, rule string) {
		if holds {
			rules = append(rules, rule)
		}
	}
	_, owned := ownerField(f.Answer)
	has := func(name string) bool { return f.Answer != nil && f.Answer.field(name) != nil }
	add(owned, "Rows with another document than asked for are dropped. The document of the answer is filled in; a pack that gives it has it compared.")
	add(f.Name == erp.GetInvoice.Name, "An invoice with another id than asked for is dropped.")
	add(f.Answer != nil && f.Answer.Type == reflect.TypeFor[erp.Invoice](), "An OPEN invoice past its day in the tenant's zone becomes OVERDUE. Fine and interest are the ERP's; Balcão computes none.")
	add(f.From != nil, "A pack needs no file for it: without one it is made of "+fromName(f)+", of which the rest is left out.")
	add(f.IsFile(), "The file has to begin with %PDF, else it is no answer.")
	add(f.Effect == erp.Read && f.Answer != nil && !f.List, "A step that finds nothing (null) is \"not found\".")
	add(f.List && !f.IsFile(), "A step that finds nothing (null) is an empty list.")
	add(f.Effect == erp.Write, "It is sent once. Without an answer Balcão looks (lookup, or evidence) before it sends anything again; `reference` is the same on every attempt.")
	add(f.Name == erp.SettleBoleto.Name, "Before and after it Balcão reads get_invoice past the cache, and takes the payment for confirmed by the pack's evidence only.")
	add(has("remote_message"), "The ERP's words are cleaned of markup and cut at 300 characters.")
	return rules
}

func fromName(f *Function) string {
	if f.From == nil {
		return ""
	}
	return f.From.Name
}

// ownerField is the field that says whose a row is.
func ownerField(o *Object) (name string, ok bool) {
	if o == nil {
		return "", false
	}
	if _, ok = reflect.New(o.Type).Interface().(erp.Owned); !ok {
		return "", false
	}
	for _, name := range []string{"document", "document_number"} {
		if o.field(name) != nil {
			return name, true
		}
	}
	return "", false
}

// FilledIn names the field that the engine fills in of itself, empty if there is
// none.
func (f *Function) FilledIn() string {
	name, _ := ownerField(f.Answer)
	return name
}

func (o *Object) field(name string) *Field {
	for _, f := range o.Fields() {
		if f.Name == name {
			return &f
		}
	}
	return nil
}
