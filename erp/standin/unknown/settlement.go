package unknown

import (
	"strconv"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// noteLetters is how long the note (obs) of a payment is kept.
const noteLetters = 120

// firstPayment is the number of the first settlement.
const firstPayment = 88001

func (s *Server) settlementEntry(in request) standin.Entry {
	amount, err := parseMoney(in.get("valor"))
	if err != nil {
		amount = 0 // the books keep what can be kept; the answer tells of it
	}
	e := standin.Entry{Kind: "baixa", Invoice: in.get("titulo"), Key: in.get("obs"), Amount: amount}
	if i := s.invoice(in.number("titulo")); i != nil {
		e.Document = string(i.contract.customer.person.Document)
	}
	return e
}

// settle is POST /ng/financeiro/baixa. It knows no key: what is sent twice is
// settled twice, as far as there is something to pay.
func (s *Server) settle(in request, really bool) (standin.Reply, bool) {
	if field, is := in.firstMissing("titulo", "valor", "data", "caixa", "forma"); is {
		return missing(field), false
	}
	on, err := parseDate(in.get("data"))
	if err != nil {
		return mismatch(in.get("data")), false
	}
	amount, err := parseMoney(in.get("valor"))
	if err != nil {
		return mismatch(in.get("valor")), false
	}
	if refusal := tableRefusal(in); refusal != nil {
		return *refusal, false
	}
	i := s.invoice(in.number("titulo"))
	if refusal := s.settlementRefusal(i, amount, on); refusal != nil {
		return *refusal, false
	}
	p := payment{
		code: firstPayment + s.payments, on: on, amount: amount,
		cash: in.get("caixa"), form: in.number("forma"), note: cut(in.get("obs"), noteLetters),
	}
	left := i.balance(on) - amount
	if really {
		s.take(i, p)
	}
	return grant(fields{"baixa": fields{"nro": p.code, "titulo": i.code, "saldo": money(left)}}), true
}

// take writes a payment down.
func (s *Server) take(i *invoice, p payment) {
	s.payments++
	i.pay(p)
	s.note("baixa", strconv.Itoa(p.code), strconv.Itoa(i.code), money(p.amount), p.note)
}

func tableRefusal(in request) *standin.Reply {
	var refusal standin.Reply
	switch {
	case !isCashAccount(in.get("caixa")):
		refusal = refuse(codeCash, "Conta caixa inexistente")
	case !has(forms, in.number("forma")):
		refusal = refuse(codeForm, "Forma de pagamento inexistente")
	default:
		return nil
	}
	return &refusal
}

func (s *Server) settlementRefusal(i *invoice, amount erp.Money, on br.Date) *standin.Reply {
	var refusal standin.Reply
	switch {
	case i == nil:
		refusal = nothingFound()
	case i.status == invoicePaid:
		refusal = refuse(codeSettled, "Título já baixado")
	case i.status == invoiceCancelled:
		refusal = refuse(codeCancelled, "Título cancelado")
	case on.After(s.today()):
		refusal = refuse(codeFuture, "Data da baixa maior que a data do sistema")
	case amount <= 0 || amount > i.balance(on):
		refusal = refuse(codeTooMuch, "Valor inválido ou maior que o saldo do título na data")
	default:
		return nil
	}
	return &refusal
}
