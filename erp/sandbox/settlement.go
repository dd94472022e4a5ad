package sandbox

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"strconv"
	"time"

	"balcao/internal/br"
)

// settlementBody is what POST /faturas/{id}/baixa takes.
type settlementBody struct {
	Document  string    `json:"document"`
	Amount    string    `json:"valor_pago"`
	PaidAt    time.Time `json:"data_pagamento"` // RFC 3339; its local day decides what is due
	Method    string    `json:"metodo"`
	Reference string    `json:"id_transacao"`
}

// settlement is a checked one.
type settlement struct {
	invoice, document string
	payment           payment
	origin            origin
}

func (s *Sandbox) settleInvoice(r *http.Request) reply {
	var body settlementBody
	by, refused := decode(r, &body)
	if refused != nil {
		return *refused
	}
	amount, err := parseReais(body.Amount)
	switch {
	case err != nil:
		return refusal(http.StatusBadRequest, "valor_pago: "+err.Error()+".")
	case body.PaidAt.IsZero():
		return refusal(http.StatusBadRequest, "Informe data_pagamento com hora e fuso.")
	case body.Method != methodPIX && body.Method != methodTEF:
		return refusal(http.StatusBadRequest, "metodo: use PIX ou TEF.")
	case body.Reference == "":
		return refusal(http.StatusBadRequest, "Informe id_transacao.")
	}
	wanted := settlement{
		invoice: r.PathValue("id"), document: br.Compact(body.Document), origin: by,
		payment: payment{reference: body.Reference, method: body.Method, amount: amount, on: br.DateOf(body.PaidAt.In(s.zone))},
	}
	return s.receive(r.Context(), application{
		kind: kindSettlement, invoice: wanted.invoice, document: wanted.document, amount: amount, origin: by,
		run: func(ctx context.Context, tx *sql.Tx, double string) (reply, bool, error) {
			return s.settle(ctx, tx, wanted, double)
		},
	})
}

// selectPaymentByKey looks for a key among one invoice's payments only, so that
// one payment of several invoices may use one key.
const selectPaymentByKey = `SELECT id, hash FROM pagamentos WHERE CAST(fatura AS TEXT) = ? AND chave = ? ORDER BY id LIMIT 1`

// settle books the payment. With DoubleApply it books whatever arrives for an
// invoice that exists, however often.
func (s *Sandbox) settle(ctx context.Context, tx *sql.Tx, wanted settlement, double string) (reply, bool, error) {
	writing := s.store.writing
	i, err := findInvoice(ctx, tx.StmtContext(ctx, writing.invoices), wanted.invoice, wanted.document)
	if err != nil {
		return reply{}, false, err
	}
	if i == nil {
		return noSuchInvoice(), false, nil
	}
	if double == DoubleRefuse {
		answer, refused, err := s.refuseSettlement(ctx, tx, i, wanted)
		if refused || err != nil {
			return answer, false, err
		}
	}
	id, err := writing.payer.in(ctx, tx).pay(ctx, i, wanted.payment, wanted.origin)
	return created(http.StatusCreated, strconv.FormatInt(id, 10)), err == nil, err
}

// refuseSettlement answers what may not be booked: what was booked before, and
// what is not owed.
func (s *Sandbox) refuseSettlement(ctx context.Context, tx *sql.Tx, i *invoice, wanted settlement) (reply, bool, error) {
	var id, hash string
	err := tx.StmtContext(ctx, s.store.writing.paymentBy).QueryRowContext(ctx, i.id, wanted.origin.key).Scan(&id, &hash)
	switch {
	case err == nil:
		return repeated(id, hash, wanted.origin.hash), true, nil
	case !errors.Is(err, sql.ErrNoRows):
		return reply{}, false, err
	case i.cancelled:
		return refusal(http.StatusUnprocessableEntity, "A fatura está cancelada."), true, nil
	case !i.isPayable():
		return refusal(http.StatusUnprocessableEntity, "A fatura já está paga."), true, nil
	}
	if open := i.chargesOn(wanted.payment.on).open; wanted.payment.amount > open {
		return refusal(http.StatusUnprocessableEntity,
			"O valor pago é maior que o valor em aberto na data do pagamento: R$ "+printedReais(open)+"."), true, nil
	}
	return reply{}, false, nil
}
