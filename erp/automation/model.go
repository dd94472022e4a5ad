package automation

import (
	"reflect"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// Pack is an ERP's folder, checked and compiled: everything the engine needs to
// run its functions. It is never written to after [Load], so any number of runs
// may share it.
type Pack struct {
	// Name is the pack's own name ("ixc"), Title its name for people.
	Name, Title string
	// Version is the pack's own version, "1.0" if it names none.
	Version string
	// Language is the version of the automation language it is written in.
	Language int
	// Extends names the pack that this folder stands over, nil if none.
	Extends *Extends
	// Settings are what the provider fills in, in written order.
	Settings []*Setting
	// Hosts are the addresses; the first is the default.
	Hosts []*Host
	// Session is the log-in, nil if the ERP needs none.
	Session *Session
	// Rules judge every answer, after the step's own.
	Rules []*AnswerRule
	// Formats are how this ERP writes money and dates.
	Formats *value.Formats
	// Tables are the code lists, by name and code.
	Tables map[string]map[string]any
	Limits Limits
	// Evidence tells how a payment is recognised when it is read back.
	Evidence Evidence
	// SettlesWithin is how long after an unanswered request the ERP may still
	// apply a payment; zero if the pack does not say.
	SettlesWithin time.Duration
	// PartialPayments tells whether this ERP can register a payment of less than
	// is open; true if the pack does not say.
	PartialPayments bool
	// NotSupported are reasons by function name.
	NotSupported map[string]string
	// Functions and Parts by name, without ".yaml".
	Functions, Parts map[string]*Unit
	// Examples are the pack's tests, sorted by name.
	Examples []*Example
	// Fingerprint is a hash of all files the pack was made of: equal
	// fingerprints are equal packs.
	Fingerprint string
}

// Unit finds a part or a function by name; nil if there is none. Parts come
// first: their names cannot be those of functions.
func (p *Pack) Unit(name string) *Unit {
	if u := p.Parts[name]; u != nil {
		return u
	}
	return p.Functions[name]
}

// Setting finds a setting by name, nil if there is none.
func (p *Pack) Setting(name string) *Setting {
	for _, s := range p.Settings {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// Host finds a host by name, nil if there is none.
func (p *Pack) Host(name string) *Host {
	for _, h := range p.Hosts {
		if h.Name == name {
			return h
		}
	}
	return nil
}

// Extends is what a provider's own folder stands over.
type Extends struct {
	Pack, Version string
}

// SettingType is the kind of value a setting takes.
type SettingType string

// The types of settings.
const (
	SettingText   SettingType = "text"
	SettingSecret SettingType = "secret"
	SettingURL    SettingType = "url"
	SettingNumber SettingType = "number"
	SettingFlag   SettingType = "flag"
	SettingChoice SettingType = "choice"
)

// Setting is a value that the provider fills in.
type Setting struct {
	Name           string
	Type           SettingType
	Label, Example string
	// Default is taken where the provider fills in nothing, nil if there is
	// none.
	Default *string
	// Optional settings may stay empty: expressions then see null.
	Optional bool
	// Choices are the allowed values of a choice.
	Choices []string
	// Pick names the function or part that lists code and name, empty if none.
	Pick string
	Pos  value.Pos
}

// Charset is how an ERP's bytes become text.
type Charset string

// The charsets of hosts.
const (
	UTF8   Charset = "utf-8"
	Latin1 Charset = "latin-1"
	// MKMixed is MK Solutions' mixture: UTF-8 in some fields, Latin-1 in
	// others, told apart by the bytes.
	MKMixed Charset = "mk-mixed"
)

// Host is an address and what every request to it carries.
type Host struct {
	Name string
	// URL mentions settings only.
	URL *value.Text
	// Headers, Query and Form are carried by every request; a request's own
	// member of the same name stands in for it. Form is added to requests that
	// have a form, JSON to those whose body is an object.
	Headers, Query, Form []*Member
	// JSON is an object node, nil if there is none.
	JSON    *Node
	Charset Charset
	// Timeout of one request, zero for the pack's.
	Timeout time.Duration
	// NeedsSession is true if the host carries something of the session.
	NeedsSession bool
	// Needs are the settings it uses, sorted; without those of the session.
	Needs []string
	Pos   value.Pos
}

// Session is the log-in of an ERP.
type Session struct {
	// Steps run on hosts that do not use the session.
	Steps []*Step
	// Output are the names that are read elsewhere as session.x.
	Output []*SessionValue
	// Expires gives an instant, or a number of seconds from now; nil if the
	// ERP does not say.
	Expires *value.Expr
	// Uses gives how many requests a session serves; nil, or null, for any
	// number.
	Uses *value.Expr
	// Needs are the settings it uses, sorted.
	Needs []string
	Pos   value.Pos
}

// SessionValue is one value of the session's output.
type SessionValue struct {
	Name string
	Expr *value.Expr
}

// Verdict is what a rule says of an answer.
type Verdict string

// The six words, see "How an answer is judged" in docs/automation.md.
const (
	OK              Verdict = "ok"
	Empty           Verdict = "empty"
	Refused         Verdict = "refused"
	NotDone         Verdict = "not_done"
	Unauthenticated Verdict = "unauthenticated"
	Unavailable     Verdict = "unavailable"
	// Unknown is no rule's word but that of if_never: no verdict, as after a
	// request that was maybe sent.
	Unknown Verdict = "unknown"
)

// AnswerRule judges an answer: the first whose condition holds decides.
type AnswerRule struct {
	Verdict Verdict
	When    *value.Expr
	// Message are the ERP's words to the reader, nil if the rule has none.
	Message *value.Text
	Pos     value.Pos
}

// Limits bound what is asked of an ERP. Zero means the engine's default.
type Limits struct {
	// AtOnce is how many requests may run side by side.
	AtOnce int
	// PerMinute is how many requests may be sent in a minute.
	PerMinute int
	// Timeout is that of one request, Total that of one run.
	Timeout, Total time.Duration
	// AnswerSize is the largest answer in bytes.
	AnswerSize int64
}

// Evidence tells how a payment is recognised when it is read back.
type Evidence string

// The kinds of evidence.
const (
	// EvidenceReference: the payment carries our reference.
	EvidenceReference Evidence = "reference"
	// EvidenceAmountAndDate: only its amount and day can be compared.
	EvidenceAmountAndDate Evidence = "amount_and_date"
	// EvidenceNone: it cannot be recognised; a person decides.
	EvidenceNone Evidence = "none"
)

// Unit is a function or a part.
type Unit struct {
	Name string
	// Function is the contract's, nil for a part.
	Function *erp.Info
	// Inputs are what it is given, in written order; a function's are those of
	// the contract.
	Inputs []*Param
	// Returns is a part's promised type of the contract, nil if it promises
	// none; a function's is Function.Out.
	Returns reflect.Type
	// Type is the static type of its result.
	Type *value.Type
	// Batch is set where one run answers many inputs.
	Batch  *Batch
	Steps  []*Step
	Output *Output
	// Effect is Write if a step, or one of what it calls, changes something.
	Effect erp.Effect
	// Needs are the settings it uses, sorted: its own, those of its hosts, of
	// their session and of what it calls.
	Needs []string
	// NeedsSession is true if a request of it or of what it calls goes to a
	// host that uses the session.
	NeedsSession bool
	// About, Source, Confidence and Tested are for people.
	About, Source, Confidence, Tested string
	Pos                               value.Pos
}

// Step finds a step by name, nil if there is none.
func (u *Unit) Step(name string) *Step {
	for _, s := range u.Steps {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// Param is an input of a function or part.
type Param struct {
	Name string
	Type *value.Type
	// Name-typed parameters (IsName) take only words written in the pack.
	IsName bool
	// Optional parameters are null where nothing is given.
	Optional bool
	Pos      value.Pos
}

// Batch makes one run answer many inputs.
type Batch struct {
	// Key is the input of which many are given, as "keys".
	Key string
	// Size is the largest number of keys in one run.
	Size int
}

// Step is one thing that a function does. Exactly one of Request, Call, Value,
// Fail and Download is set.
type Step struct {
	Name string
	Pos  value.Pos
	// If is asked before the step, or for each item; nil means always.
	If *value.Expr
	// Each makes the step run once for each item, AtOnce at the same time
	// (zero: the pack's limit).
	Each   *value.Expr
	AtOnce int

	Request  *Request
	Call     *Invocation
	Value    *value.Expr
	Fail     *Fail
	Download *Download

	// Rules are the step's own, tried before the pack's.
	Rules []*AnswerRule
	// Take is the part of the answer that is kept; nil keeps all.
	Take *value.Expr
	// Optional steps give null where they fail.
	Optional bool
	Pages    *Pages
	// Until repeats the step until it holds: every Every, for For at most. It
	// sees the step's own value under the step's name.
	Until      *value.Expr
	Every, For time.Duration
	// IfNever is what it means when Until never holds: NotDone or Unknown.
	IfNever Verdict
	// Effect is Write for a step that changes something; a call has the effect
	// of what it calls.
	Effect erp.Effect
	// Repeatable is nil where the step does not say. True: a write that may be
	// sent twice. False: a read that must not be.
	Repeatable *bool
	// Lookup is a read that finds what an earlier try of this write made. Its
	// name is the step's.
	Lookup *Step
	// Keep is how long a read's result is kept across runs; zero: not at all.
	Keep time.Duration
	// Timeout of one request, zero for the host's or the pack's.
	Timeout time.Duration
	// Uses are the earlier steps it mentions, in file order.
	Uses []string
	// Type is the static type of its value; of a list with Each.
	Type *value.Type
}

// Invocation calls a function or part of the pack.
type Invocation struct {
	Unit *Unit
	With []*Arg
}

// Arg is an input given to what is called.
type Arg struct {
	Param *Param
	// Optional arguments (their name was written with "?") are not given where
	// their value is null.
	Optional bool
	Value    *Node
}

// Fail ends the run.
type Fail struct {
	// Verdict is Empty, Refused or NotDone.
	Verdict Verdict
	Message *value.Text
}

// Download fetches a link that the ERP gave.
type Download struct {
	Link *value.Expr
	// From are hosts that the link may lead to besides the pack's own:
	// "files.example", or "*.example" for all below it.
	From []string
	// Expect is Text, or PDF; JSON where it was given so.
	Expect Shape
}

// Shape is what an answer is expected to be.
type Shape string

// The shapes of answers.
const (
	JSON      Shape = "json"
	PlainText Shape = "text"
	// PDF is bytes that begin with %PDF, or base64 of them.
	PDF Shape = "pdf"
)

// Request is one HTTP request. At most one of Form, Multipart, JSON and Text is
// set. What its host carries is not merged into it.
type Request struct {
	Method string
	Host   *Host
	// Path begins with a slash and stands after the host's URL.
	Path                            *value.Text
	Query, Headers, Form, Multipart []*Member
	JSON                            *Node
	// Text is a whole body of plain text.
	Text   *value.Text
	Expect Shape
}

// Member is a named value of a query, header list, form, multipart body or JSON
// object. A form or query member whose value is a list repeats the name.
type Member struct {
	// Name is constant everywhere but in JSON, where it may hold values.
	Name *value.Text
	// Optional members (their name was written with "?") are left out where
	// their value is null.
	Optional bool
	Value    *Node
	Pos      value.Pos
}

// NodeKind tells what a [Node] is.
type NodeKind int

// The kinds of nodes.
const (
	// LiteralNode is a value as it stands in the file.
	LiteralNode NodeKind = iota
	// TextNode is a text with values in it.
	TextNode
	// ObjectNode has members.
	ObjectNode
	// ListNode has items.
	ListNode
	// JSONTextNode (!json) is the JSON text of its one item.
	JSONTextNode
	// MergeNode (!merge) is one object made of its items; later members win.
	// An item that is a TextNode may give an object, a list of objects or null.
	MergeNode
)

// Node is a value to be sent: a tree of what stands in the file.
type Node struct {
	Kind NodeKind
	// Literal is nil, bool, int64, value.Decimal or string.
	Literal any
	Text    *value.Text
	Members []*Member
	Items   []*Node
	Pos     value.Pos
}

// Pages asks page after page, until one is empty, repeated or shorter than
// Size.
type Pages struct {
	// First is the first page's number, Step what is added for the next.
	First, Step int64
	// Next gives the next page's number or token in place of Step, null at the
	// end. It sees page, answer and taken.
	Next *value.Expr
	// Size is how many items a full page has, zero if that is not known.
	Size int
	// AtMost is how many pages are asked for; more is an error.
	AtMost int
}

// Output says what a unit answers.
//
// Exactly one of Whole, Fields, Texts and Text is set, or none with Each: then
// each item is the result.
type Output struct {
	// Each is the list of which every item becomes a row; If leaves items out.
	Each, If *value.Expr
	// Key gives whose row it is in a batch: one key or a list.
	Key *value.Expr
	// Whole is one expression for all of it.
	Whole *value.Expr
	// Fields are an object's, or each row's.
	Fields []*Field
	// Texts is a list of expressions whose nulls are dropped.
	Texts []*value.Expr
	// Text is the one text of each item, for a list of texts; nulls are dropped.
	Text *value.Expr
	// Type is the contract's type of the whole result ([]erp.Invoice), nil
	// where the result has none and stays a plain value.
	Type reflect.Type
	// Row is the struct of one row or of the one object (erp.Invoice); nil
	// where there is none.
	Row reflect.Type
	// Set writes what Whole gives, one item where neither Whole nor Fields is
	// set, or an item of the list that Texts or Text give. Its target is of
	// Type, or for an item of Type's element. Nil where Type is nil.
	Set value.Setter
	Pos value.Pos
}

// Field is one field of an output.
type Field struct {
	Name string
	// Index is the field's place in the struct, -1 where there is none.
	Index int
	// Required fields of the contract may not be null.
	Required bool
	// Expr gives the value; nil where Nested is set.
	Expr *value.Expr
	// Nested is an inner object or list.
	Nested *Output
	// Set writes Expr's value to the struct's field; nil where there is no
	// struct.
	Set value.Setter
	Pos value.Pos
}
