package sandbox

import (
	"context"
	"database/sql"
	"errors"
	"net/http"

	"balcao/internal/br"
)

// unlockBody is what POST /contratos/{id}/desbloqueio-confianca takes.
type unlockBody struct {
	Document  string `json:"cnpj_cpf"`
	Reference string `json:"referencia"`
}

// unlockView is what it answers.
type unlockView struct {
	Granted bool     `json:"concedido"`
	Until   *br.Date `json:"valido_ate"`
	Reason  *string  `json:"motivo"`
}

// unlockDays is for how long a contract is released, today included.
const unlockDays = 3

const (
	selectUnlocked = `SELECT count(*) FROM desbloqueios WHERE CAST(contrato AS TEXT) = ? AND substr(dia, 1, 7) = ?`
	insertUnlock   = `INSERT INTO desbloqueios VALUES (?, ?, ?)`
)

func (s *Sandbox) unlockOnTrust(r *http.Request) reply {
	var body unlockBody
	by, refused := decode(r, &body)
	if refused != nil {
		return *refused
	}
	if body.Document == "" || body.Reference == "" {
		return *badRequest("Informe cnpj_cpf e referencia.")
	}
	contract, today := r.PathValue("id"), s.today()
	until := today.AddDays(unlockDays - 1)
	// A key belongs to the contract it is for, as one of a settlement does to its invoice.
	t := taking{kind: kindUnlock + " " + contract, reference: body.Reference, by: by, content: body, answer: func(string) any {
		return unlockView{Granted: true, Until: &until}
	}}
	return s.receive(r.Context(), application{
		kind: kindUnlock, invoice: contract, document: br.Compact(body.Document), origin: by, pretend: t.pretend,
		run: func(ctx context.Context, tx *sql.Tx, double string) (reply, bool, error) {
			if answer, done, err := t.before(ctx, tx, double); done || err != nil {
				return answer, false, err
			}
			if refused, err := unlockRefusal(ctx, tx, contract, br.Compact(body.Document), today); refused != nil || err != nil {
				return orNone(refused), false, err
			}
			if _, err := tx.ExecContext(ctx, insertUnlock, contract, today.String(), until.String()); err != nil {
				return reply{}, false, err
			}
			return t.keep(ctx, tx)
		},
	})
}

// unlockRefusal says why a contract is not released: it is somebody else's, not
// blocked, a business's, or was released in this month already.
func unlockRefusal(ctx context.Context, tx *sql.Tx, contract, document string, today br.Date) (*reply, error) {
	var state, plan string
	err := tx.QueryRowContext(ctx, selectContractOf, contract, document).Scan(&state, &plan)
	if errors.Is(err, sql.ErrNoRows) {
		refused := noSuchContract()
		return &refused, nil
	}
	if err != nil {
		return nil, err
	}
	if state != contractBlocked {
		return notGranted("O contrato não está bloqueado."), nil
	}
	if plan == businessPlan {
		return notGranted("Planos empresariais não têm desbloqueio de confiança."), nil
	}
	var count int
	err = tx.QueryRowContext(ctx, selectUnlocked, contract, today.String()[:7]).Scan(&count)
	if count > 0 {
		return notGranted("O desbloqueio de confiança já foi usado neste mês."), err
	}
	return nil, err
}

func notGranted(reason string) *reply {
	refused := jsonReply(http.StatusOK, unlockView{Reason: &reason})
	return &refused
}
