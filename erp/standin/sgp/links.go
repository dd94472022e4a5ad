package sgp

import (
	"bytes"
	"strings"

	"balcao/erp/standin"

	"codeberg.org/go-pdf/fpdf"
)

// linked are the beginnings of the paths that the ERP gives away as links: the
// code in them is their credential.
var linked = []string{"/boleto/", "/cobranca/", "/quitacao/"}

// linkOf takes /boleto/3047-WUYKEGPDH1/ apart, with or without .pdf at its end.
// Whether .pdf goes behind the slash or in its place is not documented; chosen:
// both.
func linkOf(path string) (pattern, name string, isLink bool) {
	for _, prefix := range linked {
		if rest, found := strings.CutPrefix(path, prefix); found {
			name, asFile := strings.CutSuffix(rest, ".pdf")
			if asFile {
				prefix += ".pdf"
			}
			return prefix, strings.TrimSuffix(name, "/"), true
		}
	}
	return "", "", false
}

// slipLink is the page of a title's slip: the number in it is numeroDocumento,
// and the code at its end keeps strangers out (sgp.md, Transport facts, "ids";
// Functions, "boleto PDF").
func (s *Server) slipLink(c *call, t *title) string {
	if t.unlinked {
		return ""
	}
	return c.base + "/boleto/" + t.slipName() + "/"
}

// payLink is link_cobranca. Its form: not documented; chosen: as the slip's.
func (s *Server) payLink(c *call, t *title) string {
	if t.unlinked {
		return ""
	}
	return c.base + "/cobranca/" + t.slipName() + "/"
}

func (t *title) slipName() string { return itoa(t.number) + "-" + t.code }

func (k *contract) clearanceName() string { return itoa(k.id) + "-" + codeOf(k.id) }

// slipPage and slipFile serve a slip without credentials. A link that is not
// one answers as every wrong path. Of a paid title: not documented; chosen: the
// slip is still served.
func (s *Server) slipPage(c *call) standin.Reply {
	t := s.titleLinked(c.id)
	if t == nil {
		return loginPage
	}
	return html(200, "Boleto", "<p>Documento "+itoa(t.number)+"</p><p>"+t.line+"</p>")
}

func (s *Server) slipFile(c *call) standin.Reply {
	t := s.titleLinked(c.id)
	if t == nil || s.quirks.PDFAsHTML {
		return s.slipPage(c)
	}
	return pdf("Boleto", "Documento "+itoa(t.number), "Vencimento "+t.due.String(), "Valor "+t.amount.String(), t.line)
}

func (s *Server) titleLinked(name string) *title {
	found := s.titlesWhere(func(t *title) bool { return !t.unlinked && t.slipName() == name })
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// clearance serves link_quitacao (sgp.md, Functions, "debts": the annual
// settlement statement). What the link serves, and of which year: not
// documented; chosen: a PDF.
func (s *Server) clearance(c *call) standin.Reply {
	for _, k := range s.contracts() {
		if k.clearanceName() == c.id {
			return pdf("Declaracao anual de quitacao de debitos", "Contrato "+itoa(k.id))
		}
	}
	return loginPage
}

// pdf is a page with these lines, all of them ASCII.
func pdf(lines ...string) standin.Reply {
	page := fpdf.New("P", "mm", "A4", "")
	page.SetCompression(false)
	page.AddPage()
	page.SetFont("Helvetica", "", 11)
	for _, line := range lines {
		page.MultiCell(0, 7, line, "", "L", false)
	}
	var file bytes.Buffer
	if err := page.Output(&file); err != nil { // it is written to memory
		panic(err)
	}
	return standin.Reply{Status: 200, ContentType: "application/pdf", Body: file.Bytes()}
}
