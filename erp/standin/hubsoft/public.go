package hubsoft

import (
	"net/http"
	"strconv"
	"strings"

	"balcao/erp/standin"
)

// publicRoot is where links lead to: hubsoft.md, "boleto PDF": link of the
// invoice (public PDF URL). Host and path are not documented; chosen: the ERP's
// own host, and a name that cannot be guessed.
const publicRoot = "/publico/"

const (
	pdfEnd = ".pdf"
	xmlEnd = ".xml"
)

// publicPath is the path of a file that needs no token.
func (s *Server) publicPath(kind string, id int64, end string) string {
	name := kind + "-" + idText(id)
	return publicRoot + name + "-" + s.proof(name + end)[:32] + end
}

// getPublicFile serves links as they stand in answers, and nothing else.
func (s *Server) getPublicFile(w http.ResponseWriter, r *http.Request) {
	s.desk.Read(w, r, func() standin.Reply {
		parts := strings.SplitN(strings.TrimPrefix(r.URL.Path, publicRoot), "-", 3)
		if len(parts) == 3 {
			id, err := strconv.ParseInt(parts[1], 10, 64)
			for _, end := range []string{pdfEnd, xmlEnd} {
				if err == nil && r.URL.Path == s.publicPath(parts[0], id, end) {
					return publicFile(parts[0]+" "+parts[1], end)
				}
			}
		}
		reply := refused("Arquivo não encontrado.")
		reply.Status = http.StatusNotFound
		return reply
	})
}

func publicFile(title, end string) standin.Reply {
	if end == xmlEnd {
		body := `<?xml version="1.0" encoding="UTF-8"?><documento>` + title + `</documento>`
		return standin.Reply{Status: http.StatusOK, ContentType: "application/xml", Body: []byte(body)}
	}
	return standin.Reply{Status: http.StatusOK, ContentType: "application/pdf", Body: pdfOf(title)}
}
