package automation

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"balcao/erp/automation/value"
)

// sizeForm is a size in bytes, wordForm what looks like a word of the contract.
var (
	sizeForm = regexp.MustCompile(`^([1-9][0-9]{0,5})(KB|MB)$`)
	wordForm = regexp.MustCompile(`^[A-Z][A-Z_]{2,}$`)
)

// loadHosts reads names and addresses; what requests carry may mention the
// session and is read after it.
func (l *loader) loadHosts(m *yamlMember) {
	if !l.mapping(m.node, "hosts") {
		return
	}
	ignore := func(*yamlMember) {}
	for _, entry := range m.node.members {
		if !l.named(entry.key, "a host") || !l.filled(entry) {
			continue
		}
		h := &Host{Name: entry.name, Charset: UTF8, Pos: entry.key.span.pos()}
		l.pack.Hosts = append(l.pack.Hosts, h)
		l.object(entry.node, "a host", keys{
			"url": func(m *yamlMember) { l.hostURL(h, m) }, "timeout": l.toDuration(&h.Timeout),
			"charset": func(m *yamlMember) {
				if word, ok := l.oneOf(m, wordsIn("charset")...); ok {
					h.Charset = Charset(word)
				}
			},
			"headers": ignore, "query": ignore, "form": ignore, "json": ignore,
		})
		l.required(entry.node, "a host", "url")
		h.NeedsSession = mentionsSession(entry.node)
	}
}

// mentionsSession tells by the text whether a host carries something of the
// session: the log-in must know it before it is read itself.
func mentionsSession(n *yamlNode) bool {
	return strings.Contains(n.text, "session.") || slices.ContainsFunc(n.items, mentionsSession) ||
		slices.ContainsFunc(n.members, func(m *yamlMember) bool { return mentionsSession(m.node) })
}

func (l *loader) hostURL(h *Host, m *yamlMember) {
	if _, ok := l.plain(m); !ok {
		return
	}
	known := newNames().with("settings", l.settings, "").with("session", value.AnyType, "").with("input", value.AnyType, "")
	used := l.during(func() { h.URL = l.text(m.node, l.env(known), value.PlaceURL) })
	h.Needs = slices.Sorted(maps.Keys(used.settings))
	text := m.node.text
	if strings.Contains(text, "?") || !strings.HasPrefix(text, "$(settings.") && !strings.HasPrefix(text, "https://") && !strings.HasPrefix(text, "http://") {
		l.report(ruleHostURL, m.node.span, "an address begins with a setting or with https://, and has no query", "what every request carries is written under query, headers, form or json")
	}
}

// loadCarried reads what every request to a host carries.
func (l *loader) loadCarried(m *yamlMember) {
	if m.node.kind != yamlMapping {
		return
	}
	known := newNames().with("settings", l.settings, "")
	if l.session != nil {
		known.set("session", l.session, "what the log-in gave")
	}
	for _, entry := range m.node.members {
		h := l.pack.Host(entry.name)
		if h == nil || entry.node.kind != yamlMapping {
			continue
		}
		s := sender{l, l.env(known)}
		used := l.during(func() {
			for _, part := range entry.node.members {
				s.carried(h, part)
			}
		})
		maps.Copy(used.settings, setOf(h.Needs))
		h.Needs = slices.Sorted(maps.Keys(used.settings))
	}
}

func (s sender) carried(h *Host, part *yamlMember) {
	if part.node.kind == yamlNull {
		return
	}
	switch part.name {
	case "headers":
		h.Headers = s.members(part, value.PlaceHeader)
	case "query":
		h.Query = s.members(part, value.PlaceQuery)
	case "form":
		h.Form = s.members(part, value.PlaceForm)
	case "json":
		if s.mapping(part.node, "the json of a host") {
			h.JSON = s.node(part.node, value.PlaceJSON)
		}
	}
}

func setOf(list []string) map[string]bool {
	set := map[string]bool{}
	for _, item := range list {
		set[item] = true
	}
	return set
}

