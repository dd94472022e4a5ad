package sandbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
)

// Record is an order, ticket or unlock that was taken in, whole, as
// GET /_sandbox/records answers those of a reference in the order of arrival.
type Record struct {
	Kind    string          `json:"kind"`    // pedido, pedido_cliente, chamado or "desbloqueio CONTRACT"
	Key     string          `json:"key"`     // Idempotency-Key
	Content json.RawMessage `json:"content"` // what was sent and is known to the API
	Answer  json.RawMessage `json:"answer"`
}

// taking is an order, a ticket or an unlock that is to be taken in.
type taking struct {
	kind, reference string
	by              origin
	content         any
	// answer makes what is answered of the id.
	answer func(id string) any
}

const (
	selectTaken = `SELECT hash, resposta FROM entradas WHERE tipo = ? AND chave = ? ORDER BY id LIMIT 1`
	insertTaken = `INSERT INTO entradas (tipo, referencia, chave, hash, conteudo, resposta) VALUES (?, ?, ?, ?, ?, '')`
	answerTaken = `UPDATE entradas SET resposta = ? WHERE id = ?`
	findTaken   = `SELECT resposta FROM entradas WHERE tipo IN (?, ?) AND referencia = ? ORDER BY id`
	findRecords = `SELECT tipo, chave, conteudo, resposta FROM entradas WHERE referencia = ? ORDER BY id`
)

// before answers a key that was used before; it tells false for a new one, and
// for any where doubles are applied.
func (t taking) before(ctx context.Context, tx *sql.Tx, double string) (reply, bool, error) {
	var hash, answer string
	err := tx.QueryRowContext(ctx, selectTaken, t.kind, t.by.key).Scan(&hash, &answer)
	switch {
	case errors.Is(err, sql.ErrNoRows) || err == nil && double == DoubleApply:
		return reply{}, false, nil
	case err != nil:
		return reply{}, false, err
	case hash != t.by.hash:
		return repeated("", hash, t.by.hash), true, nil
	}
	return reply{status: http.StatusOK, contentType: jsonType, body: []byte(answer)}, true, nil
}

// keep takes it in and answers with what was made.
func (t taking) keep(ctx context.Context, tx *sql.Tx) (reply, bool, error) {
	content, err := json.Marshal(t.content)
	if err != nil {
		return reply{}, false, err
	}
	result, err := tx.ExecContext(ctx, insertTaken, t.kind, t.reference, t.by.key, t.by.hash, string(content))
	if err != nil {
		return reply{}, false, err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return reply{}, false, err
	}
	made := jsonReply(http.StatusCreated, t.answer(strconv.FormatInt(id, 10)))
	_, err = tx.ExecContext(ctx, answerTaken, string(made.body), id)
	return made, err == nil, err
}

// pretend is what is answered of something that is never taken in.
func (t taking) pretend(id string) reply { return jsonReply(http.StatusCreated, t.answer(id)) }

// takenBy answers what was taken in with a reference, of two kinds.
func (s *Sandbox) takenBy(r *http.Request, kind, orKind string) reply {
	reference := r.URL.Query().Get("referencia")
	if reference == "" {
		return *badRequest("Informe a referencia.")
	}
	rows, err := s.store.read.QueryContext(r.Context(), findTaken, kind, orKind, reference)
	if err != nil {
		return s.failed("find "+kind, err)
	}
	found, err := collect(rows, func(rows *sql.Rows) (answer json.RawMessage, err error) {
		var text string
		err = rows.Scan(&text)
		return json.RawMessage(text), err
	})
	if err != nil {
		return s.failed("find "+kind, err)
	}
	return jsonReply(http.StatusOK, notNull(found))
}

func (s *Sandbox) showRecords(r *http.Request) reply {
	rows, err := s.store.read.QueryContext(r.Context(), findRecords, r.URL.Query().Get("reference"))
	if err != nil {
		return s.failed("show records", err)
	}
	records, err := collect(rows, func(rows *sql.Rows) (Record, error) {
		var one Record
		var content, answer string
		err := rows.Scan(&one.Kind, &one.Key, &content, &answer)
		one.Content, one.Answer = json.RawMessage(content), json.RawMessage(answer)
		return one, err
	})
	if err != nil {
		return s.failed("show records", err)
	}
	return jsonReply(http.StatusOK, notNull(records))
}
