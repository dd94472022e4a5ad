package automation

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"regexp"
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
	tellingJSON = regexp.MustCompile(`(?i)("[^"\\]*(?:` + tellingNames + `)[^"\\]*"\s*:\s*)"((?:[^"\\]|\\.)*)"`)
	tellingPair = regexp.MustCompile(`(?i)([?&]?\b[\w.\[\]%-]*(?:` + tellingNames + `)[\w.\[\]%-]*=)([^&\s"]+)`)
	emails      = regexp.MustCompile(`[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+`)
	documents   = regexp.MustCompile(`\b(?:\d{3}\.\d{3}\.\d{3}-\d{2}|[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}(?:/|%2F)[0-9A-Z]{4}-\d{2}|[0-9A-Z]{12}\d{2}|\d{11})\b`)
	phones      = regexp.MustCompile(`(?:\+?55[ -]?)?\(?\b\d{2}\)?[ -]?9?\d{4}[- ]\d{4}\b`)
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

var telling = regexp.MustCompile(`(?i)` + tellingNames)

// add learns a word; short ones would hide too much.
func (m *masker) add(word string) {
	if len(word) < 4 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
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
	for _, found := range tellingJSON.FindAllStringSubmatch(s, -1) {
		m.add(found[2])
	}
	s = tellingJSON.ReplaceAllString(s, `$1"`+hiddenText+`"`)
	s = tellingPair.ReplaceAllString(s, "${1}"+hiddenText)
	s = m.known(s)
	s = emails.ReplaceAllString(s, hiddenText)
	s = documents.ReplaceAllStringFunc(s, hideDocument)
	return phones.ReplaceAllString(s, hiddenText)
}

func (m *masker) known(s string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for word := range m.words {
		s = strings.ReplaceAll(s, word, hiddenText)
	}
	return s
}

// hideDocument leaves codes that are no document as they are.
func hideDocument(s string) string {
	if _, err := br.ParseDocument(strings.ReplaceAll(s, "%2F", "/")); err != nil && len(s) != 11 {
		return s
	}
	return hiddenText
}
