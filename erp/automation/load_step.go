package automation

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
)

var (
	dayForm  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	hostForm = regexp.MustCompile(`^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$`)
)

// Defaults of until and pages.
const (
	defaultEvery  = time.Second
	defaultFor    = 10 * time.Second
	defaultAtMost = 50
)

var methods = []string{"get", "post", "put", "patch", "delete"}

// does are the keys of which a step has exactly one.
var does = append(slices.Clone(methods), "download", "call", "value", "fail")

// Which keys go with what a step does.
var (
	keysOfAll      = []string{"if", "each"}
	keysOfWork     = []string{"at_once", "answers", "take", "optional", "until", "every", "for", "if_never", "pages", "keep", "timeout"}
	keysOfRequest  = []string{"host", "query", "headers", "json", "form", "multipart", "text", "expect", "effect", "repeatable", "lookup"}
	keysOfDownload = []string{"from", "expect", "effect"}
	keysOfCall     = []string{"with", "effect", "lookup", "repeatable"}
)

// stepLoader reads one step.
type stepLoader struct {
	*unitLoader
	step *Step
	node *yamlNode
	does *yamlMember
	// names are those of the unit and, with each or pages, the item's and the
	// page's; seen adds what is known of the answer.
	names names
}

func (u *unitLoader) loadSteps(m *yamlMember) {
	if !u.mapping(m.node, "steps") {
		return
	}
	if len(m.node.members) > maxSteps {
		u.report(ruleManySteps, m.key.span, itoa(len(m.node.members))+" steps are too many", "at most "+itoa(maxSteps)+"; make parts of them")
	}
	u.later = map[string]int{}
	for _, entry := range m.node.members {
		u.later[entry.name] = entry.key.span.line
	}
	for _, entry := range m.node.members {
		u.loadStep(entry)
	}
	u.later = nil
}

func (u *unitLoader) loadStep(entry *yamlMember) {
	if !u.notReserved(entry.key, "a step") {
		return
	}
	if !u.named(entry.key, "a step") || !u.filled(entry) {
		u.names.set(entry.name, value.AnyType, "") // told once, not again where it is mentioned
		return
	}
	s := &stepLoader{unitLoader: u, step: &Step{Name: entry.name, Pos: entry.key.span.pos(), Effect: erp.Read, Type: value.AnyType}, node: entry.node}
	if s.begin(entry) {
		used := u.during(s.read)
		s.step.Uses = u.earlier(used)
		u.unit.NeedsSession = u.unit.NeedsSession || used.session
	}
	delete(u.later, entry.name)
	u.unit.Steps = append(u.unit.Steps, s.step)
	u.names.set(entry.name, s.step.Type, "the step on line "+itoa(entry.key.span.line))
}

// earlier are the steps among what was mentioned.
func (u *unitLoader) earlier(used *usage) []string {
	var names []string
	for _, step := range u.unit.Steps {
		if used.names[step.Name] {
			names = append(names, step.Name)
		}
	}
	return names
}

// begin finds what the step does and tells keys that do not go with it.
func (s *stepLoader) begin(entry *yamlMember) bool {
	if !s.mapping(s.node, "a step") {
		return false
	}
	var found []*yamlMember
	for _, m := range s.node.members {
		if slices.Contains(does, m.name) {
			found = append(found, m)
		}
	}
	if len(found) != 1 {
		s.reportDoes(entry, found)
	}
	if len(found) > 0 {
		s.does = found[0]
	}
	allowed := s.allowed()
	for _, m := range s.node.members {
		s.checkKey(m, allowed)
	}
	return s.does != nil
}

func (s *stepLoader) reportDoes(entry *yamlMember, found []*yamlMember) {
	if len(found) == 0 {
		hint := "one of: " + strings.Join(does, ", ")
		for _, m := range s.node.members {
			if !slices.Contains(s.allKeys(), m.name) {
				hint = suggest(m.name, does, hint)
			}
		}
		s.report(ruleDoes, entry.key.span, "the step "+quoted(entry.name)+" does nothing", hint)
		return
	}
	s.report(ruleDoes, found[1].key.span, "a step does one thing, and this one already says "+quoted(found[0].name)+" on line "+itoa(found[0].key.span.line), "make two steps of it")
}

func (s *stepLoader) allKeys() []string {
	return slices.Concat(keysOfAll, keysOfWork, keysOfRequest, keysOfDownload, keysOfCall, []string{"message"}, does)
}

// allowed are the keys that go with what the step does.
func (s *stepLoader) allowed() []string {
	if s.does == nil {
		return s.allKeys()
	}
	own := append(slices.Clone(keysOfAll), s.does.name)
	switch s.does.name {
	case "call":
		return slices.Concat(own, keysOfWork, keysOfCall)
	case "download":
		return slices.Concat(own, keysOfWork, keysOfDownload)
	case "value":
		return append(own, "optional")
	case "fail":
		return append(own, "message")
	}
	return slices.Concat(own, keysOfWork, keysOfRequest)
}

