package sgp

import "balcao/erp/standin"

// uraChamado takes JSON alone (sgp.md, Transport facts, "request style";
// Functions, "create support ticket"). What it says to a form, to an unknown
// contract or kind, and without a text: not documented; chosen: status 0.
func (s *Server) uraChamado(c *call, really bool) (standin.Reply, bool) {
	if !c.json {
		return ok(object{{"status", 0}, {"msg", "JSON inválido"}}), false
	}
	return s.chamado(c, really)
}

// chamado is its form variant, /api/central/chamado/, and what both do.
func (s *Server) chamado(c *call, really bool) (standin.Reply, bool) {
	k := s.contractBy(c.text("contrato"))
	switch {
	case k == nil:
		return ok(object{{"status", 0}, {"msg", "Contrato não localizado"}}), false
	case c.text("conteudo") == "":
		return ok(object{{"status", 0}, {"msg", "Informe o conteúdo"}}), false
	case c.has("ocorrenciatipo") && !isListed(occurrenceKinds, c.text("ocorrenciatipo")):
		return ok(object{{"status", 0}, {"msg", "Tipo de ocorrência inválido"}}), false
	}
	protocol := protocolOf(s.now())
	if really {
		protocol = s.open(k, occurrence{kind: kindOf(c), text: c.text("conteudo"), order: !c.on("sem_os"), sent: c.texts()}).protocol
	}
	return ok(object{{"status", 1}, {"razaoSocial", k.owner.person.Name}, {"protocolo", protocol}, {"contratoId", k.id},
		{"msg", "Chamado aberto com sucesso"}}), true
}

// kindOf is the kind that was sent; without one: not documented; chosen: the
// install's first.
func kindOf(c *call) int {
	for _, kind := range occurrenceKinds {
		if itoa(kind.id) == c.text("ocorrenciatipo") {
			return kind.id
		}
	}
	return occurrenceKinds[0].id
}

// occurrenceRows answers a list of occurrences or of service orders (sgp.md,
// Functions, "list tickets"). The limit's maximum is that of "pagination".
// Tipo, conteudo and data_cadastro: not documented; chosen.
func (s *Server) occurrenceRows(names listNames, number string, isWanted func(*occurrence) bool) func(*call) standin.Reply {
	return func(c *call) standin.Reply {
		page, err := c.wantedPage(mostOccurrences)
		if err != nil {
			return refuse(err.Error())
		}
		var rows []object
		for _, o := range s.occurrences {
			if isWanted(o) && c.allows("contrato", itoa(o.contract.id)) && c.allows("status", itoa(o.status)) {
				rows = append(rows, o.row(number))
			}
		}
		return s.paged(rows, page, names)
	}
}

// row: the protocol is under numero or protocolo, by the endpoint; which is
// where: not documented; chosen.
func (o *occurrence) row(number string) object {
	return object{{"id", o.id}, {number, o.protocol}, {"clientecontrato_id", o.contract.id}, {"status", occurrenceWords[o.status]},
		{"status_id", o.status}, {"tipo", o.kind}, {"conteudo", o.text}, {"data_cadastro", moment(o.at)}}
}

func isAny(*occurrence) bool      { return true }
func hasOrder(o *occurrence) bool { return o.order }
