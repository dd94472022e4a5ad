package sgp

import "balcao/erp/standin"

// pixNames are where clients found the code, by [Version] (sgp.md, Functions,
// "PIX of an invoice").
var pixNames = [3]string{"pix", "codigoPix", "codigo"}

// pagamentoPix: the page has it from client code alone. A title that is not the
// contract's, not open or without a code: not documented; chosen: status 0.
func (s *Server) pagamentoPix(c *call) standin.Reply {
	t := s.titleBy(c.id)
	if t == nil || itoa(t.contract.id) != c.text("contrato") || !t.isOpen() || t.pix == "" {
		return ok(object{{"status", 0}, {"msg", "Pix não disponível para o título"}})
	}
	return ok(object{{"status", 1}, {"msg", "Dados do Pix"}, {pixNames[s.quirks.Version], t.pix}})
}