func (s *stepLoader) checkKey(m *yamlMember, allowed []string) {
	switch all := s.allKeys(); {
	case slices.Contains(allowed, m.name) || slices.Contains(does, m.name):
		return
	case slices.Contains(all, m.name):
		hint := "it goes with " + alternatives(goesWith(m.name))
		if m.name == "message" {
			hint = "a message belongs to fail, or to a rule under answers"
		}
		s.report(ruleKeyPlace, m.key.span, quoted(m.name)+" does not go with "+quoted(s.does.name), hint)
	default:
		slices.Sort(all)
		s.unknownKey(m, "a step", slices.Compact(all))
	}
}

// goesWith are the things that a step does which a key goes with.
func goesWith(key string) []string {
	var out []string
	for _, doing := range does {
		if slices.Contains((&stepLoader{does: &yamlMember{name: doing}}).allowed(), key) {
			out = append(out, doing)
		}
	}
	return out
}

// get is a key's member if it is there and filled.
func (s *stepLoader) get(name string) *yamlMember {
	m := s.node.find(name)
	if m == nil || m.node.kind == yamlNull && m.node.tag == "" || m.node.cut {
		return nil
	}
	return m
}

// read reads the step in the order in which things become known: the items,
// what is sent, the answer, and what is made of it.
func (s *stepLoader) read() {
	for _, m := range s.node.members {
		s.filled(m)
	}
	s.names = s.unitLoader.names
	s.readEach()
	s.readPages()
	answer := s.readDoes()
	s.readAnswer(answer)
	if s.step.Each != nil {
		s.step.Type = value.ListType(s.step.Type)
	}
	s.readUntil()
	s.readRest()
}

func (s *stepLoader) readEach() {
	if m := s.get("each"); m != nil {
		s.step.Each = s.expr(m.node, s.env(s.names), value.ListType(value.AnyType))
		item := value.AnyType
		if s.step.Each != nil {
			item = s.step.Each.Type().Elem()
		}
		s.names = s.names.with("it", item, "the present item").with("position", value.NumberType, "the item's number, from 0")
	}
	if m := s.get("at_once"); m != nil {
		s.needs(m, "each")
		s.toInt(&s.step.AtOnce, 1, 100)(m)
	}
	if m := s.get("if"); m != nil {
		s.step.If = s.expr(m.node, s.env(s.names), value.FlagType)
	}
}

// needs tells a key that means nothing without another one.
func (s *stepLoader) needs(m *yamlMember, other string) bool {
	if s.node.find(other) != nil {
		return true
	}
	s.report(ruleNeedsOther, m.key.span, quoted(m.name)+" means nothing without "+quoted(other), "add "+other+", or remove this")
	return false
}

func (s *stepLoader) readPages() {
	m := s.get("pages")
	if m == nil {
		return
	}
	p := &Pages{First: 1, Step: 1, AtMost: defaultAtMost}
	s.step.Pages = p
	s.names = s.names.with("page", value.AnyType, "the present page").with("taken", value.ListType(value.AnyType), "what the pages so far gave")
	var first, step int
	s.object(m.node, "pages", keys{
		"first": func(m *yamlMember) { s.toInt(&first, 0, 1<<30)(m); p.First = int64(first) },
		"step":  func(m *yamlMember) { s.toInt(&step, 1, 1<<30)(m); p.Step = int64(step) },
		"next": func(m *yamlMember) {
			p.Next = s.expr(m.node, s.env(s.names.answered(value.AnyType, true)), nil)
		},
		"size": s.toInt(&p.Size, 1, 1<<20), "at_most": s.toInt(&p.AtMost, 1, 10000),
	})
	if next := m.node.find("next"); next != nil && m.node.find("step") != nil {
		s.report(ruleNeedsOther, next.key.span, `pages have either "step" or "next"`, "")
	}
}

// readDoes reads what the step does, and gives the type of its answer.
func (s *stepLoader) readDoes() *value.Type {
	if s.does.node.cut || s.does.node.kind == yamlNull && s.does.node.tag == "" {
		return value.AnyType
	}
	switch s.does.name {
	case "call":
		s.readCall()
		if s.step.Call != nil {
			s.step.Type = s.step.Call.Unit.Type
		}
	case "value":
		s.step.Value = s.expr(s.does.node, s.env(s.names), nil)
		if s.step.Value != nil {
			s.step.Type = s.step.Value.Type()
		}
	case "fail":
		s.readFail()
	case "download":
		s.readDownload()
	default:
		s.readRequest()
	}
	return s.step.Type
}

func (s *stepLoader) readFail() {
	f := &Fail{}
	if word, ok := s.oneOf(s.does, wordsIn("fail")...); ok {
		f.Verdict = Verdict(word)
	}
	if m := s.get("message"); m != nil {
		f.Message = s.text(m.node, s.env(s.names), value.PlaceMessage)
	}
	s.step.Fail = f
}

