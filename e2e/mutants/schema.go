package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// All mutants are compiled into one test program, and one of them is woken by the
// environment (MUTANT=number): compiling hundreds of programs would take hours. A
// function that a mutant changes begins with
//
//	if mutant == 7 { return name__7(…) }
//
// and name__7 is the changed copy; of a variable, the changed value stands beside
// the true one in choose__.

// helpers are files that are added: the number of the mutant, and what mutants put
// in the place of readers and functions.
var helpers = map[string]string{
	"mutant.go":       "package automation\n" + awake + "\nfunc off(*yamlMember) {}\n",
	"value/mutant.go": "package value\n" + awake + valueHelpers,
}

const awake = `
import (
	"fmt"
	"os"
	"strconv"
)

var mutant, _ = strconv.Atoi(os.Getenv("MUTANT"))

func choose__[T any](number int, changed, original T) T {
	if mutant == number {
		return changed
	}
	return original
}

var _ = fmt.Sprint
`

const valueHelpers = `
// off gives its first argument back.
func off(args ...any) (any, error) {
	if _, scoped := args[0].(*Scope); scoped && len(args) > 1 {
		return args[1], nil
	}
	return args[0], nil
}

func no(...any) (any, error) { return false, nil }

// textless is equal without the kinds that ERPs mix.
func textless(a, b any) bool { return fmt.Sprintf("%T%v", a, a) == fmt.Sprintf("%T%v", b, b) }
`

// insertion is text that is put into a file.
type insertion struct {
	at   int
	text string
}

// woven is a file's text with all its mutants asleep in it; numbers are theirs.
func woven(text string, mutants map[int]Mutant, order []int) (string, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", text, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	var insertions []insertion
	end := ""
	for _, number := range order {
		m := mutants[number]
		if n := strings.Count(text, m.Old); n != 1 || m.Old == "" {
			return "", fmt.Errorf("%s: %s has %q %d times, want once", m.Feature, m.File, m.Old, n)
		}
		w := weaver{text: text, number: number, mutant: m, at: strings.Index(text, m.Old), offset: func(p token.Pos) int { return files.Position(p).Offset }}
		into, appended, err := w.weave(file)
		if err != nil {
			return "", fmt.Errorf("%s: %w", m.Feature, err)
		}
		insertions, end = append(insertions, into...), end+appended
	}
	return inserted(text, insertions) + end, nil
}

// inserted puts texts into one from its end on, so that places stay true. Of those
// at one place the first stays first.
func inserted(text string, insertions []insertion) string {
	for at := len(text); at >= 0; at-- {
		for i := len(insertions) - 1; i >= 0; i-- {
			if insertions[i].at == at {
				text = text[:at] + insertions[i].text + text[at:]
			}
		}
	}
	return text
}

// weaver puts one mutant into its file.
type weaver struct {
	text   string
	number int
	mutant Mutant
	at     int // of the mutant's old text
	offset func(token.Pos) int
}

func (w weaver) weave(file *ast.File) ([]insertion, string, error) {
	for _, d := range file.Decls {
		if !w.within(d) {
			continue
		}
		switch d := d.(type) {
		case *ast.FuncDecl:
			return w.function(d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && len(v.Values) == 1 && w.within(v.Values[0]) {
					return w.value(v.Values[0]), "", nil
				}
			}
		}
	}
	return nil, "", fmt.Errorf("%q stands neither in a function nor in a variable's value", w.mutant.Old)
}

func (w weaver) within(n ast.Node) bool {
	return w.offset(n.Pos()) <= w.at && w.at+len(w.mutant.Old) <= w.offset(n.End())
}

// changed is a node's text with the mutant's change.
func (w weaver) changed(n ast.Node) string {
	return strings.Replace(w.text[w.offset(n.Pos()):w.offset(n.End())], w.mutant.Old, w.mutant.New, 1)
}

func (w weaver) value(n ast.Expr) []insertion {
	return []insertion{
		{w.offset(n.Pos()), fmt.Sprintf("choose__(%d, %s, ", w.number, w.changed(n))},
		{w.offset(n.End()), ")"},
	}
}

func (w weaver) function(d *ast.FuncDecl) ([]insertion, string, error) {
	args, err := arguments(d)
	if err != nil {
		return nil, "", err
	}
	name := fmt.Sprintf("%s__%d", d.Name.Name, w.number)
	call := name + "(" + args + ")"
	if d.Recv != nil {
		if len(d.Recv.List[0].Names) == 0 {
			return nil, "", fmt.Errorf("%s has a receiver without a name", d.Name.Name)
		}
		call = d.Recv.List[0].Names[0].Name + "." + call
	}
	wake := fmt.Sprintf("\nif mutant == %d { return %s }\n", w.number, call)
	if d.Type.Results == nil {
		wake = fmt.Sprintf("\nif mutant == %d { %s; return }\n", w.number, call)
	}
	head := w.text[w.offset(d.Type.Func):w.offset(d.Name.Pos())] + name
	rest := w.changed(d)[w.offset(d.Name.End())-w.offset(d.Pos()):]
	return []insertion{{w.offset(d.Body.Lbrace) + 1, wake}}, "\n" + head + rest + "\n", nil
}

// arguments are a function's own parameters, as it hands them on.
func arguments(d *ast.FuncDecl) (string, error) {
	var args []string
	for _, field := range d.Type.Params.List {
		if len(field.Names) == 0 {
			return "", fmt.Errorf("%s has a parameter without a name", d.Name.Name)
		}
		for _, name := range field.Names {
			if name.Name == "_" {
				return "", fmt.Errorf("%s has a parameter without a name", d.Name.Name)
			}
			arg := name.Name
			if _, variadic := field.Type.(*ast.Ellipsis); variadic {
				arg += "..."
			}
			args = append(args, arg)
		}
	}
	return strings.Join(args, ", "), nil
}
