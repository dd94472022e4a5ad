package automation

import (
	"slices"
	"strconv"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// languageVersion is the version of the language that this package reads.
const languageVersion = 1

// loadPack reads pack.yaml. What others are made of comes first: settings and
// formats, then tables, then hosts and the log-in.
func (l *loader) loadPack(root *yamlNode) {
	parts := map[string]*yamlMember{}
	take := func(m *yamlMember) { parts[m.name] = m }
	p := l.pack
	p.Version, p.PartialPayments = "1.0", true
	l.object(root, "a pack", keys{
		"pack": l.toText(&p.Name), "title": l.toText(&p.Title), "version": l.packVersion, "extends": func(*yamlMember) {},
		"language": l.language, "evidence": l.evidence, "settles_within": l.toDuration(&p.SettlesWithin),
		"partial_payments": l.toFlag(&p.PartialPayments), "limits": l.limits, "not_supported": l.notSupported,
		"settings": take, "hosts": take, "session": take, "answers": take, "formats": take, "tables": take,
	})
	if root.find("extends") == nil || p.Extends != nil {
		l.required(root, "a pack", "pack", "title", "language", "hosts")
	}
	p.Formats = &value.Formats{Title: p.Title}
	order := []struct {
		name string
		read reader
	}{
		{"settings", l.loadSettings}, {"formats", l.loadFormats}, {"tables", l.loadTables}, {"hosts", l.loadHosts}, {"session", l.loadSession},
		{"hosts", l.loadCarried}, {"answers", l.loadPackRules},
	}
	l.settings, l.session = value.ObjectType("settings"), nil
	if l.onSharedGround {
		l.takeGround()
	}
	for _, part := range order {
		taken := l.onSharedGround && (part.name == "formats" || part.name == "hosts" || part.name == "session")
		if m := parts[part.name]; m != nil && !taken {
			part.read(m)
		}
	}
}

func (l *loader) packVersion(m *yamlMember) {
	if text, ok := l.plain(m); ok {
		if !isVersion(text) {
			l.report(ruleNumber, m.node.span, "a version is numbers with dots", "write it so: version: 1.4")
			return
		}
		l.pack.Version = text
	}
}

func (l *loader) language(m *yamlMember) {
	l.pack.Language, _ = strconv.Atoi(m.node.text)
	if m.node.text != itoa(languageVersion) {
		l.report(ruleLanguage, m.node.span, "this Balcão reads language "+itoa(languageVersion), "write language: "+itoa(languageVersion)+", or bring Balcão up to date")
	}
}

func (l *loader) evidence(m *yamlMember) {
	word, _ := l.oneOf(m, wordsIn("evidence")...)
	l.pack.Evidence = Evidence(word)
}

func (l *loader) limits(m *yamlMember) {
	limits := &l.pack.Limits
	l.object(m.node, "limits", keys{
		"at_once": l.toInt(&limits.AtOnce, 1, 100), "per_minute": l.toInt(&limits.PerMinute, 1, 100000),
		"timeout": l.toDuration(&limits.Timeout), "total": l.toDuration(&limits.Total), "answer_size": l.toSize(&limits.AnswerSize),
	})
}

func (l *loader) notSupported(m *yamlMember) {
	l.pack.NotSupported = map[string]string{}
	if !l.mapping(m.node, "not_supported") {
		return
	}
	for _, entry := range m.node.members {
		info := erp.Function(entry.name)
		if info == nil {
			l.report(ruleUnit, entry.key.span, "the contract has no function "+quoted(entry.name), suggest(entry.name, functionNames(), ""))
			continue
		}
		if unit := l.pack.Functions[entry.name]; unit != nil {
			l.report(ruleTwice, entry.key.span, quoted(entry.name)+" has a file, so it is supported", "remove this line, or the file")
			continue
		}
		if reason, ok := l.plain(entry); ok && l.filled(entry) {
			l.pack.NotSupported[entry.name] = reason
		}
	}
}

// loadSettings reads the settings in two rounds: their types must be known
// before anything mentions them.
func (l *loader) loadSettings(m *yamlMember) {
	if !l.mapping(m.node, "settings") {
		return
	}
	var members []value.Member
	for _, entry := range m.node.members {
		if !l.named(entry.key, "a setting") || !l.filled(entry) {
			continue
		}
		s := l.loadSetting(entry)
		l.pack.Settings = append(l.pack.Settings, s)
		members = append(members, value.Member{Name: s.Name, Type: settingTypes[s.Type], Required: !s.Optional})
	}
	l.settings = value.ObjectType("settings", members...)
}

var settingTypes = map[SettingType]*value.Type{
	SettingText: value.TextType, SettingSecret: value.SecretType, SettingURL: value.TextType,
	SettingNumber: value.NumberType, SettingFlag: value.FlagType, SettingChoice: value.TextType,
}

func (l *loader) loadSetting(entry *yamlMember) *Setting {
	s := &Setting{Name: entry.name, Type: SettingText, Pos: entry.key.span.pos()}
	l.object(entry.node, "a setting", keys{
		"type": func(m *yamlMember) {
			if word, ok := l.oneOf(m, wordsIn("setting_type")...); ok {
				s.Type = SettingType(word)
			}
		},
		"label": l.toText(&s.Label), "example": l.toText(&s.Example), "optional": l.toFlag(&s.Optional),
		"default": func(m *yamlMember) {
			if text, ok := l.plain(m); ok {
				s.Default = &text
			}
		},
		"choices": l.toTexts(&s.Choices), "pick": l.toText(&s.Pick),
	})
	if entry.node.kind == yamlMapping {
		l.required(entry.node, "a setting", "label")
		l.checkSetting(s, entry.node)
	}
	return s
}

func (l *loader) checkSetting(s *Setting, n *yamlNode) {
	if s.Default != nil && !fitsSetting(s.Type, *s.Default) {
		l.report(ruleChoice, n.find("default").node.span, "a setting of the type "+string(s.Type)+" cannot have this default", "")
	}
	switch choices := n.find("choices"); {
	case s.Type == SettingChoice && choices == nil:
		l.report(ruleChoice, n.find("type").node.span, "a choice needs choices", "add choices: [one, another]")
	case s.Type != SettingChoice && choices != nil:
		l.report(ruleChoice, choices.key.span, "choices belong to a setting of the type choice", "add type: choice")
	case s.Type == SettingChoice && s.Default != nil && !slices.Contains(s.Choices, *s.Default):
		l.report(ruleChoice, n.find("default").node.span, "the default is none of the choices", suggest(*s.Default, s.Choices, ""))
	}
}

func fitsSetting(t SettingType, text string) bool {
	switch t {
	case SettingNumber:
		return plainInteger.MatchString(text) || plainDecimal.MatchString(text)
	case SettingFlag:
		return text == "true" || text == "false"
	}
	return true
}

// toSize reads "16MB" as bytes.
func (l *loader) toSize(to *int64) reader {
	return func(m *yamlMember) {
		match := sizeForm.FindStringSubmatch(m.node.text)
		if match == nil {
			l.report(ruleNumber, m.node.span, quoted(m.name)+" is a size", "write a number and a unit: 500KB, 16MB")
			return
		}
		n, _ := strconv.ParseInt(match[1], 10, 64)
		*to = n << map[string]int{"KB": 10, "MB": 20}[match[2]]
	}
}

// loadTables reads the code lists. A table whose values are words of the
// contract must have no other ones beside them: OPNE would reach nobody.
func (l *loader) loadTables(m *yamlMember) {
	l.pack.Tables = map[string]map[string]any{}
	if !l.mapping(m.node, "tables") {
		return
	}
	for _, entry := range m.node.members {
		if !l.named(entry.key, "a table") || !l.filled(entry) || !l.mapping(entry.node, "a table") {
			continue
		}
		rows := map[string]any{}
		for _, row := range entry.node.members {
			if l.filled(row) && l.scalarHere(row) {
				rows[row.name] = literal(row.node)
			}
		}
		l.tableWords(entry.node)
		l.pack.Tables[entry.name] = rows
	}
}

func (l *loader) scalarHere(m *yamlMember) bool {
	_, ok := l.plain(m)
	return ok
}

func (l *loader) tableWords(n *yamlNode) {
	known := func(m *yamlMember) bool { return slices.Contains(l.contract, m.node.text) }
	if !slices.ContainsFunc(n.members, known) {
		return
	}
	for _, row := range n.members {
		if !known(row) && wordForm.MatchString(row.node.text) {
			l.report(ruleTableWord, row.node.span, "the contract has no word "+row.node.text, suggest(row.node.text, l.contract, "its words: "+alternatives(l.contract)))
		}
	}
}
