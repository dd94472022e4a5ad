package value

import "strings"

// kind is a set of the kinds of value; a [Type] has one, a function's parameter
// takes several.
type kind uint16

const (
	kindNull kind = 1 << iota
	kindText
	kindNumber
	kindFlag
	kindMoney
	kindDate
	kindInstant
	kindFile
	kindList
	kindObject
	kindWord
	kindName
	kindAny kind = 1<<16 - 1

	kindScalar = kindText | kindNumber | kindWord | kindName
)

// marks are properties of a value that go over to what is made of it.
type marks uint8

const (
	markSecret   marks = 1 << iota // a password, a token: never shown
	markFree                       // typed by a person, any characters
	markComposed                   // put together by join
)

// Type is what is known of a value before it runs.
type Type struct {
	kind   kind
	name   string // of an object of the contract: "invoice"
	words  []string
	elem   *Type
	fields []Member
	table  bool // an object whose keys are codes: its members are looked up
	// written is true for a text made by a format of the pack: nothing in it
	// comes from a person, so it may stand beside other text as it is.
	written bool
	marks   marks
}

// Member is a member of an object type.
type Member struct {
	Name     string
	Type     *Type
	Required bool
}

// The types without parts. Any is a value of which nothing is known before it
// runs: an ERP's JSON. NameType is a part's input that takes only words written
// in the pack.
var (
	AnyType     = &Type{kind: kindAny}
	TextType    = &Type{kind: kindText}
	NumberType  = &Type{kind: kindNumber}
	FlagType    = &Type{kind: kindFlag}
	MoneyType   = &Type{kind: kindMoney}
	DateType    = &Type{kind: kindDate}
	InstantType = &Type{kind: kindInstant}
	FileType    = &Type{kind: kindFile}
	NullType    = &Type{kind: kindNull}
	NameType    = &Type{kind: kindName}
	writtenType = &Type{kind: kindText, written: true}
	// FreeTextType is text that a person typed.
	FreeTextType = &Type{kind: kindText, marks: markFree}
	// SecretType is a text that is never shown.
	SecretType = &Type{kind: kindText, marks: markSecret}
)

// WordType is one of the contract's words.
func WordType(words ...string) *Type { return &Type{kind: kindWord, words: words} }

// ListType is a list of elem.
func ListType(elem *Type) *Type { return &Type{kind: kindList, elem: elem} }

// ObjectType is an object with exactly these members; name is what messages
// call it ("invoice") and may be empty.
func ObjectType(name string, members ...Member) *Type {
	return &Type{kind: kindObject, name: name, fields: members}
}

// AsSecret is the same type, marked as never to be shown.
func (t *Type) AsSecret() *Type { return t.marked(markSecret) }

// Secret tells whether values of the type, or a member, may never be shown.
func (t *Type) Secret() bool { return t.allMarks()&markSecret != 0 }

// Elem is the type of a list's items, [AnyType] for anything else.
func (t *Type) Elem() *Type {
	if t.kind == kindList && t.elem != nil {
		return t.elem
	}
	return AnyType
}

// Members are those of an object type, nil for others.
func (t *Type) Members() []Member { return t.fields }

// IsAny tells whether nothing is known of the value.
func (t *Type) IsAny() bool { return t.kind == kindAny }

// IsList tells whether the type is a list.
func (t *Type) IsList() bool { return t.kind == kindList }

// IsFlag tells whether the type is a condition.
func (t *Type) IsFlag() bool { return t.kind == kindFlag }

// IsName tells whether the type is [NameType].
func (t *Type) IsName() bool { return t.kind == kindName }

// Words are the words a value may be, nil if it is no word of the contract.
func (t *Type) Words() []string { return t.words }

// Member is the type of a member; false if the type is known not to have it.
func (t *Type) Member(name string) (*Type, bool) {
	if t.kind != kindObject {
		return AnyType.marked(t.marks), t.kind == kindAny || t.kind == kindNull
	}
	for i := range t.fields {
		if t.fields[i].Name == name {
			return t.fields[i].Type.marked(t.marks), true
		}
	}
	return AnyType, false
}

// String is what messages call a value of the type: "an instant".
func (t *Type) String() string {
	switch t.kind {
	case kindList:
		return "a list"
	case kindObject:
		if t.name != "" {
			return article(t.name)
		}
		return "an object"
	case kindWord:
		return "one of " + strings.Join(t.words, ", ")
	case kindText:
		if t.marks&markFree != 0 {
			return "free text"
		}
	}
	return t.kind.String()
}

func (t *Type) is(k kind) bool { return t.kind == kindAny || t.kind&k != 0 }

func (t *Type) known(k kind) bool { return t.kind != kindAny && t.kind&k != 0 }

func (t *Type) marked(m marks) *Type {
	if m == 0 || t.marks|m == t.marks {
		return t
	}
	copied := *t
	copied.marks |= m
	return &copied
}

// allMarks are the marks of the value and of everything within.
func (t *Type) allMarks() marks {
	m := t.marks
	if t.elem != nil {
		m |= t.elem.allMarks()
	}
	for _, f := range t.fields {
		m |= f.Type.allMarks()
	}
	return m
}

var kindNames = []struct {
	kind kind
	name string
}{
	{kindMoney, "money"}, {kindDate, "a day"}, {kindInstant, "an instant"}, {kindText, "text"}, {kindWord, "a word of the contract"},
	{kindName, "a name"}, {kindNumber, "a number"}, {kindFlag, "a condition"}, {kindFile, "a file"}, {kindList, "a list"},
	{kindObject, "an object"}, {kindNull, "nothing"},
}

// String lists the kinds as a message names them: "a day or an instant". Words
// and names are told as the texts they are.
func (k kind) String() string {
	if k == kindAny {
		return "unknown"
	}
	if k&kindText != 0 {
		k &^= kindWord | kindName
	}
	var names []string
	for _, n := range kindNames {
		if k&n.kind != 0 {
			names = append(names, n.name)
		}
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}
