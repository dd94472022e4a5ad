package sgp

import (
	"balcao/erp/standin"
	"balcao/internal/br"
)

// promiseDays is how long a release lasts if no date is asked for: not
// documented; chosen.
const promiseDays = 3

// liberacaopromessa: sgp.md, Functions, "trust unlock". Its msg holds the PPPoE
// login. That a contract is released once a month, and the words: chosen.
func (s *Server) liberacaopromessa(c *call, really bool) (standin.Reply, bool) {
	if s.quirks.PromiseJSON && !c.json {
		return ok(object{{"status", 0}, {"liberado", false}, {"msg", "Informe o contrato"}}), false
	}
	k := s.contractBy(c.text("contrato"))
	if k == nil {
		return ok(object{{"status", 0}, {"liberado", false}, {"msg", "Contrato não localizado"}}), false
	}
	today := br.DateOf(s.now())
	until, err := c.date("data_promessa")
	switch {
	case err != nil || !until.IsZero() && until.Before(today):
		return s.notReleased(k, "Data da promessa inválida"), false
	case k.status != suspended:
		return s.notReleased(k, "O contrato não está suspenso"), false
	case k.stubborn || k.promisesIn(today) > 0:
		return s.notReleased(k, "Limite de promessas de pagamento atingido"), false
	case until.IsZero():
		until = today.AddDays(promiseDays)
	}
	made := promise{asked: s.now(), until: until, protocol: protocolOf(s.now())}
	if really {
		made.protocol = s.nextProtocol(s.now())
		k.promises = append(k.promises, made)
		s.keep("promessa", "protocolo="+made.protocol+" "+c.texts())
	}
	return s.released(k, made, today), true
}

func (s *Server) notReleased(k *contract, why string) standin.Reply {
	return ok(object{{"status", 0}, {"liberado", false}, {"liberado_dias", 0}, {"data_promessa", ""}, {"protocolo", ""},
		{"razaoSocial", k.owner.person.Name}, {"cpfCnpj", masked(k.owner.person.Document)}, {"contratoId", k.id},
		{"msg", why + " (" + k.login() + ")"}})
}

func (s *Server) released(k *contract, p promise, today br.Date) standin.Reply {
	return ok(object{{"status", 1}, {"liberado", true}, {"liberado_dias", today.DaysUntil(p.until)}, {"data_promessa", p.until.String()},
		{"protocolo", p.protocol}, {"razaoSocial", k.owner.person.Name}, {"cpfCnpj", masked(k.owner.person.Document)}, {"contratoId", k.id},
		{"msg", "Login " + k.login() + " liberado com sucesso"}})
}
