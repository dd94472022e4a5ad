package hubsoft

import "slices"

// Quirks are what differs from install to install, or what the page leaves
// open and a test wants the other way. The zero value is how the ERP starts.
type Quirks struct {
	// Denied are paths, such as "cliente/financeiro", that the API user may not
	// use. Not documented; chosen: they answer a status error like any other
	// (hubsoft.md, quirk 1) and never 401, which is for tokens only.
	Denied []string
	// Required are fields that the panel demands of a prospect besides those
	// that are always: hubsoft.md, "prospect/order, lead", "Which fields are
	// required is configurable in the panel".
	Required []string
	// PartialSettles closes an invoice for less than is due. The page does not
	// say what a partial payment does; chosen for the start: it is refused.
	PartialSettles bool
}

// SetQuirks puts q in place of the quirks that were set before.
func (s *Server) SetQuirks(q Quirks) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.quirks = Quirks{slices.Clone(q.Denied), slices.Clone(q.Required), q.PartialSettles}
}
