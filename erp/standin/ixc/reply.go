package ixc

import (
	"fmt"
	"net/http"

	"balcao/erp/standin"
)

// Content types (ixc.md, Transport facts, "content type": never trust the
// header). That of get_boleto's mail answer is documented; that of other
// actions and of writes is not: chosen to be the same, because a client must
// survive it. The bytes are UTF-8 all the same.
const (
	listType = "text/x-json; charset=utf-8"
	htmlType = "text/html; charset=ISO-8859-1"
)

// redBoxText is the whole of what the red box says, and it says nothing of
// what was wrong (ixc.md, Transport facts, "errors").
const redBoxText = "Ocorreu um erro ao processar. Contate o suporte IXC Soft."

// redBox is HTTP 200 with HTML: a bad field name, a missing field, some
// operators (ixc.md, Transport facts, "errors"; quirk 1). The page cuts the
// style short; what surrounds the background is not documented.
func redBox() standin.Reply {
	return standin.Reply{Status: http.StatusOK, ContentType: htmlType,
		Body: []byte(`<div style="padding:10px;color:#FFFFFF;background:#FF0000;">` + redBoxText + `</div>`)}
}

// refused is HTTP 200 with an error and tags in its message (ixc.md, Transport
// facts, "errors"; quirk 1).
func refused(message string) standin.Reply {
	return jsonReply(struct {
		Type    string `json:"type"`
		Message string `json:"message"`
	}{"error", message + "<br />"})
}

// status is a real status code (ixc.md, Transport facts, "errors"). Its body is
// not documented; chosen: a short page, as web servers give.
func status(code int) standin.Reply {
	return standin.Reply{Status: code, ContentType: htmlType,
		Body: fmt.Appendf(nil, "<html><head><title>%d %s</title></head><body></body></html>", code, http.StatusText(code))}
}

func jsonReply(v any) standin.Reply {
	return standin.Reply{Status: http.StatusOK, ContentType: htmlType, Body: encode(v)}
}

// raw is a body without an envelope: a PDF or its base64. Served as text
// (quirks.md, row 3).
func raw(body []byte) standin.Reply {
	return standin.Reply{Status: http.StatusOK, ContentType: htmlType, Body: body}
}

// verdict is what becomes of a write: its answer, and how it is done. Apply is
// nil where nothing is done, as for a refusal.
type verdict struct {
	reply standin.Reply
	apply func()
}

func no(reply standin.Reply) verdict { return verdict{reply: reply} }

// The messages of success, by the language of the token's user (ixc.md,
// Transport facts, "success": test type, never message). "Registro inserido",
// "Record successfully inserted!" and "Registro atualizado" are documented;
// that of a deletion is not.
var messages = map[string][2]string{
	"insert": {"Registro inserido com sucesso!", "Record successfully inserted!"},
	"edit":   {"Registro atualizado com sucesso!", "Record successfully updated!"},
	"delete": {"Registro excluído com sucesso!", "Record successfully deleted!"},
}

func (s *Server) message(what string) string {
	if s.quirks.English {
		return messages[what][1]
	}
	return messages[what][0]
}

// inserted is the answer to an insert. What atualiza_campos holds is not
// documented; chosen: nothing.
func (s *Server) inserted(id any) standin.Reply {
	return jsonReply(struct {
		Type    string   `json:"type"`
		Message string   `json:"message"`
		ID      any      `json:"id"`
		Update  []string `json:"atualiza_campos"`
	}{"success", s.message("insert"), id, []string{}})
}

// changed is the answer to an edit or deletion (ixc.md, "Short real shapes").
func (s *Server) changed(what, id string) standin.Reply {
	return jsonReply(struct {
		Type    string `json:"type"`
		Message string `json:"message"`
		ID      string `json:"id"`
	}{"success", s.message(what), id})
}

// done is the answer of an action that makes no record.
func done(message string) standin.Reply {
	return jsonReply(struct {
		Type    string `json:"type"`
		Message string `json:"message"`
	}{"success", message})
}
