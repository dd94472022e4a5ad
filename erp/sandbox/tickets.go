package sandbox

import (
	"context"
	"database/sql"
	"errors"
	"net/http"

	"balcao/internal/br"
)

// ticketBody is what POST /chamados takes.
type ticketBody struct {
	Document     string `json:"cnpj_cpf"`
	Subject      string `json:"assunto,omitempty"`
	Title        string `json:"titulo,omitempty"`
	Message      string `json:"mensagem"`
	ContractID   string `json:"id_contrato,omitempty"`
	ContactName  string `json:"contato_nome,omitempty"`
	ContactPhone string `json:"contato_telefone,omitempty"`
	Reference    string `json:"referencia"`
}

// ticketView is a ticket that was opened.
type ticketView struct {
	ID       string `json:"id"`
	Protocol string `json:"protocolo"`
}

const selectContractOf = `
SELECT t.situacao, t.plano FROM contratos t JOIN clientes c ON c.id = t.cliente
 WHERE CAST(t.id AS TEXT) = ? AND c.documento = ?`

func (s *Sandbox) createTicket(r *http.Request) reply {
	var body ticketBody
	by, refused := decode(r, &body)
	if refused != nil {
		return *refused
	}
	if body.Message == "" || body.Reference == "" {
		return refusal(http.StatusUnprocessableEntity, "Informe a mensagem e a referencia.")
	}
	document := br.Compact(body.Document)
	day := s.today()
	t := taking{kind: kindTicket, reference: body.Reference, by: by, content: body, answer: func(id string) any {
		return ticketView{ID: id, Protocol: twoDigits(day.Year) + twoDigits(int(day.Month)) + twoDigits(day.Day) + "-" + id}
	}}
	return s.receive(r.Context(), application{
		kind: kindTicket, document: document, origin: by, pretend: t.pretend,
		run: func(ctx context.Context, tx *sql.Tx, double string) (reply, bool, error) {
			if answer, done, err := t.before(ctx, tx, double); done || err != nil {
				return answer, false, err
			}
			if refused, err := ticketRefusal(ctx, tx, document, body.ContractID); refused != nil || err != nil {
				return orNone(refused), false, err
			}
			return t.keep(ctx, tx)
		},
	})
}

// ticketRefusal is for a customer or contract that is not there.
func ticketRefusal(ctx context.Context, tx *sql.Tx, document, contract string) (*reply, error) {
	var found string
	err := tx.QueryRowContext(ctx, selectAnyCustomer, document).Scan(&found)
	refused := noSuchCustomer()
	if err == nil && contract != "" {
		err = tx.QueryRowContext(ctx, selectContractOf, contract, document).Scan(&found, new(string))
		refused = noSuchContract()
	}
	if errors.Is(err, sql.ErrNoRows) {
		return &refused, nil
	}
	return nil, err
}

func noSuchContract() reply {
	return refusal(http.StatusNotFound, "Contrato não encontrado para este documento.")
}

func orNone(r *reply) reply {
	if r == nil {
		return reply{}
	}
	return *r
}

func (s *Sandbox) listTickets(r *http.Request) reply { return s.takenBy(r, kindTicket, kindTicket) }
