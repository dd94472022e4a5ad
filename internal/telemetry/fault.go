package telemetry

import (
	"encoding/json"
	"net/http"
	"strings"

	"balcao/internal/web/page"
)

var fault = page.Message{
	Status:     http.StatusInternalServerError,
	Portuguese: page.Text{Title: "Ocorreu um erro interno", Body: "Tente novamente em instantes. Se o erro continuar, informe o código abaixo ao seu provedor."},
	English:    page.Text{Title: "Something went wrong", Body: "Please try again shortly. If it goes on, tell your provider the code below."},
}

// writeFault answers 500 without details: a page to a browser that opens one,
// else an error in GraphQL's form, because programs here speak GraphQL.
func writeFault(w http.ResponseWriter, r *http.Request) {
	id := RequestID(r.Context())
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		fault.Write(w, r, id)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(fault.Status)
	// An error here is the reader's connection; nobody is left to tell.
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]any{
		"message":    fault.Portuguese.Title + ".",
		"extensions": map[string]string{"code": "INTERNAL", "requestId": id},
	}}})
}