// loadSession reads the log-in.
func (l *loader) loadSession(m *yamlMember) {
	session := &Session{Pos: m.key.span.pos()}
	var steps, output, expires, uses *yamlMember
	keep := func(to **yamlMember) reader { return func(m *yamlMember) { *to = m } }
	if !l.object(m.node, "a session", keys{"steps": keep(&steps), "output": keep(&output), "expires": keep(&expires), "uses": keep(&uses)}) {
		return
	}
	l.required(m.node, "a session", "steps", "output")
	l.pack.Session = session
	u := &unitLoader{loader: l, unit: &Unit{Name: "session", Pos: session.Pos}, names: newNames().with("settings", l.settings, ""), logIn: true}
	used := l.during(func() {
		if steps != nil {
			u.loadSteps(steps)
		}
		if output != nil {
			u.sessionOutput(session, output)
		}
		if expires != nil {
			session.Expires = l.expr(expires.node, l.env(u.names), nil)
		}
		if uses != nil {
			session.Uses = l.expr(uses.node, l.env(newNames().with("settings", l.settings, "")), value.NumberType)
		}
	})
	session.Steps = u.unit.Steps
	session.Needs = slices.Sorted(maps.Keys(used.settings))
}

func (u *unitLoader) sessionOutput(session *Session, m *yamlMember) {
	if !u.mapping(m.node, "the output of a session") {
		return
	}
	var members []value.Member
	for _, entry := range m.node.members {
		if !u.named(entry.key, "a value of the session") || !u.filled(entry) {
			continue
		}
		e := u.expr(entry.node, u.env(u.names), nil)
		t := value.SecretType
		if e != nil && !e.Type().IsAny() {
			t = e.Type().AsSecret()
		}
		session.Output = append(session.Output, &SessionValue{Name: entry.name, Expr: e})
		members = append(members, value.Member{Name: entry.name, Type: t, Required: true})
	}
	u.loader.session = value.ObjectType("session", members...)
}

// loadPackRules reads the rules that judge every answer.
func (l *loader) loadPackRules(m *yamlMember) {
	l.pack.Rules = l.rules(m, newNames().with("settings", l.settings, "").answered(value.AnyType, true))
}

// answered adds what is known of an answer that has just come.
func (n names) answered(answer *value.Type, http bool) names {
	out := n.with("answer", answer, "what just came back")
	if http {
		out.set("status", value.NumberType, "the answer's HTTP status")
		out.set("headers", value.AnyType, "the answer's headers")
		out.set("text", value.TextType, "the answer as text")
		out.set("html", value.FlagType, "true if the answer is a page")
	}
	return out
}

var verdicts = wordsIn("verdict")

// rules reads a list of rules: - KIND: condition, with message.
func (l *loader) rules(m *yamlMember, known names) []*AnswerRule {
	if m.node.kind != yamlSequence || m.node.tag != "" {
		l.report(ruleShape, m.node.span, "answers is a list of rules", "write it so:  - refused: answer.status == \"error\"")
		return nil
	}
	var rules []*AnswerRule
	for _, item := range m.node.items {
		if r := l.answerRule(item, known); r != nil {
			rules = append(rules, r)
		}
	}
	return rules
}

func (l *loader) answerRule(n *yamlNode, known names) *AnswerRule {
	rule := &AnswerRule{Pos: n.span.pos()}
	found := 0
	read := keys{"message": func(m *yamlMember) { rule.Message = l.text(m.node, l.env(known), value.PlaceMessage) }}
	for _, v := range verdicts {
		read[v] = func(m *yamlMember) {
			found++
			rule.Verdict = Verdict(v)
			rule.When = l.expr(m.node, l.env(known), value.FlagType)
		}
	}
	if !l.object(n, "a rule", read) {
		return nil
	}
	if found != 1 {
		l.report(ruleMissingKey, n.span, "a rule says exactly one of "+alternatives(verdicts), "write it so:  - refused: answer.status == \"error\"")
	}
	return rule
}
