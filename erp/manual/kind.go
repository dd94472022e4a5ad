package manual

import (
	"reflect"
	"regexp"
	"strings"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// bare is a type without pointers and lists around it.
func bare(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && t != reflect.TypeFor[erp.PDF]() {
		t = t.Elem()
	}
	return t
}

func isList(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t != reflect.TypeFor[erp.PDF]()
}

// isPlain is true for structs that are values: days and instants.
func isPlain(t reflect.Type) bool {
	return t == reflect.TypeFor[br.Date]() || t == reflect.TypeFor[time.Time]()
}

// kind is the word for a bare type.
func kind(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[erp.Money]():
		return "money"
	case reflect.TypeFor[br.Date]():
		return "day"
	case reflect.TypeFor[time.Time]():
		return "instant"
	case reflect.TypeFor[br.Document]():
		return "document"
	}
	switch {
	case wordsOf(t) != nil:
		return strings.Join(wordsOf(t), ", ")
	case t.Kind() == reflect.Bool:
		return "yes or no"
	case t.Kind() == reflect.Int:
		return "number"
	case t.Kind() == reflect.Struct:
		return noun(t)
	}
	return "text"
}

func wordsOf(t reflect.Type) []string {
	words, ok := reflect.Zero(t).Interface().(interface{ Words() []string })
	if !ok || t.Kind() != reflect.String {
		return nil
	}
	return words.Words()
}

var humps = regexp.MustCompile(`([a-z])([A-Z])`)

// noun is a type's name in words: "order item".
func noun(t reflect.Type) string {
	return strings.ToLower(humps.ReplaceAllString(t.Name(), "$1 $2"))
}

// sentence is a comment without the Go name that it begins with.
func sentence(comment, name string) string {
	m := regexp.MustCompile(`^` + name + `( \([^)]+\))?( is| are| has)? (.+)$`).FindStringSubmatch(comment)
	if m == nil {
		return comment
	}
	said := capital(m[3])
	if m[1] != "" {
		said = capital(strings.TrimSuffix(strings.TrimPrefix(m[1], " ("), ")")) + ": " + m[3]
	}
	return said
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
