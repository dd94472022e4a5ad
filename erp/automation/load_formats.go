package automation

import (
	"time"

	"balcao/erp/automation/value"
)

// loadFormats reads how the ERP writes money and dates.
func (l *loader) loadFormats(m *yamlMember) {
	f := &value.Formats{Title: l.pack.Title}
	places := map[string][]*yamlNode{}
	list := func(key string, to *[]string) reader {
		return func(m *yamlMember) {
			l.toTexts(to)(m)
			places[key] = m.node.items
			if m.node.kind != yamlSequence {
				places[key] = []*yamlNode{m.node}
			}
		}
	}
	l.object(m.node, "formats", keys{
		"money": list("money", &f.Money), "date": list("date", &f.Date), "instant": list("instant", &f.Instant),
		"yes": l.toTexts(&f.Yes), "no": l.toTexts(&f.No), "blank": l.toTexts(&f.Blank),
		"zone": func(m *yamlMember) { l.zone(f, m) },
	})
	l.pack.Formats = f
	for _, p := range f.Check(func(key string, i int) value.Source { return places[key][i].source() }) {
		l.addProblem(p, m.node.span.file)
	}
}

func (l *loader) zone(f *value.Formats, m *yamlMember) {
	text, ok := l.plain(m)
	if !ok {
		return
	}
	zone, err := time.LoadLocation(text)
	if err != nil || text == "" || text == "Local" {
		l.report(ruleWord, m.node.span, "there is no time zone "+quoted(text), "write one such as America/Sao_Paulo or America/Manaus")
		return
	}
	f.Zone = zone
}