func (s *stepLoader) readDownload() {
	d := &Download{Link: s.expr(s.does.node, s.env(s.names), nil), Expect: JSON}
	if m := s.get("from"); m != nil {
		s.toTexts(&d.From)(m)
		for _, host := range d.From {
			if !hostForm.MatchString(host) {
				s.report(ruleFrom, m.node.span, quoted(host)+" is no host name", "write the name alone: files.example, or *.files.example for all below it")
			}
		}
	}
	s.expect(&d.Expect)
	s.step.Download = d
}

// expect reads what the answer has to be; the step's value has that type.
func (s *stepLoader) expect(to *Shape) {
	if m := s.get("expect"); m != nil {
		if word, ok := s.oneOf(m, wordsIn("expect")...); ok {
			*to = Shape(word)
		}
	}
	switch *to {
	case PlainText:
		s.step.Type = value.TextType
	case PDF:
		s.step.Type = value.FileType
	}
}

// readAnswer reads how the answer is judged and what is kept of it.
func (s *stepLoader) readAnswer(answer *value.Type) {
	known := s.names.answered(answer, s.does.name != "call")
	if s.does.name != "call" && s.does.name != "download" {
		known = s.names.answered(value.AnyType, true)
	}
	if m := s.get("answers"); m != nil {
		s.step.Rules = s.rules(m, known)
	}
	if m := s.get("take"); m != nil {
		var want *value.Type
		if s.step.Pages != nil {
			want = value.ListType(value.AnyType)
		}
		s.step.Type = value.AnyType
		if s.step.Take = s.expr(m.node, s.env(known), want); s.step.Take != nil {
			s.step.Type = s.step.Take.Type()
		}
	}
}

func (s *stepLoader) readUntil() {
	m := s.get("until")
	for _, name := range []string{"every", "for", "if_never"} {
		if other := s.get(name); other != nil {
			s.needs(other, "until")
		}
	}
	if m == nil {
		return
	}
	known := s.names.answered(value.AnyType, s.does.name != "call").with(s.step.Name, s.step.Type, "this step's own value")
	s.step.Until = s.expr(m.node, s.env(known), value.FlagType)
	s.step.Every, s.step.For, s.step.IfNever = defaultEvery, defaultFor, NotDone
	if m := s.get("every"); m != nil {
		s.toDuration(&s.step.Every)(m)
	}
	if m := s.get("for"); m != nil {
		s.toDuration(&s.step.For)(m)
	}
	if m := s.get("if_never"); m != nil {
		if word, ok := s.oneOf(m, wordsIn("if_never")...); ok {
			s.step.IfNever = Verdict(word)
		}
	}
}

// readRest reads optional, keep, timeout, effect, repeatable and lookup.
func (s *stepLoader) readRest() {
	if m := s.get("optional"); m != nil {
		s.toFlag(&s.step.Optional)(m)
	}
	if m := s.get("keep"); m != nil {
		s.toDuration(&s.step.Keep)(m)
	}
	if m := s.get("timeout"); m != nil {
		s.toDuration(&s.step.Timeout)(m)
	}
	if m := s.get("effect"); m != nil {
		s.readEffect(m)
	}
	if m := s.get("repeatable"); m != nil {
		var repeatable bool
		s.toFlag(&repeatable)(m)
		s.step.Repeatable = &repeatable
	}
	if m := s.get("lookup"); m != nil {
		s.readLookup(m)
	}
}

func (s *stepLoader) readEffect(m *yamlMember) {
	word, ok := s.oneOf(m, wordsIn("effect")...)
	switch {
	case !ok:
	case s.does.name == "call":
		s.report(ruleCallEffect, m.key.span, "a call has the effect of what it calls", "remove this; write effect: write on the request in the part")
	case s.does.name == "download" && word == string(erp.Write):
		s.report(ruleLinkDownloads, m.key.span, "a download changes nothing", "remove this")
	default:
		s.step.Effect = erp.Effect(word)
	}
}

// lookupKeys are the keys of a step that a lookup may have.
var lookupKeys = slices.Concat(methods, []string{"call", "with", "host", "query", "headers", "json", "form", "multipart", "text", "expect", "answers", "take", "timeout"})

// readLookup reads the step in the step that finds what an earlier try made.
func (s *stepLoader) readLookup(m *yamlMember) {
	inner := &stepLoader{unitLoader: s.unitLoader, step: &Step{Name: s.step.Name, Pos: m.key.span.pos(), Effect: erp.Read, Type: value.AnyType}, node: m.node, names: s.names}
	if !s.mapping(m.node, "a lookup") {
		return
	}
	for _, part := range m.node.members {
		if slices.Contains(s.allKeys(), part.name) && !slices.Contains(lookupKeys, part.name) {
			s.report(ruleKeyPlace, part.key.span, quoted(part.name)+" does not go with a lookup", "a lookup is one read")
			return
		}
	}
	if inner.begin(m) {
		used := s.during(func() { inner.readAnswer(inner.readDoes()) })
		inner.step.Uses = s.earlier(used)
	}
	s.step.Lookup = inner.step
}

// sortedKeys are an object's names in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
