package ixc

import (
	"slices"
	"strings"

	"balcao/erp/standin"
)

// Quirks are what differs from install to install, or from day to day. The zero
// value is an install on a good day. What every install does is no quirk: it
// is always on.
type Quirks struct {
	// Forbidden are resources that the group of the token's user may not use:
	// "Recurso não disponível" (ixc.md, Transport facts, "token life", "errors").
	Forbidden []string
	// ForeignAddress: the caller's address is not in "Redes permitidas"
	// (ixc.md, Transport facts, "IP allow-list").
	ForeignAddress bool
	// MaxRows, if not 0, is the rp above which a list takes too long: 504
	// (ixc.md, Transport facts, "errors").
	MaxRows int
	// ClosedPeriod: the fiscal period is closed. A settlement is taken and
	// changes nothing (ixc.md, Functions, "settle").
	ClosedPeriod bool
	// TakesReceived: a settlement of a received title is taken like any other. The
	// page says that IXC refuses it; a test of what is sent twice needs an ERP that
	// does not.
	TakesReceived bool
	// BoletoPage: get_boleto answers an HTML page with 200 (quirks.md, rows 2 and 25).
	BoletoPage bool
	// EmptyPIX: get_pix succeeds for every title with both texts empty
	// (ixc.md, Functions, "PIX copy-and-paste").
	EmptyPIX bool
	// Dropped are columns by table that writes silently leave as they are
	// (ixc.md, quirk 2), beside those that always do.
	Dropped map[string][]string
	// IgnoreBrazilianDates: a filter with dd/mm/yyyy does not filter (ixc.md,
	// Transport facts, "dates").
	IgnoreBrazilianDates bool
	// JSONErrors: a call with the header ixc-type-response gets the red box's
	// words as JSON (ixc.md, Transport facts, "JSON errors switch": effect not
	// documented, so it has none unless this is set).
	JSONErrors bool
	// English: the token's user has set that language (ixc.md, Transport facts, "success").
	English bool
}

// SetQuirks changes the install's habits, from the next call on.
func (s *Server) SetQuirks(q Quirks) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.quirks = q
}

func (s *Server) forbids(resource string) bool {
	return slices.Contains(s.quirks.Forbidden, resource)
}

func (q Quirks) drops(t *table, column string) bool {
	return column == "id" || slices.Contains(t.readOnly, column) || slices.Contains(q.Dropped[t.name], column)
}

// soften gives the red box as JSON, if the install does that and the caller
// asked for it.
func (q Quirks) soften(reply standin.Reply, header string) standin.Reply {
	if q.JSONErrors && header == "application/json" && strings.Contains(string(reply.Body), redBoxText) {
		return refused(redBoxText)
	}
	return reply
}
