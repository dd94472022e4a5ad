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

// leadBody is what POST /leads takes and GET /leads answers.
type leadBody struct {
	ID         string          `json:"id,omitempty"`
	Name       string          `json:"nome"`
	Document   string          `json:"cpf_cnpj,omitempty"`
	Email      string          `json:"email,omitempty"`
	Cellphones []string        `json:"celulares,omitempty"`
	Interest   json.RawMessage `json:"interesse,omitempty"`
	Address    json.RawMessage `json:"endereco,omitempty"`
	Origin     string          `json:"origem,omitempty"`
	UTM        json.RawMessage `json:"utm,omitempty"`
	Notes      string          `json:"observacoes,omitempty"`
	Reference  string          `json:"referencia"`
}

func (l leadBody) refusal() *reply {
	message := ""
	switch {
	case l.Name == "":
		message = "Informe o nome."
	case l.Email == "" && len(l.Cellphones) == 0:
		message = "Informe o e-mail ou o celular."
	case l.Reference == "":
		message = "Informe a referencia."
	case l.Document != "":
		if _, err := br.ParseDocument(l.Document); err != nil {
			message = "O CPF ou CNPJ informado não é válido."
		}
	}
	if message == "" {
		return nil
	}
	refused := refusal(http.StatusUnprocessableEntity, message)
	return &refused
}

func (s *Sandbox) createLead(r *http.Request) reply {
	var body leadBody
	by, refused := decode(r, &body)
	if refused == nil {
		refused = body.refusal()
	}
	if refused != nil {
		return *refused
	}
	return s.receive(r.Context(), application{
		kind: kindLead, document: br.Compact(body.Document), origin: by,
		run: func(ctx context.Context, tx *sql.Tx, double string) (reply, bool, error) {
			return s.keepLead(ctx, tx, body, by, double)
		},
	})
}

const (
	selectLeadByKey = `SELECT id, hash FROM leads WHERE chave = ? ORDER BY id LIMIT 1`
	insertLead      = `INSERT INTO leads (referencia, chave, hash, conteudo) VALUES (?, ?, ?, ?)`
	selectLeads     = `SELECT id, conteudo FROM leads WHERE referencia = ? ORDER BY id`
)

func (s *Sandbox) keepLead(ctx context.Context, tx *sql.Tx, body leadBody, by origin, double string) (reply, bool, error) {
	var id, hash string
	err := tx.StmtContext(ctx, s.store.writing.leadBy).QueryRowContext(ctx, by.key).Scan(&id, &hash)
	switch {
	case err == nil && double == DoubleRefuse:
		return repeated(id, hash, by.hash), false, nil
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return reply{}, false, err
	}
	content, err := json.Marshal(body)
	if err != nil {
		return reply{}, false, err
	}
	result, err := tx.StmtContext(ctx, s.store.writing.addLead).ExecContext(ctx, body.Reference, by.key, by.hash, string(content))
	if err != nil {
		return reply{}, false, err
	}
	number, err := result.LastInsertId()
	return created(http.StatusCreated, strconv.FormatInt(number, 10)), err == nil, err
}

func (s *Sandbox) listLeads(r *http.Request) reply {
	reference := r.URL.Query().Get("referencia")
	if reference == "" {
		return *badRequest("Informe a referencia.")
	}
	rows, err := s.store.leads.QueryContext(r.Context(), reference)
	if err != nil {
		return s.failed("list leads", err)
	}
	leads, err := collect(rows, scanLead)
	if err != nil {
		return s.failed("list leads", err)
	}
	return jsonReply(http.StatusOK, notNull(leads))
}

func scanLead(rows *sql.Rows) (leadBody, error) {
	var id, content string
	var l leadBody
	if err := rows.Scan(&id, &content); err != nil {
		return l, err
	}
	err := json.Unmarshal([]byte(content), &l)
	l.ID = id
	return l, err
}
