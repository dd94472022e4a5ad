package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"balcao/internal/telemetry"
)

// source knows where each key and value of the config stands in its file.
type source struct {
	name  string
	lines []string
	// keys and values are the tokens by path ("tenants.acme.clients").
	keys, values map[string]*token.Token
	// overridden are the environment's variables by the path of what they
	// replace.
	overridden map[string]string
}

// problem is something wrong with the config, in the reader's words.
type problem struct {
	// line is where it stands, 0 if it is not in the file.
	line int
	text string
}

// joined makes one error of all problems, in the order of the file; nil of
// none.
func joined(problems []problem) error {
	if len(problems) == 0 {
		return nil
	}
	slices.SortStableFunc(problems, func(a, b problem) int { return cmp.Compare(a.line, b.line) })
	texts := make([]string, len(problems))
	for i, p := range problems {
		texts[i] = p.text
	}
	return errors.New(strings.Join(texts, "\n"))
}

func newSource(name string, text []byte) *source {
	return &source{
		name: name, lines: strings.Split(string(text), "\n"),
		keys: map[string]*token.Token{}, values: map[string]*token.Token{}, overridden: map[string]string{},
	}
}

// index remembers the places below a node.
func (s *source) index(path string, node ast.Node) {
	if node == nil {
		return
	}
	s.values[path] = node.GetToken()
	for _, v := range mapValues(node) {
		key := v.Key.GetToken()
		below := join(path, key.Value)
		s.keys[below] = key
		s.index(below, v.Value)
	}
	if list, ok := node.(*ast.SequenceNode); ok {
		for i, v := range list.Values {
			s.index(element(path, i), v)
		}
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func element(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// atKey and atValue describe a problem of what stands at a path. Problems of
// what may be secret are shown at the key, so that the value stays hidden.
func (s *source) atKey(path, message string) problem {
	return s.at(s.key(path), path, message, "")
}

func (s *source) atValue(path, message string) problem {
	tok := s.values[path]
	if tok == nil {
		tok = s.key(path)
	}
	return s.at(tok, path, message, "")
}

// atText describes a problem in a value of several lines. Where the file has the
// value line by line, below a |, it is shown in the file.
func (s *source) atText(path, value string, line, column int, message string) problem {
	tok := s.values[path]
	if tok == nil || s.overridden[path] != "" {
		return s.atValue(path, message)
	}
	wrong, at := strings.Split(value, "\n")[line-1], tok.Position.Line+line
	indent, ok := "", at <= len(s.lines)
	if ok {
		indent, ok = strings.CutSuffix(strings.TrimRight(s.lines[at-1], "\r"), wrong)
	}
	if !ok || strings.TrimSpace(indent) != "" {
		return s.atValue(path, fmt.Sprintf("line %d, column %d of the text: %s", line, max(column, 1), message))
	}
	number := fmt.Sprintf("%5d | ", at)
	caret := strings.Repeat(" ", len(number)+len(indent)+max(column-1, 0)) + "^"
	if column == 0 {
		caret = ""
	}
	text := fmt.Sprintf("%s:%d:%d: %s: %s\n%s%s%s\n%s", s.name, at, len(indent)+max(column, 1), path, message, number, indent, wrong, caret)
	return problem{line: at, text: strings.TrimRight(text, "\n")}
}

// key is the key at a path; for what has none (an element of a list, something
// missing) the one that it would stand under.
func (s *source) key(path string) *token.Token {
	for ; path != ""; path = parent(path) {
		if tok := s.keys[path]; tok != nil {
			return tok
		}
	}
	return nil
}

// parent is the path without its last step.
func parent(path string) string { return path[:max(strings.LastIndexAny(path, ".["), 0)] }

// place is "balcao.yaml:12:5", or the file's name for what is not in it.
func (s *source) place(tok *token.Token) string {
	if tok == nil {
		return s.name
	}
	return fmt.Sprintf("%s:%d:%d", s.name, tok.Position.Line, tok.Position.Column)
}

func (s *source) at(tok *token.Token, path, message, hint string) problem {
	if variable := s.overridden[path]; variable != "" {
		return problem{text: variable + ": " + message}
	}
	if path != "" {
		message = path + ": " + message
	}
	text := s.place(tok) + ": " + message
	if tok == nil {
		return problem{text: text}
	}
	line, caret := s.excerpt(tok)
	number := fmt.Sprintf("%5d | ", tok.Position.Line)
	pointer := strings.Repeat(" ", len(number)+caret) + strings.TrimRight("^ "+hint, " ")
	return problem{line: tok.Position.Line, text: text + "\n" + number + line + "\n" + pointer}
}

// excerpt is the token's line and the caret's column in it. Of what stands
// around the token only plain keys before it are shown: the rest may be secret.
func (s *source) excerpt(tok *token.Token) (line string, caret int) {
	all := []rune(s.lines[min(tok.Position.Line, len(s.lines))-1])
	start := min(tok.Position.Column-1, len(all))
	end := min(start+len([]rune(strings.TrimSpace(tok.Origin))), len(all))
	before, word, after := string(all[:start]), string(all[start:end]), string(all[end:])
	if strings.ContainsAny(before, "{[,\"'") {
		before = "… "
	}
	if strings.Trim(after, " :\r") != "" {
		after = "…"
	}
	return before + telemetry.Mask(word) + after, len([]rune(before))
}

// nearest is the known word that a mistyped one probably means, or "".
func nearest(word string, known []string) string {
	best, distance := "", max(2, len(word)/3)+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), k); d < distance {
			best, distance = k, d
		}
	}
	return best
}

func didYouMean(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "known here: " + strings.Join(known, ", ")
}
