package value

import (
	"reflect"
	"strings"
	"sync"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

var (
	moneyGo    = reflect.TypeFor[erp.Money]()
	dateGo     = reflect.TypeFor[br.Date]()
	documentGo = reflect.TypeFor[br.Document]()
	instantGo  = reflect.TypeFor[time.Time]()
	pdfGo      = reflect.TypeFor[erp.PDF]()
	anyGo      = reflect.TypeFor[any]()
)

// freeText are the contract's fields that a person types: anything may stand in
// them. The other texts are ids, codes and numbers with a form of their own.
var freeText = map[string]bool{
	"name": true, "customer_name": true, "contact_name": true, "title": true, "message": true, "notes": true, "description": true,
	"street": true, "number": true, "complement": true, "district": true, "city": true,
	"interest": true, "origin": true, "utm": true, "landmark": true, "mother_name": true, "coupon": true, "rg": true, "ie": true,
	"reason": true, "remote_message": true, "note": true, "payment_method": true,
}

// typesOf remembers what [TypeOf] found; types of Go never change.
var typesOf sync.Map

// TypeOf is the type of a Go type of the contract, by its erp tags.
func TypeOf(t reflect.Type) *Type {
	if known, ok := typesOf.Load(t); ok {
		return known.(*Type)
	}
	made := typeOf(t)
	typesOf.Store(t, made)
	return made
}

func typeOf(t reflect.Type) *Type {
	switch t {
	case moneyGo:
		return MoneyType
	case dateGo:
		return DateType
	case instantGo:
		return InstantType
	case pdfGo:
		return FileType
	case anyGo:
		return AnyType
	}
	if words := wordsOf(t); words != nil {
		return WordType(words...)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return TypeOf(t.Elem())
	case reflect.String:
		return TextType
	case reflect.Bool:
		return FlagType
	case reflect.Int, reflect.Int64:
		return NumberType
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return FileType
		}
		return ListType(TypeOf(t.Elem()))
	case reflect.Struct:
		return ObjectType(nounOf(t), membersOf(t)...)
	}
	return AnyType
}

func membersOf(t reflect.Type) []Member {
	var members []Member
	for field := range t.Fields() {
		name, required := tagOf(field)
		if name == "" {
			continue
		}
		kind := TypeOf(field.Type)
		if freeText[name] {
			kind = free(kind)
		}
		members = append(members, Member{Name: name, Type: kind, Required: required})
	}
	return members
}

// free marks a text, or a list of texts, as typed by a person.
func free(t *Type) *Type {
	switch {
	case t.kind == kindText:
		return FreeTextType
	case t.kind == kindList && t.Elem().kind == kindText:
		return ListType(FreeTextType)
	}
	return t
}

// tagOf reads `erp:"name,required"`.
func tagOf(field reflect.StructField) (name string, required bool) {
	name, option, _ := strings.Cut(field.Tag.Get("erp"), ",")
	return name, option == "required"
}

// wordsOf are the words of an enumeration of the contract.
func wordsOf(t reflect.Type) []string {
	if t.Kind() != reflect.String {
		return nil
	}
	if w, ok := reflect.Zero(t).Interface().(interface{ Words() []string }); ok {
		return w.Words()
	}
	return nil
}

// nounOf is what messages call a struct: "invoice", "settle input".
func nounOf(t reflect.Type) string {
	var b strings.Builder
	for i, r := range t.Name() {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

// namedTypes are the types that a part's input can have.
var namedTypes = map[string]*Type{
	"any": AnyType, "text": TextType, "free_text": FreeTextType, "id": TextType, "document": TextType, "number": NumberType, "flag": FlagType,
	"money": MoneyType, "date": DateType, "instant": InstantType, "file": FileType, "name": NameType, "secret": SecretType,
}

// TypeNamed is the type that a pack calls by this name: "text", "id",
// "document", "number", "flag", "money", "date", "instant", "file", "name",
// "free_text", "secret", "any", and "list of …" any of them.
func TypeNamed(name string) (*Type, bool) {
	if item, ok := strings.CutPrefix(name, "list of "); ok {
		t, ok := TypeNamed(item)
		if !ok {
			return nil, false
		}
		return ListType(t), true
	}
	t, ok := namedTypes[name]
	return t, ok
}
