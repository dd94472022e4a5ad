package automation

import (
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"balcao/internal/br"
)

const hiddenText = "***"

// Members whose values are hidden whatever they look like, in the languages
// that ERPs mix: who somebody is, where they live, and what opens a door.
const (
	tellingNames = `nome|name|razao|fantasia|sacado|birth|aniversario|nascimento|` +
		`senha|password|token|secret|ticket|sess(?:ao|ion)|authorization|api_?key|syndata|` +
		`e-?mail|celular|telefone|phone|mobile|fone|whatsapp|contact|` +
		`rua|street|logradouro|endereco|address|bairro|district|complement|cep|postal`
)

var (
	telling = regexp.MustCompile(`(?i)` + tellingNames)
	// Members and pairs of any name are looked for, and their names judged apart:
	// one expression for both takes ten times as long on a large answer.
	jsonMember = regexp.MustCompile(`"([^"\\]*)"(\s*:\s*)"((?:[^"\\]|\\.)*)"`)
	pair       = regexp.MustCompile(`([\w.\[\]%-]+=)([^&\s"]+)`)
	emails     = regexp.MustCompile(`[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+`)
	documents  = regexp.MustCompile(`\b(?:\d{3}\.\d{3}\.\d{3}-\d{2}|[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}(?:/|%2F)[0-9A-Z]{4}-\d{2}|[0-9A-Z]{12}\d{2}|\d{11})\b`)
	phones     = regexp.MustCompile(`(?:\+?55[ -]?)?\(?\b\d{2}\)?[ -]?9?\d{4}[- ]\d{4}\b`)
	// tokens is what a log-in may answer without naming it: MK-AUTH's is the
	// whole body.
	tokens      = regexp.MustCompile(`[\w.+/=-]{16,}`)
	secretLines = regexp.MustCompile(`(?i)^(authorization|cookie|set-cookie|proxy-authorization|[\w-]*(?:token|key|secret|password)[\w-]*):`)
)

// masker hides what a trace must not show: secrets of the settings, what the
// input says of a person, and what looks like it in the ERP's answers. Names
// that an answer tells under a telling member are learned and hidden wherever
// they come again.
type masker struct {
	mu    sync.Mutex
	words map[string]bool
	// hide replaces all words in one pass; nil while there are new ones.
	hide *strings.Replacer
}

func newMasker() *masker { return &masker{words: map[string]bool{}} }

// learn takes secrets and the input's personal texts.
func (m *masker) learn(b *bound, input any) {
	for _, s := range b.pack.Settings {
		if s.Type == SettingSecret && b.settings[s.Name] != nil {
			m.add(fmt.Sprint(b.settings[s.Name]))
		}
	}
	if session := b.sessions.peek(); session != nil {
		for _, v := range session.values {
			m.add(fmt.Sprint(v))
		}
	}
	m.personal(ByName(input), "")
}

func (m *masker) personal(v any, name string) {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			m.personal(member, name)
		}
	case []any:
		for _, item := range v {
			m.personal(item, name)
		}
	case string:
		if name == "document" || name == "notes" || name == "interest" || name == "keys" || telling.MatchString(name) {
			m.add(v)
		}
	}
}

// add learns a word; short ones would hide too much.
func (m *masker) add(word string) {
	if len(word) < 4 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.words[word] {
		return
	}
	m.hide = nil
	for _, form := range []string{word, url.QueryEscape(word), url.PathEscape(word), base64.StdEncoding.EncodeToString([]byte(word))} {
		m.words[form] = true
	}
}

func (m *masker) header(line string) string {
	if name, _, _ := strings.Cut(line, ":"); secretLines.MatchString(line) {
		return name + ": " + hiddenText
	}
	return m.text(line)
}

func (m *masker) text(s string) string {
	s = m.members(s)
	s = pair.ReplaceAllStringFunc(s, hidePair)
	s = m.known(s)
	s = emails.ReplaceAllString(s, hiddenText)
	s = documents.ReplaceAllStringFunc(s, hideDocument)
	return phones.ReplaceAllString(s, hiddenText)
}

// members hides the values of members with telling names, and learns them.
func (m *masker) members(s string) string {
	var out strings.Builder
	from := 0
	for _, at := range jsonMember.FindAllStringSubmatchIndex(s, -1) {
		if !telling.MatchString(s[at[2]:at[3]]) {
			continue
		}
		m.add(s[at[6]:at[7]])
		out.WriteString(s[from:at[6]])
		out.WriteString(hiddenText)
		from = at[7]
	}
	out.WriteString(s[from:])
	return out.String()
}

// hidePair hides the value of name=value where the name is telling.
func hidePair(s string) string {
	name, _, _ := strings.Cut(s, "=")
	if telling.MatchString(name) {
		return name + "=" + hiddenText
	}
	return s
}

func (m *masker) known(s string) string {
	m.mu.Lock()
	if m.hide == nil {
		m.hide = m.replacer()
	}
	hide := m.hide
	m.mu.Unlock()
	return hide.Replace(s)
}

// replacer hides the longest word where several begin at one place.
func (m *masker) replacer() *strings.Replacer {
	words := slices.SortedFunc(maps.Keys(m.words), func(a, b string) int { return len(b) - len(a) })
	pairs := make([]string, 0, 2*len(words))
	for _, word := range words {
		pairs = append(pairs, word, hiddenText)
	}
	return strings.NewReplacer(pairs...)
}

// hideDocument leaves codes that are no document as they are.
func hideDocument(s string) string {
	if _, err := br.ParseDocument(strings.ReplaceAll(s, "%2F", "/")); err != nil && len(s) != 11 {
		return s
	}
	return hiddenText
}
