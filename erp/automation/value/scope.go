package value

import "time"

// Scope holds the names an expression may mention, with their values. A child
// sees its parent's names. Reading is safe from several goroutines as long as
// nobody calls [Scope.Set] on the scope or one above it.
type Scope struct {
	parent *Scope
	names  []string
	values []any
	now    func() time.Time
	zone   *time.Location
}

// NewScope begins an empty scope. now is the run's clock, zone the tenant's: it
// decides what day it is.
func NewScope(now func() time.Time, zone *time.Location) *Scope {
	return &Scope{now: now, zone: zone}
}

// Child is a scope below this one; it costs next to nothing.
func (s *Scope) Child() *Scope { return &Scope{parent: s, now: s.now, zone: s.zone} }

// Set gives a name its value, or a new one, in this scope.
func (s *Scope) Set(name string, v any) {
	for i, n := range s.names {
		if n == name {
			s.values[i] = v
			return
		}
	}
	s.names, s.values = append(s.names, name), append(s.values, v)
}

// Get finds a name here or above.
func (s *Scope) Get(name string) (any, bool) {
	for ; s != nil; s = s.parent {
		for i, n := range s.names {
			if n == name {
				return s.values[i], true
			}
		}
	}
	return nil, false
}

// zoneOr is the pack's own zone, or else the tenant's.
func (s *Scope) zoneOr(pack *time.Location) *time.Location {
	switch {
	case pack != nil:
		return pack
	case s != nil && s.zone != nil:
		return s.zone
	}
	return time.UTC
}
