package automation

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// usage is what the texts and expressions of a unit, host or session mention.
type usage struct {
	settings map[string]bool
	names    map[string]bool
	session  bool
	members  []memberUse
}

func newUsage() *usage { return &usage{settings: map[string]bool{}, names: map[string]bool{}} }

// during reads something and gives what it mentions, besides handing it on to
// what is being read around it.
func (l *loader) during(read func()) *usage {
	outer := l.using
	l.using = newUsage()
	read()
	inner := l.using
	l.using = outer
	if outer != nil {
		maps.Copy(outer.settings, inner.settings)
		maps.Copy(outer.names, inner.names)
		outer.session = outer.session || inner.session
		outer.members = append(outer.members, inner.members...)
	}
	return inner
}

var settingMention = regexp.MustCompile(`\bsettings(?:\.([a-z_][a-z0-9_]*)|\["([a-z_][a-z0-9_]*)"\])`)

// mention notes what a text that compiled mentions.
func (l *loader) mention(text string, names []string) {
	if slices.Contains(names, "settings") {
		for _, m := range settingMention.FindAllStringSubmatch(text, -1) {
			l.used[m[1]+m[2]] = true
			if l.using != nil {
				l.using.settings[m[1]+m[2]] = true
			}
		}
	}
	if l.using == nil {
		return
	}
	for _, name := range names {
		l.using.names[name] = true
		l.using.session = l.using.session || name == "session"
	}
}

// expr compiles an expression; want is what its place needs, nil for anything.
func (l *loader) expr(n *yamlNode, env *value.Env, want *value.Type) *value.Expr {
	if !l.compilable(n, "an expression") {
		return nil
	}
	if strings.HasPrefix(strings.TrimSpace(n.text), "$(") {
		l.report(ruleExpressionIs, n.span, "this is an expression, which is written without $( )", "write "+undollared(n.text))
		return nil
	}
	source := n.source()
	e, problems := value.CompileExpr(source, env, want)
	l.addAll(problems, n)
	if e != nil {
		l.mention(n.text, e.Mentions())
		l.noteMembers(source, n.span.file, 0, len(n.text))
	}
	return e
}

// text compiles a text with $(…).
func (l *loader) text(n *yamlNode, env *value.Env, where value.Place) *value.Text {
	if !l.compilable(n, "a text") {
		return nil
	}
	source := n.source()
	t, problems := value.CompileText(source, env, where)
	l.addAll(problems, n)
	if t != nil {
		l.mention(n.text, t.Mentions())
		l.noteTextMembers(source, n.span.file)
	}
	return t
}

func (l *loader) compilable(n *yamlNode, what string) bool {
	switch {
	case n.cut:
		return false
	case !n.scalar():
		l.report(ruleShape, n.span, "here stands "+what+", not a list or an object", "")
		return false
	case n.style == '>':
		l.report(ruleFolded, n.span, "> joins lines, so places in "+what+" are lost", "write | for several lines")
		return false
	}
	return !l.commented(n)
}

// commented tells a $( or an expression that ends at " #", where YAML begins a
// comment.
func (l *loader) commented(n *yamlNode) bool {
	if n.style != 0 || n.flow || n.kind != yamlText {
		return false
	}
	rest := n.rest()
	if !strings.HasPrefix(rest, n.text) || !strings.HasPrefix(strings.TrimLeft(rest[len(n.text):], " "), "#") || closing("("+n.text+")") == len(n.text)+2 {
		return false
	}
	l.report(ruleComment, n.span, `YAML ends this value at " #"`, "put the whole in quotes: "+quotedYAML(strings.TrimSpace(rest)))
	return true
}

// undollared is an expression without the $( ) around it.
func undollared(text string) string {
	text = strings.TrimSpace(text)
	if end := closing(text[1:]); end == len(text)-1 {
		return text[2 : len(text)-1]
	}
	return "it without $( )"
}

// addAll takes over what the compiler of expressions found.
func (l *loader) addAll(problems []value.Problem, n *yamlNode) {
	for _, p := range problems {
		l.addProblem(l.tooEarly(p, n), n.span.file)
	}
}

// tooEarly turns "is not known here" into the reason, if a step further down
// has the name.
func (l *loader) tooEarly(p value.Problem, n *yamlNode) value.Problem {
	if p.Rule != value.RuleUnknownName || p.Pos.Line < 1 || p.Pos.Line > len(n.span.file.lines) {
		return p
	}
	name := []rune(from(n.span.file.lines[p.Pos.Line-1], p.Pos.Column))
	name = name[:min(p.Length, len(name))]
	if line := l.later[string(name)]; line > 0 {
		p.Rule = ruleTooEarly.info.Rule
		p.Message = quoted(string(name)) + " is a step further down, and steps run from top to bottom"
		p.Hint = "move the step on line " + itoa(line) + " above this one"
	}
	return p
}

// contractWords are the words that stand in capitals without quotes.
func contractWords() []string {
	words := map[string]bool{"CPF": true, "CNPJ": true}
	for _, f := range erp.Functions {
		collectWords(value.TypeOf(f.In), words)
		collectWords(value.TypeOf(f.Out), words)
	}
	return slices.Sorted(maps.Keys(words))
}

func collectWords(t *value.Type, words map[string]bool) {
	for _, w := range t.Words() {
		words[w] = true
	}
	if t.IsList() {
		collectWords(t.Elem(), words)
	}
	for _, m := range t.Members() {
		collectWords(m.Type, words)
	}
}

// names are what may be mentioned at a place.
type names struct {
	types map[string]*value.Type
	about map[string]string
}

func newNames() names { return names{map[string]*value.Type{}, map[string]string{}} }

// with is the same with one name more; the receiver stays as it is.
func (n names) with(name string, t *value.Type, about string) names {
	out := names{maps.Clone(n.types), maps.Clone(n.about)}
	out.set(name, t, about)
	return out
}

func (n names) set(name string, t *value.Type, about string) {
	n.types[name] = t
	if about != "" {
		n.about[name] = about
	}
}

// env is what the compiler of expressions is told.
func (l *loader) env(n names) *value.Env {
	return &value.Env{Names: n.types, About: n.about, Tables: l.pack.Tables, Formats: l.pack.Formats, Words: l.contract}
}
