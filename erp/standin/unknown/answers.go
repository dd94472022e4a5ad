package unknown

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"

	"balcao/erp/standin"
)

// The codes of refusals, as API.md lists them (most of them).
const (
	codeMissing      = 12 // a field that must be there is not
	codeCash         = 13
	codeForm         = 14
	codeSubject      = 15
	codePlan         = 16
	codeSeller       = 17
	codeDueDay       = 18
	codeNothing      = 44
	codeNoSlip       = 62
	codeSettled      = 71
	codeCancelled    = 72
	codeTooMuch      = 73
	codeFuture       = 75
	codeNotBlocked   = 81
	codeTrustUsed    = 82
	codeTrustDenied  = 83
	codeWrongLogin   = 90
	codeTicketIsDead = 97
)

type fields map[string]any

// grant is the answer of what went well.
func grant(f fields) standin.Reply {
	f["ok"] = 1
	return jsonReply(f)
}

// refuse is the answer of what did not: with HTTP 200, as all that the ERP's own
// code answers.
func refuse(code int, text string) standin.Reply {
	return jsonReply(fields{"ok": 0, "erro": fields{"codigo": code, "texto": text}})
}

func nothingFound() standin.Reply { return refuse(codeNothing, "Nenhum registro encontrado") }

func missing(field string) standin.Reply {
	return refuse(codeMissing, "Campo obrigatório não informado: "+field)
}

func jsonReply(v any) standin.Reply {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		panic(fmt.Sprintf("an answer that is no JSON: %v", err))
	}
	return standin.Reply{Status: http.StatusOK, ContentType: "application/json; charset=iso-8859-1", Body: toLatin1(body.String())}
}

// crash is what comes out where nobody catches an error of the language.
func crash(text string) standin.Reply { return plain(http.StatusInternalServerError, text) }

// mismatch is the crash over a date or an amount.
func mismatch(value string) standin.Reply {
	return crash("Erro de execução '13': Tipo incompatível: '" + value + "'")
}

func plain(status int, text string) standin.Reply {
	return standin.Reply{Status: status, ContentType: "text/plain; charset=iso-8859-1", Body: toLatin1(text)}
}

func page(status int, title, text string) standin.Reply {
	html := "<html><head><title>NetGestor 4 - " + title + "</title></head>\r\n" +
		"<body bgcolor=#C0C0C0><h2>" + title + "</h2><p>" + text + "</p><hr>NetGestor 4.7.13</body></html>\r\n"
	return standin.Reply{Status: status, ContentType: "text/html; charset=iso-8859-1", Body: toLatin1(html)}
}
