package sandbox

import (
	"context"
	"database/sql"
	"net/http"
	"strconv"
)

// Entry is one row of the books, which GET /_sandbox/books answers as an array
// in the order of Seq: a write that arrived well-formed, and what
// became of it. Rows are only ever added. A late application is written when
// it is applied.
type Entry struct {
	Seq      int64  `json:"seq"`
	Time     string `json:"time"`     // RFC 3339 with milliseconds, UTC
	Kind     string `json:"kind"`     // baixa, lead, pedido, pedido_cliente, chamado, desbloqueio or cadastro
	Invoice  string `json:"invoice"`  // id, of a baixa; of the contract, of a desbloqueio
	Document string `json:"document"` // as sent, without punctuation
	Amount   int64  `json:"amount"`   // centavos, of a baixa
	Key      string `json:"key"`      // Idempotency-Key
	Hash     string `json:"hash"`     // SHA-256 of the body, hexadecimal
	Applied  string `json:"applied"`  // yes, no (a fault, a refusal or a repetition) or late
	Fault    string `json:"fault"`    // empty, or the fault drawn for the call
	Status   int    `json:"status"`   // HTTP status that was decided on, 0 for a call cut before that
}

// How an application ended in the books.
const (
	appliedYes  = "yes"
	appliedNo   = "no"
	appliedLate = "late"
)

const (
	insertEntry = `
INSERT INTO aplicacoes (hora, tipo, fatura, documento, valor, chave, hash, aplicada, falha, resposta)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	selectEntries = `
SELECT seq, hora, tipo, fatura, documento, valor, chave, hash, aplicada, falha, resposta
  FROM aplicacoes WHERE seq > ? ORDER BY seq`
)

func (s *Sandbox) entry(a application, applied, fault string, answer reply) Entry {
	return Entry{
		Time: s.now().UTC().Format("2006-01-02T15:04:05.000Z"), Kind: a.kind, Invoice: a.invoice, Document: a.document,
		Amount: a.amount, Key: a.key, Hash: a.hash, Applied: applied, Fault: fault, Status: answer.status,
	}
}

func (s *store) record(ctx context.Context, tx *sql.Tx, e Entry) error {
	_, err := tx.StmtContext(ctx, s.writing.record).ExecContext(ctx, e.Time, e.Kind, e.Invoice, e.Document,
		e.Amount, e.Key, e.Hash, e.Applied, e.Fault, e.Status)
	return err
}

func (s *Sandbox) showBooks(r *http.Request) reply {
	after := int64(0)
	if text := r.URL.Query().Get("after"); text != "" {
		var err error
		if after, err = strconv.ParseInt(text, 10, 64); err != nil {
			return *badRequest("after: informe um número.")
		}
	}
	rows, err := s.store.books.QueryContext(r.Context(), after)
	if err != nil {
		return s.failed("show books", err)
	}
	entries, err := collect(rows, func(rows *sql.Rows) (Entry, error) {
		var e Entry
		err := rows.Scan(&e.Seq, &e.Time, &e.Kind, &e.Invoice, &e.Document, &e.Amount, &e.Key, &e.Hash, &e.Applied, &e.Fault, &e.Status)
		return e, err
	})
	if err != nil {
		return s.failed("show books", err)
	}
	return jsonReply(http.StatusOK, notNull(entries))
}
