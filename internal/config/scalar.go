package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
)

// Duration is a length of time, written as "8s", "1m30s" or "250ms".
type Duration time.Duration

// Std is the standard library's type.
func (d Duration) Std() time.Duration { return time.Duration(d) }

// String writes it as it is read.
func (d Duration) String() string {
	text := time.Duration(d).String()
	if whole, ok := strings.CutSuffix(text, "m0s"); ok {
		text = whole + "m"
	}
	if whole, ok := strings.CutSuffix(text, "h0m"); ok {
		text = whole + "h"
	}
	return text
}

// UnmarshalYAML implements [yaml.NodeUnmarshaler].
func (d *Duration) UnmarshalYAML(node ast.Node) error {
	text, ok := scalarText(node)
	if !ok || d.parse(text) != nil {
		return badScalar(node, "want a length of time with its unit, as in 8s, 1m30s or 250ms")
	}
	return nil
}

func (d *Duration) parse(text string) error {
	parsed, err := time.ParseDuration(text)
	*d = Duration(parsed)
	return err
}

// Size is a number of bytes, written as "256KB" or "4MB" (of 1024).
type Size int64

var sizeUnits = []struct {
	suffix string
	bytes  int64
}{{"MB", 1 << 20}, {"KB", 1 << 10}, {"B", 1}, {"", 1}}

// String writes it as it is read.
func (s Size) String() string {
	for _, u := range sizeUnits {
		if n := int64(s); n >= u.bytes && n%u.bytes == 0 {
			return strconv.FormatInt(n/u.bytes, 10) + u.suffix
		}
	}
	return strconv.FormatInt(int64(s), 10)
}

// UnmarshalYAML implements [yaml.NodeUnmarshaler].
func (s *Size) UnmarshalYAML(node ast.Node) error {
	text, ok := scalarText(node)
	if !ok || s.parse(text) != nil {
		return badScalar(node, "want a number of bytes, as in 262144, 256KB or 4MB")
	}
	return nil
}

func (s *Size) parse(text string) error {
	for _, u := range sizeUnits {
		digits, ok := strings.CutSuffix(text, u.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseUint(digits, 10, 40)
		*s = Size(int64(n) * u.bytes)
		return err
	}
	return fmt.Errorf("no size: %s", text)
}

// scalarText is what stands in the file for a text, number or flag.
func scalarText(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return node.GetToken().Value, true
	}
	return "", false
}

// badScalar is an error that keeps its place in the file.
func badScalar(node ast.Node, message string) error {
	return &yaml.SyntaxError{Message: message, Token: node.GetToken()}
}
