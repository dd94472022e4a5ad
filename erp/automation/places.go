package automation

import (
	"strings"

	"balcao/erp"
)

// An earlier attempt may have run another version of the pack: what it recorded
// under the name of a step may stand under a name that this version does not
// have. Such a step was done, and nobody knows which it is here. So nothing is
// sent until a `lookup` has found as many steps as are missing, a step without a
// `lookup` not at all, and if none of the names is known, nothing is even tried.

// recall compares what an earlier attempt recorded with the unit as it is now.
func (r *run) recall(u *Unit) *failure {
	known := 0
	for place := range r.attempt.Done {
		if u.hasPlace(place) {
			known++
			continue
		}
		r.c.log.Warn("an earlier attempt did a step that the pack no longer has", "function", u.Name, "step", place)
		r.missing.Add(1)
	}
	if known == 0 && r.missing.Load() > 0 {
		return uncertain()
	}
	r.edited = r.missing.Load() > 0
	// What fails before that step is reached does not say that nothing was done.
	r.changed.Store(known > 0)
	return nil
}

// uncertain is the end of a write that only a person can go on with.
func uncertain() *failure {
	const detail = "nothing was sent: the pack was changed since the earlier attempt, and which of its steps were done is not clear"
	return &failure{kind: erp.Unavailable, detail: detail, cause: erp.ErrCannotLook, settled: true, final: true}
}

// mayBe tells whether an effect step that was not found may be one of those that
// are missing.
func (r *run) mayBe(s *Step) bool { return r.edited && (s.Lookup == nil || r.missing.Load() > 0) }

// hasPlace tells whether a unit has the effect step that is recorded under a
// place: "paid", "paid[2]" of one with each, "made.paid" of one that it calls.
func (u *Unit) hasPlace(place string) bool {
	first, rest, nested := strings.Cut(place, ".")
	name, _, item := strings.Cut(first, "[")
	for _, s := range u.Steps {
		if s.Name != name || s.Effect != erp.Write || item != (s.Each != nil) || nested != (s.Call != nil) {
			continue
		}
		return !nested || s.Call.Unit.hasPlace(rest)
	}
	return false
}
