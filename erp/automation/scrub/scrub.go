// Package scrub makes examples of what a real ERP answered: whoever is in it
// becomes somebody who does not exist. The same original becomes the same fake
// wherever and however it is written (529.982.247-25 and 52998224725, João and
// JOAO, ã and %C3%A3), so that what belongs together stays together.
//
// A [Scrubber] learns first and replaces then: a name that one answer tells under
// "nome" may stand in the free text of an answer before it. Fakes are counted,
// not computed from the originals, so nothing leads back.
//
// members.go says which members tell of people, learn.go what is learned of their
// values and of any text, text.go replaces, fakes.go makes up. [Scrubber.Leaks]
// looks at a result once more by other means than those that made it.
package scrub

import (
	"maps"
	"slices"
	"strings"
)

// Kind is what a text tells of somebody.
type Kind int

// The kinds.
const (
	None Kind = iota
	Document
	Name
	Email
	Phone
	Birth
	PostalCode
	// Place is a street, district or city.
	Place
	// House is a number or complement of an address.
	House
	Position
	// Login is a user of the network or of a portal.
	Login
	// Code is a number or key of a person's things: a MAC, a card, an NSU.
	Code
	// Note is free text about somebody.
	Note
	// Secret is a password or token.
	Secret
)

// Scrubber knows the originals and fakes of one recording. It is not safe for
// concurrent use.
type Scrubber struct {
	// tokens are words of names, folded, with their fakes; joined are several of
	// them written as one.
	tokens, joined map[string]string
	// phrases are places and logins, folded.
	phrases map[string]string
	// brief are places too short to be phrases.
	brief map[string]string
	// digits are documents, postal codes and the local parts of phones, and codes
	// of digits alone.
	digits map[string]string
	// literals are secrets, codes, alphanumeric documents and whole PIX codes.
	literals map[string]string
	emails   map[string]string
	births   map[day]day
	boletos  map[string]string // by bar code
	houses   map[string]string
	hosts    map[string]string
	// ours are references that Balcão sent.
	ours []string
	// made counts what was made up, kept are the texts that were left alone.
	made map[string]int
	kept map[string]bool
	// order are the originals of a map, longest first.
	order map[string][]string
	// catalogue is true while what is read is nobody's.
	catalogue bool
}

// New is a scrubber that knows nobody.
func New() *Scrubber {
	return &Scrubber{
		tokens: map[string]string{}, joined: map[string]string{}, phrases: map[string]string{}, brief: map[string]string{}, digits: map[string]string{},
		literals: map[string]string{}, emails: map[string]string{}, births: map[day]day{}, boletos: map[string]string{},
		houses: map[string]string{}, hosts: map[string]string{}, made: map[string]int{}, kept: map[string]bool{}, order: map[string][]string{},
	}
}

// Host replaces a server's name, of the ERP itself, wherever it stands.
func (s *Scrubber) Host(original, fake string) { s.hosts[strings.ToLower(original)] = fake }

// Ours says that a text is a reference of ours. In a note that the ERP keeps it
// stays what it is in the input, or a payment could not be recognised by it.
func (s *Scrubber) Ours(reference string) {
	if reference != "" && !slices.Contains(s.ours, reference) {
		s.ours = append(s.ours, reference)
	}
}

// Catalogue says whether what is learned and scrubbed from now on is a list that
// is nobody's, such as the products on sale: a "nome" in it is no person's.
func (s *Scrubber) Catalogue(nobodys bool) { s.catalogue = nobodys }

// Value is a tree of JSON without the people in it. Everything in it has been
// learned before.
func (s *Scrubber) Value(v any) any { return s.value(v, context{}) }

// Kept are the texts that were left as they are, sorted: what is wrong with them
// only a reader can see.
func (s *Scrubber) Kept() []string { return slices.Sorted(maps.Keys(s.kept)) }

// context is where in a tree a value stands.
type context struct {
	// name is the member's, parent that of the object or list around it.
	name, parent string
	// person and address tell what the other members of the object are about.
	person, address bool
}

func (c context) of(object map[string]any, name string) context {
	inner := context{name: name, parent: c.name}
	for sibling := range object {
		inner.person = inner.person || tellsOfAPerson(sibling)
		inner.address = inner.address || tellsOfAnAddress(sibling)
	}
	return inner
}

func (s *Scrubber) value(v any, c context) any {
	switch v := v.(type) {
	case nil, bool:
		return v
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, member := range v {
			object[s.key(name)] = s.value(member, c.of(v, name))
		}
		return object
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = s.value(item, c)
		}
		return list
	case string:
		return s.field(s.kindOf(c, v), v)
	}
	return s.number(v, c)
}
