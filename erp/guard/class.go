package guard

import "context"

// Class is how urgent a request is. More urgent ones go first, and each class
// has places that less urgent ones cannot take.
type Class int

const (
	// Write: a payment or an order, and the reads that belong to it.
	Write Class = iota
	// Person: somebody is waiting for the answer. This is the default.
	Person
	// Refresh: a cache renews what it has.
	Refresh
	// Reconcile: books are compared, nobody waits.
	Reconcile

	classes = iota
)

type classKey struct{}

// WithClass gives the requests made under ctx a class.
func WithClass(ctx context.Context, class Class) context.Context {
	return context.WithValue(ctx, classKey{}, class)
}

// ClassOf is the class of the requests made under ctx.
func ClassOf(ctx context.Context) Class {
	if class, ok := ctx.Value(classKey{}).(Class); ok {
		return class
	}
	return Person
}

// places is how many requests of this class and the less urgent ones may be
// under way at once, of atOnce in all: a quarter is kept free for each class
// above, and each class always has one.
func (c Class) places(atOnce int) int {
	reserved := 0
	if atOnce > 1 {
		reserved = max(1, atOnce/4)
	}
	return max(1, atOnce-int(c)*reserved)
}
