package sgp

import (
	"errors"
	"net/http"
	"slices"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// The words of forma_pagamento (sgp.md, Functions, "settle").
var paymentForms = []string{"DINHEIRO", "CARTAO", "DEBITO", "PIX"}

// baixar settles a title: sgp.md, Functions, "settle", and quirk 5. Which of
// the refusals comes first, and their words: not documented; chosen.
func (s *Server) baixar(c *call, really bool) (standin.Reply, bool) {
	if s.quirks.NoSettling {
		return reply(http.StatusForbidden, object{{"detail", "Token sem a permissão Permite Baixar Titulo."}}), false
	}
	t := s.titleBy(c.id)
	if t == nil || !t.isOpen() {
		return reply(http.StatusNotFound, object{{"msg", "Título não encontrado."}, {"success", false}}), false
	}
	paid, err := c.payment()
	if err != nil {
		return reply(http.StatusUnauthorized, object{{"msg", err.Error()}, {"success", false}}), false
	}
	if really {
		paid.at, paid.by = s.now(), s.options.App
		t.take(paid, c.on("liquidacao_parcial"), s.owed(t, br.DateOf(s.now())))
		s.keep("baixa", "titulo="+c.id+" "+c.texts())
	}
	status := http.StatusAccepted
	if s.quirks.Settled200 {
		status = http.StatusOK
	}
	return standin.Reply{Status: status}, true
}

// payment reads the fields of a settlement. Data_pagamento and valor_pago must
// be there; whether the others must is not documented; chosen: they may be left
// out, but not empty or with another value.
func (c *call) payment() (payment, error) {
	on, err := br.ParseDate(c.text("data_pagamento"))
	if err != nil {
		return payment{}, errors.New("data_pagamento inválida")
	}
	amount, err := erp.ParseMoney(c.text("valor_pago"))
	if err != nil || amount <= 0 {
		return payment{}, errors.New("valor_pago inválido")
	}
	if c.has("forma_pagamento") && !slices.Contains(paymentForms, c.text("forma_pagamento")) {
		return payment{}, errors.New("forma_pagamento inválida")
	}
	if c.has("ponto_recebimento") && !isListed(receivingPoints, c.text("ponto_recebimento")) {
		return payment{}, errors.New("ponto_recebimento inválido")
	}
	for _, name := range []string{"tarifas", "desconto"} {
		if _, err := erp.ParseMoney(c.text(name)); err != nil && c.has(name) {
			return payment{}, errors.New(name + " inválido")
		}
	}
	return payment{amount: amount, on: on}, nil
}

// take books a payment. With liquidacao_parcial the title stays open until all
// is paid; without, not documented; chosen: it is settled whatever the amount,
// or the parameter would mean nothing.
func (t *title) take(p payment, inPart bool, owed erp.Money) {
	if inPart && p.amount < owed {
		t.payments = append(t.payments, p)
		return
	}
	t.settle(p)
}

func (t *title) settle(p payment) {
	t.settled = true
	t.payments = append(t.payments, p)
}

// cancelar and estornar answer a bare JSON string (sgp.md, Transport facts,
// "errors"). Their paths, words and refusals: not documented; chosen: beside
// baixar, with its 403 and 404; estornar undoes all payments.
func (s *Server) cancelar(c *call, really bool) (standin.Reply, bool) {
	t, refused := s.titleIn(c, (*title).isOpen)
	if refused != nil {
		return *refused, false
	}
	if really {
		t.cancelled = br.DateOf(s.now())
		s.keep("cancelamento", "titulo="+c.id+" "+c.texts())
	}
	return ok("Título cancelado com sucesso"), true
}

func (s *Server) estornar(c *call, really bool) (standin.Reply, bool) {
	t, refused := s.titleIn(c, func(t *title) bool { return t.settled })
	if refused != nil {
		return *refused, false
	}
	if really {
		t.settled, t.payments = false, nil
		s.keep("estorno", "titulo="+c.id+" "+c.texts())
	}
	return ok("Título estornado com sucesso"), true
}

func (s *Server) titleIn(c *call, state func(*title) bool) (*title, *standin.Reply) {
	if s.quirks.NoSettling {
		refused := reply(http.StatusForbidden, object{{"detail", "Token sem permissão."}})
		return nil, &refused
	}
	t := s.titleBy(c.id)
	if t == nil || !state(t) {
		refused := reply(http.StatusNotFound, object{{"msg", "Título não encontrado."}, {"success", false}})
		return nil, &refused
	}
	return t, nil
}

// owedOf is what a contract owes today, charges included.
func (s *Server) owedOf(k *contract, today br.Date) erp.Money {
	var sum erp.Money
	for _, t := range k.open() {
		sum += s.owed(t, today)
	}
	return sum
}
