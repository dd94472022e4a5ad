package ledger

import (
	"fmt"
	"slices"
	"strings"
)

// State is what stands of a write. The words are the public ones of WriteState
// in schema.graphqls.
type State string

const (
	// Accepted: taken, to be sent.
	Accepted State = "ACCEPTED"
	// Sending: on its way, under a lease.
	Sending State = "SENDING"
	// Confirmed: the ERP has it, with evidence.
	Confirmed State = "CONFIRMED"
	// Refused: the ERP said no. Never the state of a settlement, whose money is
	// already taken.
	Refused State = "REFUSED"
	// Unknown: a byte may have reached the ERP and no verdict came back.
	Unknown State = "UNKNOWN"
	// NeedsAttention: a person has to look at it.
	NeedsAttention State = "NEEDS_ATTENTION"
	// Closed: ended by a person.
	Closed State = "CLOSED"
	// Reversed: the payment was given back.
	Reversed State = "REVERSED"
)

// States are all of them, in the order of a write's life.
var States = []State{Accepted, Sending, Unknown, Confirmed, Refused, NeedsAttention, Closed, Reversed}

// Open are the states in which Balcão goes on by itself.
var Open = []State{Accepted, Sending, Unknown}

// IsOpen tells whether Balcão goes on by itself.
func (s State) IsOpen() bool { return slices.Contains(Open, s) }

// Holds tells whether a settlement in this state keeps its invoice from being
// paid again: money is taken, and it is not settled whether the ERP has it.
func (s State) Holds() bool { return s.IsOpen() || s == NeedsAttention }

// Actor is who brings a transition about.
type Actor string

const (
	ByBalcao Actor = "Balcão"
	ByAdmin  Actor = "a person"
)

// Transition is one step that a write may take.
type Transition struct {
	From, To State // From is empty for a new write
	By       Actor
	// When tells the condition, for docs/settlements.md.
	When string
	// Settlements is false for a step that no settlement takes.
	Settlements bool
}

// Transitions are all steps there are. Whatever is not among them is refused by
// the one function that changes states.
var Transitions = []Transition{
	{"", Accepted, ByBalcao, "it was handed in, well-formed and with a new key", true},
	{Accepted, Sending, ByBalcao, "an attempt begins: a lease with a number and an end", true},
	{Sending, Accepted, ByBalcao, "provably nothing was sent: no connection, breaker open, log-in or a read before failed; or the lease ended before the request", true},
	{Sending, Confirmed, ByBalcao, "evidence: the ERP has it", true},
	{Sending, Refused, ByBalcao, "the ERP said no", false},
	{Sending, Unknown, ByBalcao, "a byte may have left and there is no verdict, or the lease ended after the request had begun", true},
	{Sending, NeedsAttention, ByBalcao, "it cannot go on by itself: refused with money taken, paid elsewhere, not supported, an amount that nobody asked for", true},
	{Unknown, Confirmed, ByBalcao, "evidence, seen later", true},
	{Unknown, Accepted, ByBalcao, "absence proved: two looks, both after the time in which the ERP may still apply it, show nothing", true},
	{Unknown, NeedsAttention, ByBalcao, "the pack cannot tell, or it took too long", true},
	{Accepted, NeedsAttention, ByBalcao, "it took too long", true},
	{NeedsAttention, Accepted, ByAdmin, "send it again", true},
	{NeedsAttention, Confirmed, ByAdmin, "the ERP has it: a person has seen to it", true},
	{NeedsAttention, Closed, ByAdmin, "refunded, a duplicate, or entered by hand", true},
	{Confirmed, Reversed, ByAdmin, "the payment was given back", true},
}

// May tells whether a write may go from one state to another.
func May(from, to State, settlement bool) bool {
	return slices.ContainsFunc(Transitions, func(t Transition) bool {
		return t.From == from && t.To == to && (t.Settlements || !settlement)
	})
}

// StateTable is [Transitions] as a table in Markdown, for docs/settlements.md.
func StateTable() string {
	var b strings.Builder
	b.WriteString("| from | to | by | when | settlements |\n| --- | --- | --- | --- | --- |\n")
	for _, t := range Transitions {
		from, also := string(t.From), "yes"
		if from == "" {
			from = "–"
		}
		if !t.Settlements {
			also = "never"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", from, t.To, t.By, t.When, also)
	}
	return b.String()
}
