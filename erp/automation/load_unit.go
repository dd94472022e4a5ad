package automation

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// maxSteps bounds the steps of a function or part.
const maxSteps = 60

// unitLoader reads a function, a part or the log-in.
type unitLoader struct {
	*loader
	unit *Unit
	// names are those of the steps so far, and what else every place knows.
	names names
	// logIn is true for the session's own steps.
	logIn bool
	// calls are where a step calls something, for reports.
	calls map[*Step]span
}

// contractTypes are the types of the contract that a part may take or return.
var contractTypes = map[string]reflect.Type{
	"invoice": reflect.TypeFor[erp.Invoice](), "customer": reflect.TypeFor[erp.Customer](), "address": reflect.TypeFor[erp.Address](),
	"payment": reflect.TypeFor[erp.Payment](), "settlement": reflect.TypeFor[erp.Settlement](), "lead": reflect.TypeFor[erp.Lead](),
	"created": reflect.TypeFor[erp.Created](), "settled": reflect.TypeFor[erp.Settled](),
	"contacts": reflect.TypeFor[erp.Contacts](), "contract": reflect.TypeFor[erp.Contract](), "plan": reflect.TypeFor[erp.Plan](),
	"fiscal_note": reflect.TypeFor[erp.FiscalNote](), "statement_entry": reflect.TypeFor[erp.StatementEntry](),
	"product": reflect.TypeFor[erp.Product](), "reseller": reflect.TypeFor[erp.Reseller](), "due_date": reflect.TypeFor[erp.DueDate](),
	"commercial_origin": reflect.TypeFor[erp.CommercialOrigin](), "order": reflect.TypeFor[erp.Order](), "order_item": reflect.TypeFor[erp.OrderItem](),
	"buyer": reflect.TypeFor[erp.Buyer](), "user": reflect.TypeFor[erp.User](), "ticket": reflect.TypeFor[erp.Ticket](), "changes": reflect.TypeFor[erp.Changes](),
	"order_placed": reflect.TypeFor[erp.OrderPlaced](), "ticket_opened": reflect.TypeFor[erp.TicketOpened](),
	"trust_unlock": reflect.TypeFor[erp.TrustUnlock](), "updated": reflect.TypeFor[erp.Updated](),
}

// contractType finds "invoice" or "list of invoice".
func contractType(name string) (reflect.Type, bool) {
	item, list := strings.CutPrefix(name, "list of ")
	t, ok := contractTypes[item]
	if ok && list {
		t = reflect.SliceOf(t)
	}
	return t, ok
}

// declareInputs reads what a part is given: name: type, or name: {type, optional}.
func (l *loader) declareInputs(f *packFile) {
	m := f.tree.find("input")
	if m == nil || !l.filled(m) || !l.mapping(m.node, "input") {
		return
	}
	for _, entry := range m.node.members {
		if !l.named(entry.key, "an input") || !l.filled(entry) {
			continue
		}
		p := &Param{Name: entry.name, Type: value.AnyType, Pos: entry.key.span.pos()}
		if entry.node.kind == yamlMapping {
			l.object(entry.node, "an input", keys{"type": func(m *yamlMember) { l.paramType(p, m) }, "optional": l.toFlag(&p.Optional)})
			l.required(entry.node, "an input", "type")
		} else {
			l.paramType(p, entry)
		}
		f.unit.Inputs = append(f.unit.Inputs, p)
	}
}

func (l *loader) paramType(p *Param, m *yamlMember) {
	text, ok := l.plain(m)
	if !ok {
		return
	}
	if t, known := contractType(text); known {
		p.Type = value.TypeOf(t)
		return
	}
	t, known := value.TypeNamed(text)
	if !known {
		l.report(ruleInputType, m.node.span, "there is no type "+quoted(text), suggest(text, slices.Concat(plainTypes, slices.Sorted(maps.Keys(contractTypes))), "there are "+strings.Join(plainTypes, ", ")+`, the contract's own such as invoice, and "list of" each`))
		return
	}
	p.Type, p.IsName = t, t.IsName()
}

// plainTypes are the types of inputs that are none of the contract's.
var plainTypes = wordsIn("type")

