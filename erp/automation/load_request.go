package automation

import (
	"slices"
	"strings"

	"balcao/erp/automation/value"
)

// readRequest reads an HTTP request.
func (s *stepLoader) readRequest() {
	r := &Request{Method: strings.ToUpper(s.does.name), Expect: JSON}
	s.step.Request = r
	s.readHost(r)
	s.readPath(r)
	send := sender{s.loader, s.env(s.names)}
	for _, part := range []struct {
		name  string
		to    *[]*Member
		place value.Place
	}{
		{"query", &r.Query, value.PlaceQuery}, {"headers", &r.Headers, value.PlaceHeader},
		{"form", &r.Form, value.PlaceForm}, {"multipart", &r.Multipart, value.PlaceMultipart},
	} {
		if m := s.get(part.name); m != nil {
			*part.to = send.members(m, part.place)
		}
	}
	if m := s.get("json"); m != nil {
		r.JSON = send.node(m.node, value.PlaceJSON)
	}
	if m := s.get("text"); m != nil {
		r.Text = s.readBody(m)
	}
	s.oneBody()
	s.expect(&r.Expect)
}

// readBody reads a whole body of text.
func (s *stepLoader) readBody(m *yamlMember) *value.Text {
	where := value.PlaceBody
	switch m.node.tag {
	case "":
	case "!text":
		where = value.PlaceFreeText
	case "!filter":
		where = value.PlaceFilter
	default:
		s.tagHere(m.node)
		return nil
	}
	return s.text(m.node, s.env(s.names), where)
}

// oneBody tells a second body.
func (s *stepLoader) oneBody() {
	var first *yamlMember
	for _, m := range s.node.members {
		if !slices.Contains([]string{"json", "form", "multipart", "text"}, m.name) {
			continue
		}
		if first != nil {
			s.report(ruleBody, m.key.span, "a request has one body, and this one already has "+quoted(first.name)+" on line "+itoa(first.key.span.line), "what stands in the address goes under query")
		} else {
			first = m
		}
	}
}

func (s *stepLoader) readHost(r *Request) {
	if len(s.pack.Hosts) > 0 {
		r.Host = s.pack.Hosts[0]
	}
	where := s.does.key.span
	if m := s.get("host"); m != nil {
		where = m.node.span
		var names []string
		for _, h := range s.pack.Hosts {
			names = append(names, h.Name)
		}
		text, ok := s.plain(m)
		if ok && s.pack.Host(text) == nil {
			s.report(ruleWord, m.node.span, "pack.yaml has no host "+quoted(text), suggest(text, names, "it has "+strings.Join(names, ", ")))
		}
		r.Host = s.pack.Host(text)
	}
	s.useHost(r.Host, where)
}

// useHost notes what the host needs, and tells a log-in that needs itself.
func (s *stepLoader) useHost(h *Host, where span) {
	switch {
	case h == nil:
	case h.NeedsSession && s.logIn:
		s.report(ruleSessionHost, where, "the host "+quoted(h.Name)+" carries the session, so nobody can log in on it", "add a second host with the same url and without session, and write host: here")
	default:
		if h.NeedsSession {
			s.using.session = true
		}
		for _, name := range h.Needs {
			s.using.settings[name] = true
		}
	}
}

func (s *stepLoader) readPath(r *Request) {
	n := s.does.node
	if _, ok := s.plain(s.does); !ok {
		return
	}
	if !strings.HasPrefix(n.text, "/") {
		s.report(rulePath, n.span, "a path begins with a slash; it stands after the host's url", "write /"+n.text)
		return
	}
	if at := strings.Index(n.text, "?"); at >= 0 && !strings.Contains(n.text[:at], "$(") {
		s.report(rulePath, n.span, "a path has no query", "write what stands behind the ? under query")
		return
	}
	r.Path = s.text(n, s.env(s.names), value.PlacePath)
}

// readCall reads a call and what it gives.
func (s *stepLoader) readCall() {
	name, ok := s.plain(s.does)
	if !ok {
		return
	}
	unit := s.pack.Unit(name)
	if unit == nil {
		if s.broken && s.knownFile(name) {
			return
		}
		s.report(ruleUnit, s.does.node.span, "there is no part and no function "+quoted(name),
			suggest(name, slices.Concat(sortedKeys(s.pack.Parts), sortedKeys(s.pack.Functions)), "parts are the files in parts/"))
		return
	}
	s.step.Call = &Invocation{Unit: unit}
	if s.calls == nil {
		s.calls = map[*Step]span{}
	}
	s.calls[s.step] = s.does.node.span
	s.readWith(unit)
}

// knownFile is true for a unit whose file could not be read.
func (l *loader) knownFile(name string) bool {
	return slices.ContainsFunc(l.files, func(f *packFile) bool {
		return f.unitName == name && f.tree == nil && (f.kind == functionFile || f.kind == partFile)
	})
}

func (s *stepLoader) readWith(unit *Unit) {
	given := map[string]bool{}
	where := s.does.node.span
	if m := s.get("with"); m != nil && s.mapping(m.node, "with") {
		for _, entry := range m.node.members {
			name, optional := strings.CutSuffix(entry.name, "?")
			given[name] = true
			s.readArg(unit, entry, name, optional)
		}
		where = m.key.span
	}
	if s.brokenUnit(unit) {
		return
	}
	for _, p := range unit.Inputs {
		if !p.Optional && !given[p.Name] {
			s.report(ruleArgument, where, unit.Name+" needs "+quoted(p.Name)+", "+p.Type.String(), "add it: with: {"+p.Name+": …}")
		}
	}
}

// brokenUnit is true where a part's inputs are not known.
func (l *loader) brokenUnit(unit *Unit) bool { return l.broken && l.knownFile(unit.Name) }

// argument reads what is given to an input. A single value is held against the
// input's type; what is within a list or an object has none.
func (s *stepLoader) argument(param *Param, n *yamlNode, where value.Place) *Node {
	taken := *n
	if n.scalar() {
		taken.takes = param.Type
	}
	return sender{s.loader, s.env(s.names)}.node(&taken, where)
}

func (s *stepLoader) readArg(unit *Unit, entry *yamlMember, name string, optional bool) {
	var inputs []string
	var param *Param
	for _, p := range unit.Inputs {
		inputs = append(inputs, p.Name)
		if p.Name == name {
			param = p
		}
	}
	if param == nil {
		if !s.brokenUnit(unit) {
			hint := unit.Name + " has no input"
			if len(inputs) > 0 {
				hint = suggest(name, inputs, unit.Name+" takes "+strings.Join(inputs, ", "))
			}
			s.report(ruleArgument, entry.key.span, unit.Name+" takes no "+quoted(name), hint)
		}
		return
	}
	where := value.PlaceWith
	if param.IsName {
		where = value.PlaceName
	}
	arg := &Arg{Param: param, Optional: optional, Value: s.argument(param, entry.node, where)}
	if optional && !param.Optional {
		s.report(ruleArgument, entry.key.span, unit.Name+" needs "+quoted(name)+", so it cannot be left out", "remove the ?")
	}
	s.step.Call.With = append(s.step.Call.With, arg)
}
