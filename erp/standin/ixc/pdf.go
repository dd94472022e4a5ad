package ixc

import (
	"bytes"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// draw gives a PDF with a page for each list of lines. What the real papers
// look like is nobody's business here; that they are PDFs is.
func draw(pages [][]string) []byte {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCreationDate(time.Unix(0, 0).UTC()) // the same bytes for the same paper
	pdf.SetModificationDate(time.Unix(0, 0).UTC())
	latin := pdf.UnicodeTranslatorFromDescriptor("cp1252")
	for _, lines := range pages {
		pdf.AddPage()
		pdf.SetFont("Helvetica", "", 11)
		for n, line := range lines {
			pdf.Text(15, 25+float64(n)*8, latin(line))
		}
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		panic("ixc stand-in: PDF: " + err.Error()) // into memory, with its own fonts
	}
	return b.Bytes()
}
