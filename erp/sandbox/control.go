package sandbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"balcao/internal/br"
)

const (
	// Test invoices are numbered from here, above all bills of contracts.
	insertTestInvoice = `
INSERT INTO faturas (id, contrato, cliente, documento, valor, desconto, emissao, vencimento)
VALUES ((SELECT max(max(id), 900000000) + 1 FROM faturas), ?, ?, ?, ?, ?, ?, ?) RETURNING id`
	selectDocumentOf = `SELECT documento FROM faturas WHERE CAST(id AS TEXT) = ?`
)

// newInvoice is what POST /_sandbox/invoices takes.
type newInvoice struct {
	Document   string  `json:"document"`
	ContractID string  `json:"contract_id"`
	Amount     string  `json:"amount"` // "129.90"
	Discount   string  `json:"discount"`
	DueOn      br.Date `json:"due_on"`
}

// addInvoice makes an invoice for a customer that exists.
func (s *Sandbox) addInvoice(r *http.Request) reply {
	var body newInvoice
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxBody)).Decode(&body); err != nil {
		return *badRequest("O corpo do pedido não é o JSON esperado.")
	}
	amount, err := parseReais(body.Amount)
	if err != nil || body.DueOn.IsZero() {
		return *badRequest("Informe amount e due_on.")
	}
	discount := int64(0)
	if body.Discount != "" {
		if discount, err = parseReais(body.Discount); err != nil || discount >= amount {
			return *badRequest("discount: informe um valor menor que amount.")
		}
	}
	id, err := s.insertInvoice(r.Context(), body, amount, discount)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return refusal(http.StatusNotFound, "Cliente não encontrado.")
	case err != nil:
		return s.failed("add invoice", err)
	}
	return created(http.StatusCreated, strconv.FormatInt(id, 10))
}

// insertInvoice gives sql.ErrNoRows when no customer has the document.
func (s *Sandbox) insertInvoice(ctx context.Context, body newInvoice, amount, discount int64) (id int64, err error) {
	document, issued := br.Compact(body.Document), min(0, s.today().DaysUntil(body.DueOn))
	err = s.store.inTx(ctx, func(tx *sql.Tx) error {
		var customer int64
		err := tx.StmtContext(ctx, s.store.writing.anyCustomer).QueryRowContext(ctx, document).Scan(&customer)
		if err != nil {
			return err
		}
		return tx.StmtContext(ctx, s.store.writing.addInvoice).QueryRowContext(ctx, nullable(body.ContractID), customer, document,
			amount, discount, s.today().AddDays(issued).String(), body.DueOn.String()).Scan(&id)
	})
	return id, err
}

// bankPayment is what POST /_sandbox/pay takes: money that reached the
// provider by another way than through the API.
type bankPayment struct {
	InvoiceID string  `json:"invoice_id"`
	Amount    string  `json:"amount"`    // default: all that is open on the day
	PaidOn    br.Date `json:"paid_on"`   // default: today
	Method    string  `json:"method"`    // default: BOLETO
	Reference string  `json:"reference"` // default: BANCO
}

// payAtBank books a payment that the books of the API know nothing of.
func (s *Sandbox) payAtBank(r *http.Request) reply {
	body := bankPayment{PaidOn: s.today(), Method: methodBoleto, Reference: "BANCO"}
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, maxBody)).Decode(&body); err != nil {
		return *badRequest("O corpo do pedido não é o JSON esperado.")
	}
	paid := payment{reference: body.Reference, method: body.Method, on: body.PaidOn}
	if body.Amount != "" {
		var err error
		if paid.amount, err = parseReais(body.Amount); err != nil {
			return *badRequest("amount: " + err.Error() + ".")
		}
	}
	var answer reply
	err := s.store.inTx(r.Context(), func(tx *sql.Tx) (err error) {
		answer, err = s.bookAtBank(r.Context(), tx, body.InvoiceID, paid)
		return err
	})
	if err != nil {
		return s.failed("pay at bank", err)
	}
	return answer
}

func (s *Sandbox) bookAtBank(ctx context.Context, tx *sql.Tx, id string, paid payment) (reply, error) {
	var document string
	err := tx.StmtContext(ctx, s.store.writing.documentOf).QueryRowContext(ctx, id).Scan(&document)
	if errors.Is(err, sql.ErrNoRows) {
		return noSuchInvoice(), nil
	}
	if err != nil {
		return reply{}, err
	}
	i, err := findInvoice(ctx, tx.StmtContext(ctx, s.store.writing.invoices), id, document)
	if err != nil {
		return reply{}, err
	}
	if paid.amount == 0 {
		paid.amount = i.chargesOn(paid.on).open
	}
	if !i.isPayable() || paid.amount == 0 {
		return refusal(http.StatusUnprocessableEntity, "A fatura não está em aberto."), nil
	}
	number, err := s.store.writing.payer.in(ctx, tx).pay(ctx, i, paid, origin{})
	return created(http.StatusCreated, strconv.FormatInt(number, 10)), err
}