func (l *loader) declareReturns(f *packFile) {
	m := f.tree.find("returns")
	if m == nil || !l.filled(m) {
		return
	}
	text, ok := l.plain(m)
	if !ok {
		return
	}
	t, known := contractType(text)
	if !known {
		l.report(ruleInputType, m.node.span, "the contract has no type "+quoted(text), suggest(text, slices.Sorted(maps.Keys(contractTypes)), "leave returns out where the result is the ERP's own"))
		return
	}
	f.unit.Returns, f.unit.Type = t, value.TypeOf(t)
}

// confidences are the words that the line confidence begins with.
var confidences = wordsIn("confidence")

// loadUnit reads a function or part whose name and inputs are known already.
func (l *loader) loadUnit(f *packFile) {
	u := &unitLoader{loader: l, unit: f.unit}
	var steps, output, batch *yamlMember
	keep := func(to **yamlMember) reader { return func(m *yamlMember) { *to = m } }
	known := keys{
		"about": l.toText(&f.unit.About), "source": l.toText(&f.unit.Source), "confidence": u.confidence, "tested": u.tested,
		"steps": keep(&steps), "output": keep(&output),
	}
	what := "a function"
	if f.kind == partFile {
		what = "a part"
		known["input"], known["returns"] = func(*yamlMember) {}, func(*yamlMember) {}
	} else {
		known["batch"] = keep(&batch)
	}
	if !l.object(f.tree, what, known) {
		return
	}
	used := l.during(func() {
		u.begin(batch)
		if steps != nil {
			u.loadSteps(steps)
		}
		u.loadOutput(f.tree, output)
	})
	f.unit.Needs = slices.Sorted(maps.Keys(used.settings))
	l.members[f.unit], l.mentions[f.unit] = used.members, used.settings
}

func (u *unitLoader) confidence(m *yamlMember) {
	text, ok := u.plain(m)
	if !ok {
		return
	}
	u.unit.Confidence = text
	if !slices.ContainsFunc(confidences, func(word string) bool { return strings.HasPrefix(text, word) }) {
		u.report(ruleWord, m.node.span, `"confidence" begins with `+alternatives(confidences), "")
	}
}

func (u *unitLoader) tested(m *yamlMember) {
	text, ok := u.plain(m)
	if !ok {
		return
	}
	u.unit.Tested = text
	if !dayForm.MatchString(text) && text != "never" {
		u.report(ruleWord, m.node.span, `"tested" is a day, 2026-11-24, or never`, "")
	}
}

// begin says what every step may mention.
func (u *unitLoader) begin(batch *yamlMember) {
	u.names = newNames()
	if batch != nil {
		u.batch(batch)
		u.names.set("keys", value.ListType(value.AnyType), "the batch's keys")
	}
	u.names.set("settings", u.loader.settings, "")
	if u.loader.session != nil {
		u.names.set("session", u.loader.session, "what the log-in gave")
	}
	var members []value.Member
	for _, p := range u.unit.Inputs {
		if u.unit.Batch != nil && p.Name == u.unit.Batch.Key {
			u.names.set("keys", value.ListType(p.Type), "the batch's keys")
			continue
		}
		members = append(members, value.Member{Name: p.Name, Type: p.Type, Required: !p.Optional})
	}
	u.names.set("input", value.ObjectType("input", members...), "")
}

// maxBatch bounds the keys of one run.
const maxBatch = 1000

func (u *unitLoader) batch(m *yamlMember) {
	b := &Batch{Size: 50}
	u.object(m.node, "batch", keys{"key": u.toText(&b.Key), "size": u.toInt(&b.Size, 1, maxBatch)})
	u.required(m.node, "batch", "key")
	var inputs []string
	for _, p := range u.unit.Inputs {
		inputs = append(inputs, p.Name)
	}
	key := m.node.find("key")
	switch {
	case u.unit.Function.Effect == erp.Write:
		u.report(ruleBatch, m.key.span, "a function that changes something has no batch: each is done alone", "remove batch")
	case u.unit.Returns == pdfType:
		u.report(ruleBatch, m.key.span, "a function that gives a file has no batch: each is fetched alone", "remove batch")
	case key != nil && b.Key != "" && !slices.Contains(inputs, b.Key):
		u.report(ruleBatch, key.node.span, u.unit.Name+" has no input "+quoted(b.Key), suggest(b.Key, inputs, "its inputs: "+alternatives(inputs)))
		fallthrough
	default:
		u.unit.Batch = b
	}
}
