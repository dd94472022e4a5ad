package automation

import (
	"fmt"

	"balcao/erp"
)

// Inspection is a connection as it stands at one moment, for people who look
// after it.
type Inspection struct{ b *bound }

// Inspect looks at the connection with the pack that the next call runs.
func (c *Connection) Inspect() Inspection { return Inspection{c.current()} }

// Pack is the pack.
func (i Inspection) Pack() *Pack { return i.b.pack }

// Supports tells whether a function can be run, and if not, why.
func (i Inspection) Supports(f *erp.Info) (ok bool, reason string) { return i.b.supports(f) }

// Unit is what runs a function, its own or that of the function whose rows it is
// made of; nil if the pack has neither.
func (i Inspection) Unit(f *erp.Info) *Unit {
	u := i.b.pack.Functions[f.Name]
	if _, left := i.b.pack.NotSupported[f.Name]; u == nil && !left && f.From != nil {
		return i.Unit(f.From)
	}
	return u
}

// Missing are the settings that have to be filled in for a function.
func (i Inspection) Missing(f *erp.Info) []string {
	u := i.Unit(f)
	if u == nil {
		return nil
	}
	return i.b.missing(u.Needs)
}

// Filled tells whether a setting has a value, filled in or the pack's own.
func (i Inspection) Filled(s *Setting) bool { return i.b.settings[s.Name] != nil }

// Value is what a setting is set to, as text; empty for one that is not, and for
// all whose value may be a secret, by their type or by mistake.
func (i Inspection) Value(s *Setting) string {
	switch {
	case s.Type == SettingSecret || !i.Filled(s):
		return ""
	case s.Pick != "", s.Type == SettingNumber, s.Type == SettingFlag, s.Type == SettingChoice:
		return fmt.Sprint(i.b.settings[s.Name])
	}
	return ""
}

// Forget drops the answers that steps with `keep` have kept across runs.
func (c *Connection) Forget() { c.kept.clear() }
