// Package manual says in words what package erp says in types: what each
// function is for, what it is given and what it answers, field by field. The
// command line and the pages are made of it.
//
// words.json holds the comments of package erp by name; a test keeps it current
// (go test ./erp/manual -run WordsFile -update). Start reading at [Of].
package manual

import (
	_ "embed"
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"sync"

	"balcao/erp"
)

//go:embed words.json
var wordsFile []byte

// comments are those of package erp: of functions ("ListInvoices"), types
// ("Invoice") and fields ("Invoice.ID"), each on one line.
var comments = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	if err := json.Unmarshal(wordsFile, &all); err != nil {
		panic("manual: words.json: " + err.Error())
	}
	return all
})

// Function is a function of the contract in words.
type Function struct {
	*erp.Info
	// Portuguese is what providers call it: "Listar faturas".
	Portuguese string
	// Purpose goes on where the name ends: "lists a customer's invoices".
	Purpose string
	// Inputs are what it is given.
	Inputs []Field
	// Answer is the object that it gives, or lists; nil where it gives a file or
	// texts.
	Answer *Object
}

// Of tells of a function.
func Of(f *erp.Info) *Function {
	portuguese, purpose := opening(f)
	return &Function{Info: f, Portuguese: portuguese, Purpose: purpose, Inputs: fieldsOf(f.In), Answer: ObjectOf(f.Out)}
}

// IsFile is true if the answer is a PDF.
func (f *Function) IsFile() bool { return f.Out == reflect.TypeFor[erp.PDF]() }

var openings = regexp.MustCompile(`^\w+ \(\d+, ([^)]+)\) (.*)$`)

func opening(f *erp.Info) (portuguese, purpose string) {
	m := openings.FindStringSubmatch(comments()[goName(f)])
	if m == nil {
		panic("the comment of " + f.Name + " does not begin with its name, number and Portuguese name")
	}
	return m[1], m[2]
}

// initialisms are words that Go writes in capitals.
var initialisms = map[string]string{"pdf": "PDF", "id": "ID"}

// goName is the name of a function's variable in package erp.
func goName(f *erp.Info) string {
	var b strings.Builder
	for word := range strings.SplitSeq(f.Name, "_") {
		if capital, ok := initialisms[word]; ok {
			b.WriteString(capital)
		} else {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// Object is a type of the contract in words.
type Object struct {
	reflect.Type
	// Noun is its name in words: "order item".
	Noun  string
	About string
}

// ObjectOf tells of the struct that a type is, points to or lists; nil if it is
// none of the contract's.
func ObjectOf(t reflect.Type) *Object {
	t = bare(t)
	if t.Kind() != reflect.Struct || isPlain(t) {
		return nil
	}
	return &Object{Type: t, Noun: noun(t), About: sentence(comments()[t.Name()], t.Name())}
}

// Fields are the object's, in the contract's order.
func (o *Object) Fields() []Field { return fieldsOf(o.Type) }

// Field is an input or a field of an object.
type Field struct {
	// Name is the contract's: "due_on".
	Name     string
	Required bool
	// List is true for a list of Object, or of the type that Kind names.
	List bool
	// Kind is a word for the type: "text", "money", "day", "instant", "document",
	// "yes or no", "number", or the words to choose from.
	Kind string
	// Words are those to choose from, nil where there are none.
	Words []string
	// Object is what the field holds, nil for a plain value.
	Object *Object
	About  string
	// Type is the field's own.
	Type reflect.Type
}

func fieldsOf(t reflect.Type) []Field {
	var fields []Field
	for f := range t.Fields() {
		name, option, _ := strings.Cut(f.Tag.Get("erp"), ",")
		if name == "" {
			continue
		}
		fields = append(fields, Field{
			Name: name, Required: option == "required", List: isList(f.Type), Kind: kind(bare(f.Type)), Words: wordsOf(bare(f.Type)),
			Object: ObjectOf(f.Type), About: sentence(comments()[t.Name()+"."+f.Name], f.Name), Type: f.Type,
		})
	}
	return fields
}
