package automation

import (
	"reflect"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// outputLoader reads an output, or a nested one.
type outputLoader struct {
	*unitLoader
	names names
	// batch is true at the top of a batch's output, which then needs a key.
	batch bool
}

// fieldAbout says what the contract's required fields are, for the hint.
var fieldAbout = map[string]string{
	"invoice.id": "what identifies it when it is paid", "invoice.status": "what stands of it", "invoice.due_on": "the last day to pay it without fine",
	"invoice.original_amount": "what was billed", "invoice.current_amount": "what it costs today", "invoice.open_amount": "what is still to be paid today",
	"customer.name": "the person's or company's name", "customer.active": "false for former customers",
}

var pdfType = reflect.TypeFor[erp.PDF]()

func (u *unitLoader) loadOutput(root *yamlNode, m *yamlMember) {
	out := &outputLoader{unitLoader: u, names: u.names, batch: u.unit.Batch != nil}
	t := u.unit.Returns
	if m == nil || m.node.cut {
		out.missing(root, m, t)
		return
	}
	if !u.filled(m) {
		return
	}
	if t == pdfType {
		u.unit.Output = out.pdf(m)
		return
	}
	u.unit.Output = out.read(m, t)
}

// missing tells an output that should be there. A write whose result has only
// optional fields may leave it out.
func (o *outputLoader) missing(root *yamlNode, m *yamlMember, t reflect.Type) {
	if m != nil {
		return
	}
	if o.unit.Function != nil && o.unit.Function.Effect == erp.Write && len(requiredFields(structOf(t))) == 0 {
		o.unit.Output = &Output{Type: t, Row: structOf(t), Pos: root.span.pos()}
		return
	}
	if o.unit.Function == nil && o.unit.Returns == nil {
		o.report(ruleOutputMissing, root.span, "a part needs an output", "write output: and the name of the step whose value it gives")
		return
	}
	if t == pdfType {
		o.report(ruleOutputMissing, root.span, o.unit.Name+" needs an output", "write output: {pdf: …} with the name of the step that brings the file")
		return
	}
	o.report(ruleOutputMissing, root.span, o.unit.Name+" needs an output, "+value.TypeOf(t).String(), "write output: and its fields, or the name of the step whose value it gives")
}

// pdf reads the output of a function that gives a file.
func (o *outputLoader) pdf(m *yamlMember) *Output {
	out := &Output{Type: pdfType, Pos: m.key.span.pos()}
	o.object(m.node, "the output", keys{"pdf": func(m *yamlMember) {
		out.Whole = o.expr(m.node, o.env(o.names), nil)
		out.Set = o.setter(pdfType, true, out.Whole, m.node, "pdf")
	}})
	if m.node.kind == yamlMapping && m.node.find("pdf") == nil {
		o.report(ruleRequiredField, m.key.span, `this function gives a file, and "pdf" is not here`, "add pdf: and the name of the step that brings it (bytes or base64)")
	}
	return out
}

// read reads an output of a type of the contract; t is nil where there is none.
func (o *outputLoader) read(m *yamlMember, t reflect.Type) *Output {
	out := &Output{Type: t, Row: structOf(t), Pos: m.key.span.pos()}
	n := m.node
	switch {
	case n.tag != "":
		o.tagHere(n)
	case n.scalar():
		o.whole(out, n, m.name)
	case n.kind == yamlSequence:
		o.texts(out, m)
	case n.find("each") != nil || o.batch:
		o.rows(out, m)
	case t != nil && t.Kind() == reflect.Slice:
		o.report(ruleOutputShape, m.key.span, quoted(m.name)+" is a list, so it needs each", "write each: and the list of which every item becomes one, then fields:")
	default:
		out.Fields = o.fields(n.members, out.Row, o.names)
		o.requireFields(m.key.span, out.Row, out.Fields)
	}
	return out
}

// whole reads one expression for all of it.
func (o *outputLoader) whole(out *Output, n *yamlNode, name string) {
	out.Whole = o.expr(n, o.env(o.names), nil)
	if out.Type != nil {
		out.Set = o.setter(out.Type, false, out.Whole, n, name)
	} else {
		o.notSecret(out.Whole, n)
	}
	if o.batch {
		o.report(ruleOutputKey, n.span, "a batch's output says whose each row is", "write each:, key: and, if the items are not yet invoices or customers, fields:")
	}
}

// texts reads a list of expressions.
func (o *outputLoader) texts(out *Output, m *yamlMember) {
	if out.Type != nil && (out.Type.Kind() != reflect.Slice || out.Row != nil) {
		o.report(ruleOutputShape, m.node.span, quoted(m.name)+" is "+value.TypeOf(out.Type).String()+", not a list of texts", "")
		return
	}
	for _, item := range m.node.items {
		e := o.expr(item, o.env(o.names), nil)
		o.notSecret(e, item)
		out.Texts = append(out.Texts, e)
		if out.Type != nil {
			out.Set = o.setter(out.Type.Elem(), false, e, item, m.name)
		}
	}
}

// rows reads each, if, key and fields.
func (o *outputLoader) rows(out *Output, m *yamlMember) {
	n := m.node
	if out.Type != nil && out.Type.Kind() != reflect.Slice && !o.batch {
		o.report(ruleOutputShape, n.find("each").key.span, value.TypeOf(out.Type).String()+" is one object, so there is no each", "write first(…) in a step's take, and its fields here")
		return
	}
	item := o.names
	if each := n.find("each"); each != nil {
		if out.Each = o.expr(each.node, o.env(o.names), value.ListType(value.AnyType)); out.Each != nil {
			item = o.names.with("it", out.Each.Type().Elem(), "the present item").with("position", value.NumberType, "the item's number, from 0")
		} else {
			item = o.names.with("it", value.AnyType, "").with("position", value.NumberType, "")
		}
	}
	inner := &outputLoader{unitLoader: o.unitLoader, names: item}
	known := keys{
		"each": func(*yamlMember) {},
		"if":   func(m *yamlMember) { out.If = o.expr(m.node, o.env(item), value.FlagType) },
		"key": func(m *yamlMember) {
			out.Key = o.expr(m.node, o.env(item), nil)
			if !o.batch {
				o.report(ruleOutputKey, m.key.span, "a key belongs to a batch", "remove it, or add batch: {key: …}")
			}
		},
		"fields": func(m *yamlMember) {
			if o.mapping(m.node, "fields") {
				out.Fields = inner.fields(m.node.members, out.Row, item)
				o.requireFields(m.key.span, out.Row, out.Fields)
			}
		},
	}
	if out.Row == nil {
		known["text"] = func(m *yamlMember) { inner.rowText(out, m) }
	}
	if out.Row == nil && out.Type != nil {
		delete(known, "fields") // its items are texts
	}
	o.object(n, "an output", known)
	o.checkRows(out, m)
}

// rowText reads the text that each item gives to a list of texts.
func (o *outputLoader) rowText(out *Output, m *yamlMember) {
	out.Text = o.expr(m.node, o.env(o.names), nil)
	o.notSecret(out.Text, m.node)
	if out.Type != nil {
		out.Set = o.setter(out.Type.Elem(), false, out.Text, m.node, m.name)
	}
}

func (o *outputLoader) checkRows(out *Output, m *yamlMember) {
	n := m.node
	if text := n.find("text"); text != nil && out.Fields != nil {
		o.report(ruleOutputShape, text.key.span, "an item gives a text or fields, not both", "remove one of them")
	}
	if o.batch && n.find("key") == nil {
		o.report(ruleOutputKey, m.key.span, "a batch's output needs a key: whose each row is", "add key: it.… (the field that holds the "+o.unit.Batch.Key+")")
	}
	if n.find("each") == nil {
		o.report(ruleMissingKey, m.key.span, `a batch's output needs "each"`, "write the list of which every item becomes one")
		return
	}
	if n.find("fields") == nil && n.find("text") == nil && out.Each != nil {
		o.itemAsRow(out, n.find("each").node)
	}
}

// itemAsRow converts items that are rows as they are.
func (o *outputLoader) itemAsRow(out *Output, n *yamlNode) {
	target := out.Row
	if target == nil && out.Type != nil {
		target = out.Type.Elem()
	}
	if target == nil {
		o.notSecret(out.Each, n)
		return
	}
	known := o.names.with("it", out.Each.Type().Elem(), "")
	item, problems := value.CompileExpr(value.Source{Text: "it", At: func(int) value.Pos { return n.span.pos() }}, o.env(known), nil)
	o.addAll(problems, n)
	out.Set = o.setter(target, false, item, n, "each")
}

// fields reads an object's fields.
func (o *outputLoader) fields(members []*yamlMember, row reflect.Type, known names) []*Field {
	out := []*Field{} // not nil: an object without fields is one
	for _, m := range members {
		if m.key.cut || !o.filled(m) {
			continue
		}
		f := &Field{Name: m.name, Index: -1, Pos: m.key.span.pos()}
		var t reflect.Type
		if row != nil {
			field, index := contractField(row, m.name)
			if index < 0 {
				o.report(ruleUnknownField, m.key.span, value.TypeOf(row).String()+" has no "+quoted(m.name), suggest(m.name, fieldNames(row), "it may have: "+strings.Join(fieldNames(row), ", ")))
				continue
			}
			f.Index, t = index, field.Type
			f.Required = slices.Contains(requiredFields(row), m.name)
		} else if m.key.text == "" {
			o.report(ruleName, m.key.span, "a field needs a name", "")
		}
		o.field(f, m, t, known)
		out = append(out, f)
	}
	return out
}

func (o *outputLoader) field(f *Field, m *yamlMember, t reflect.Type, known names) {
	if m.node.scalar() && m.node.tag == "" {
		f.Expr = o.expr(m.node, o.env(known), nil)
		if t != nil {
			f.Set = o.setter(t, f.Required, f.Expr, m.node, m.name)
		} else {
			o.notSecret(f.Expr, m.node)
		}
		return
	}
	list := t != nil && t.Kind() == reflect.Slice && m.node.find("each") != nil
	if t != nil && structOf(t) == nil && m.node.kind == yamlMapping && !list {
		o.report(ruleOutputShape, m.node.span, quoted(m.name)+" is "+value.TypeOf(t).String()+", not an object", "write one expression")
		return
	}
	inner := &outputLoader{unitLoader: o.unitLoader, names: known}
	f.Nested = inner.read(m, t)
}

// requireFields tells fields of the contract that are not there.
func (o *outputLoader) requireFields(where span, row reflect.Type, fields []*Field) {
	for _, name := range requiredFields(row) {
		if slices.ContainsFunc(fields, func(f *Field) bool { return f.Name == name }) {
			continue
		}
		noun := value.TypeOf(row)
		t, _ := noun.Member(name)
		about := t.String()
		if words := fieldAbout[strings.ToLower(row.Name())+"."+name]; words != "" {
			about += ": " + words
		}
		o.report(ruleRequiredField, where, noun.String()+" needs "+quoted(name)+", which is not here", "add "+quoted(name+": …")+" ("+about+")")
	}
}

// notSecret tells a secret in a result that has no type of the contract.
func (o *outputLoader) notSecret(e *value.Expr, n *yamlNode) {
	if e != nil && e.Type().Secret() {
		o.report(ruleOutputSecret, n.span, "a secret must not be part of a result", "secrets go to hosts, the session and requests only")
	}
}

// structOf is the struct of a row or object, nil if t has none.
func structOf(t reflect.Type) reflect.Type {
	for t != nil && (t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice) {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct || value.TypeOf(t).Members() == nil {
		return nil
	}
	return t
}

func contractField(row reflect.Type, name string) (reflect.StructField, int) {
	for i := range row.NumField() {
		tag, _, _ := strings.Cut(row.Field(i).Tag.Get("erp"), ",")
		if tag == name {
			return row.Field(i), i
		}
	}
	return reflect.StructField{}, -1
}

func fieldNames(row reflect.Type) []string {
	var names []string
	for _, m := range value.TypeOf(row).Members() {
		names = append(names, m.Name)
	}
	return names
}

func requiredFields(row reflect.Type) []string {
	if row == nil {
		return nil
	}
	var names []string
	for _, m := range value.TypeOf(row).Members() {
		if m.Required {
			names = append(names, m.Name)
		}
	}
	return names
}

// setter compiles the conversion of an expression into a field of the contract.
func (l *loader) setter(t reflect.Type, required bool, e *value.Expr, n *yamlNode, name string) value.Setter {
	if e == nil {
		return nil
	}
	set, problems := value.CompileTarget(name, t, required, e, l.pack.Formats)
	l.addAll(problems, n)
	return set
}
