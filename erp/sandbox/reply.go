package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// reply is an answer before it is sent, so that a fault may still befall it.
type reply struct {
	status      int
	contentType string
	body        []byte
	cut         bool // close the connection without an answer
}

const jsonType = "application/json; charset=utf-8"

func jsonReply(status int, value any) reply {
	body, err := json.Marshal(value)
	if err != nil {
		// Only the types of this package are written, and all of them can be.
		panic("sandbox: write JSON: " + err.Error())
	}
	return reply{status: status, contentType: jsonType, body: body}
}

// refusal says in Portuguese why the ERP will not.
func refusal(status int, message string) reply {
	return jsonReply(status, struct {
		Message string `json:"mensagem"`
	}{message})
}

// created answers the id of what was made.
func created(status int, id string) reply {
	return jsonReply(status, struct {
		ID string `json:"id"`
	}{id})
}

// failed logs what went wrong inside and tells the caller only that it did.
func (s *Sandbox) failed(what string, err error) reply {
	s.logger.Error("sandbox: "+what, "error", err)
	return refusal(http.StatusInternalServerError, "Erro interno.")
}

func (a reply) write(w http.ResponseWriter) {
	if a.cut {
		panic(http.ErrAbortHandler)
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Type", a.contentType)
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	w.WriteHeader(a.status)
	// An error here means that the caller has gone.
	_, _ = w.Write(a.body)
}
