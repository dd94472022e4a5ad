package automation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"balcao/erp/automation/value"
)

// Problem is one mistake in a pack, or one thing that looks like one.
type Problem struct {
	value.Problem
	// Line is the line of the file that it stands on, empty if it is about no
	// particular line.
	Line string
}

// Problems are the mistakes of a pack, sorted by place. As an error it prints
// all of them the way compilers do: place, message, line, caret, hint.
type Problems []*Problem

// maxPrinted bounds a report: after so many mistakes the reader begins at the
// top anyway.
const maxPrinted = 60

// maxLineShown is the longest piece of a line that is printed, in characters.
const maxLineShown = 150

// Errors are those that keep the pack from being used.
func (p Problems) Errors() Problems { return p.only(false) }

// Warnings are those that do not.
func (p Problems) Warnings() Problems { return p.only(true) }

func (p Problems) only(warning bool) Problems {
	var chosen Problems
	for _, problem := range p {
		if problem.Warning == warning {
			chosen = append(chosen, problem)
		}
	}
	return chosen
}

// Err is nil if there are only warnings, else the errors.
func (p Problems) Err() error {
	if errs := p.Errors(); len(errs) > 0 {
		return errs
	}
	return nil
}

// Error prints all problems, each over some lines.
func (p Problems) Error() string {
	var b strings.Builder
	for i, problem := range p {
		if i == maxPrinted {
			fmt.Fprintf(&b, "… and %d more\n", len(p)-maxPrinted)
			break
		}
		problem.print(&b)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// String prints one problem.
func (p *Problem) String() string {
	var b strings.Builder
	p.print(&b)
	return strings.TrimSuffix(b.String(), "\n")
}

func (p *Problem) print(b *strings.Builder) {
	b.WriteString(p.Pos.File)
	if p.Pos.Line > 0 {
		fmt.Fprintf(b, ":%d:%d", p.Pos.Line, p.Pos.Column)
	}
	b.WriteString(": ")
	if p.Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(shorten(p.Message) + "\n")
	if p.Pos.Line > 0 {
		p.printLine(b)
	}
	if p.Hint != "" {
		fmt.Fprintf(b, "   hint: %s\n", shorten(p.Hint))
	}
}

// printLine shows the source line and underlines what is meant.
func (p *Problem) printLine(b *strings.Builder) {
	line, from := clip(strings.ReplaceAll(p.Line, "\t", " "), p.Pos.Column-1)
	length := min(max(p.Length, 1), max(utf8.RuneCountInString(line)-from, 1))
	fmt.Fprintf(b, "%5d | %s\n", p.Pos.Line, line)
	fmt.Fprintf(b, "      | %s%s\n", strings.Repeat(" ", from), strings.Repeat("^", length))
}

// shorten bounds a message or hint that quotes a long piece of a file.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 2*maxLineShown {
		return string(runes[:2*maxLineShown]) + "…"
	}
	return text
}

// clip cuts a long line around the place that is meant; it returns the piece
// and the place in it.
func clip(line string, at int) (piece string, from int) {
	runes := []rune(line)
	at = max(min(at, len(runes)), 0)
	if len(runes) <= maxLineShown {
		return line, at
	}
	start := max(min(at-maxLineShown/3, len(runes)-maxLineShown), 0)
	end := min(start+maxLineShown, len(runes))
	piece, from = string(runes[start:end]), at-start
	if start > 0 {
		piece, from = "…"+piece, from+1
	}
	if end < len(runes) {
		piece += "…"
	}
	return piece, from
}

// sorted orders problems by file, line and column, and drops repetitions of the
// same message at the same place.
func sorted(problems Problems) Problems {
	slices.SortStableFunc(problems, func(a, b *Problem) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
		)
	})
	return slices.CompactFunc(problems, func(a, b *Problem) bool {
		return a.Pos == b.Pos && a.Message == b.Message
	})
}
