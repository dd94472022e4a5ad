package sandbox

import (
	"database/sql"
	"net/http"
)

// showDocuments answers the documents of all active customers, in the order in
// which they were made, so that a test can ask about as many as it likes.
func (s *Sandbox) showDocuments(r *http.Request) reply {
	rows, err := s.store.read.QueryContext(r.Context(),
		`SELECT documento FROM clientes WHERE ativo = 1 GROUP BY documento ORDER BY min(id)`)
	if err != nil {
		return s.failed("show documents", err)
	}
	documents, err := collect(rows, func(rows *sql.Rows) (document string, err error) {
		err = rows.Scan(&document)
		return document, err
	})
	if err != nil {
		return s.failed("show documents", err)
	}
	return jsonReply(http.StatusOK, notNull(documents))
}
