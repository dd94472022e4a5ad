package sgp

// Version is which of the names an install's lists and members bear (sgp.md,
// quirks 1 and 2).
type Version int

const (
	// Documented is the version of the page's tables.
	Documented Version = iota
	// Renamed wraps its lists under the other names that clients have met.
	Renamed
	// Bare wraps no list: there is no paginacao either.
	Bare
)

// Quirks are what differs between installs. The zero value is an install as the
// reference page's tables show it.
type Quirks struct {
	Version Version
	// IgnoreOffset repeats the first page whatever offset is asked for (sgp.md,
	// Transport facts, "pagination").
	IgnoreOffset bool
	// NotFound404 answers 404 for a customer who is not found, instead of an
	// empty list (sgp.md, Functions, "customer by CPF/CNPJ").
	NotFound404 bool
	// NoSettling is a token without "Permite Baixar Titulo" (sgp.md, Functions,
	// "settle").
	NoSettling bool
	// Settled200 answers a settlement with 200, as the saved example does,
	// instead of 202 (same row).
	Settled200 bool
	// PlainContacts gives telephones and e-mails as plain texts (sgp.md,
	// Functions, "customer contacts").
	PlainContacts bool
	// PromiseJSON makes liberacaopromessa read JSON alone (sgp.md, Functions,
	// "trust unlock").
	PromiseJSON bool
	// Latin1 are the beginnings of the paths whose answers go out in ISO-8859-1
	// (sgp.md, quirk 7).
	Latin1 []string
	// Denied are the beginnings of the paths that the token may not call: they
	// answer the login page with 200 (sgp.md, Transport facts, "errors").
	Denied []string
	// PDFAsHTML shows the slip's page where its PDF is asked for (the engine's
	// quirks.md, row 25).
	PDFAsHTML bool
	// Abridged gives of each row only the members that the saved answers show.
	Abridged bool
}

// SetQuirks makes it another install, with the same records.
func (s *Server) SetQuirks(q Quirks) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.quirks = q
}

// abridged are the members of o that the saved answer shows, if only those are
// wanted.
func (s *Server) abridged(o object, saved []string) object {
	if s.quirks.Abridged {
		return o.only(saved)
	}
	return o
}
