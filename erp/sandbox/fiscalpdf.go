package sandbox

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"

	"codeberg.org/go-pdf/fpdf"

	"balcao/internal/br"
)

// pdf answers a file that was drawn.
func (s *Sandbox) pdf(file []byte, err error) reply {
	if err != nil {
		return s.failed("draw PDF", err)
	}
	return reply{status: http.StatusOK, contentType: "application/pdf", body: file}
}

// newSheet begins a page with the provider's name and a title.
func newSheet(title string, today br.Date) sheet {
	pdf := fpdf.New("P", "mm", "A4", "")
	s := sheet{Fpdf: pdf, text: pdf.UnicodeTranslatorFromDescriptor("cp1252")}
	s.SetTitle(title, true)
	s.SetCreationDate(today.In(timeZoneOfPDF))
	s.AddPage()
	s.SetFont("Helvetica", "B", 14)
	s.Text(left, 20, s.text(merchantTitle))
	s.SetFont("Helvetica", "", 9)
	s.Text(left, 25, s.text("CNPJ "+merchantDocument.Formatted()))
	s.SetFont("Helvetica", "B", 12)
	s.Text(left, 36, s.text(title))
	return s
}

func (s sheet) bytes() ([]byte, error) {
	var file bytes.Buffer
	if err := s.Output(&file); err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	return file.Bytes(), nil
}

func drawFiscalNote(i *invoice, today br.Date) ([]byte, error) {
	s := newSheet("Nota fiscal de serviço de comunicação "+noteNumber+i.id, today)
	half := width / 2
	s.box(left, 42, width, "Tomador", i.name+"  -  "+i.document.Formatted())
	s.box(left, 51, half, "Emissão", printedDay(i.issued))
	s.box(left+half, 51, half, "Vencimento", printedDay(i.due))
	s.box(left, 60, half, "Valor", "R$ "+printedReais(i.amount))
	s.box(left+half, 60, half, "Pago", "R$ "+printedReais(i.paid()))
	return s.bytes()
}

// drawClearance is the declaration of Lei 12.007/2009.
func drawClearance(name string, document br.Document, year int, today br.Date) ([]byte, error) {
	s := newSheet("Declaração de quitação anual de débitos "+strconv.Itoa(year), today)
	s.SetFont("Helvetica", "", 11)
	s.SetXY(left, 44)
	s.MultiCell(width, 6, s.text("Declaramos, nos termos da Lei 12.007/2009, que "+name+", "+document.Formatted()+
		", não tem débitos com vencimento em "+strconv.Itoa(year)+". Esta declaração substitui os recibos dos pagamentos do ano.\n\nEmitida em "+
		printedDay(today)+"."), "", "L", false)
	return s.bytes()
}
