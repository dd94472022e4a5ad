package hubsoft

import "balcao/erp/standin"

// releaseOnTrust is hubsoft.md, "trust unlock": POST
// cliente/desbloqueio_confianca {id_cliente_servico, dias_desbloqueio(default
// 1)}, answered {status, msg}; "the panel rule limits it".
func (s *Server) releaseOnTrust(f *form) (standin.Entry, apply) {
	f.require("id_cliente_servico")
	of, days := s.roll.service(f.number("id_cliente_servico")), int(max(1, f.number("dias_desbloqueio")))
	entry := standin.Entry{Kind: "desbloqueio_confianca", Invoice: f.text("id_cliente_servico")}
	if of != nil {
		entry.Document = string(of.customer.Document)
	}
	return entry, func(really bool) (standin.Reply, bool) {
		if no := s.whyNotReleased(f, of, days); no != "" {
			return refused(no, f.problems...), false
		}
		if really {
			of.trust.times--
			of.trust.until = s.today().AddDays(days)
			s.roll.keep(entry.Kind, of.id, f)
		}
		return answer(success, "Desbloqueio em confiança realizado com sucesso"), true
	}
}

// whyNotReleased is the panel's rule, with words that are not documented.
func (s *Server) whyNotReleased(f *form, of *service, days int) string {
	switch {
	case len(f.problems) > 0:
		return "Não foi possível realizar o desbloqueio."
	case of == nil:
		return "Serviço do cliente não encontrado."
	case !of.suspended() || of.statusOn(s.today()) == enabled:
		return "O serviço não está suspenso."
	case of.trust.times < 1:
		return "O serviço não atende às regras de desbloqueio em confiança."
	case days > of.trust.days:
		return "Quantidade de dias maior que a permitida."
	}
	return ""
}
