package sgp

// slipLink is the page of a title's slip: the number in it is numeroDocumento,
// and the code at its end keeps strangers out (sgp.md, Transport facts, "ids";
// Functions, "boleto PDF").
func (s *Server) slipLink(c *call, t *title) string {
	if t.unlinked {
		return ""
	}
	return c.base + "/boleto/" + t.slipName() + "/"
}

// payLink is link_cobranca. Its form: not documented; chosen: as the slip's.
func (s *Server) payLink(c *call, t *title) string {
	if t.unlinked {
		return ""
	}
	return c.base + "/cobranca/" + t.slipName() + "/"
}

func (t *title) slipName() string { return itoa(t.number) + "-" + t.code }
