package hubsoft

import (
	"net/http"

	"balcao/erp/standin"
)

// postPortalLogin is hubsoft.md, "portal login": POST cliente/autenticacao/
// {usuario, senha}. It changes nothing, so it is in no book.
func (s *Server) postPortalLogin(w http.ResponseWriter, r *http.Request) {
	_, do, no := s.taken(w, r, "cliente/autenticacao/", (*Server).portalLogin)
	s.desk.Read(w, r, func() standin.Reply {
		if do == nil {
			return no
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		reply, _ := do(false)
		return reply
	})
}

// portalLogin: the answer is not documented; chosen: the first names of
// GET cliente. usuario is the CPF or CNPJ, senha "portal-" and codigo_cliente.
func (s *Server) portalLogin(f *form) (standin.Entry, apply) {
	f.require("usuario", "senha")
	user, password := f.text("usuario"), f.text("senha")
	return standin.Entry{}, func(bool) (standin.Reply, bool) {
		c := first(s.roll.customers, func(c *customer) bool {
			return !c.former && string(c.Document) == user && c.password == password
		})
		if c == nil {
			return refused("Usuário ou senha inválidos.", f.problems...), false
		}
		return answer(success, "Autenticado com sucesso", part{"cliente", object{
			{"id_cliente", c.id}, {"codigo_cliente", c.code}, {"nome_razaosocial", c.Name}, {"cpf_cnpj", string(c.Document)},
		}}), true
	}
}

// sending is hubsoft.md, "send boleto": POST cliente/financeiro/enviar_email,
// enviar_sms and enviar_push. The body is not documented; chosen: id_fatura.
func sending(kind string) order {
	return func(s *Server, f *form) (standin.Entry, apply) {
		f.require("id_fatura")
		of := s.roll.invoice(f.number("id_fatura"))
		entry := standin.Entry{Kind: kind, Invoice: f.text("id_fatura")}
		if of != nil {
			entry.Document = string(of.service.customer.Document)
		}
		return entry, func(really bool) (standin.Reply, bool) {
			if of == nil || len(f.problems) > 0 {
				return refused("Fatura não encontrada.", f.problems...), false
			}
			if really {
				s.roll.keep(kind, of.id, f)
			}
			return answer(success, "Fatura enviada com sucesso"), true
		}
	}
}
