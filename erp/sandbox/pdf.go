package sandbox

import (
	"bytes"
	"fmt"

	"balcao/internal/br"

	"codeberg.org/go-pdf/fpdf"
	"github.com/boombuler/barcode/qr"
)

// sheet draws a boleto on one A4 page. Lengths are millimetres from the top
// left corner.
type sheet struct {
	*fpdf.Fpdf
	text func(string) string // UTF-8 to the fonts' Windows-1252
}

const (
	left      = 12.0
	width     = 186.0
	rowHeight = 9.0
	sideWidth = 46.0 // the column of dates and amounts
)

// drawBoleto gives the PDF: the receipt, the PIX code and the slip.
func drawBoleto(i *invoice, pay slip, today br.Date) ([]byte, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	s := sheet{Fpdf: pdf, text: pdf.UnicodeTranslatorFromDescriptor("cp1252")}
	s.SetAutoPageBreak(false, 0)
	s.SetTitle("Boleto "+i.id, true)
	s.SetCreationDate(today.In(timeZoneOfPDF))
	s.AddPage()
	s.receipt(i, today)
	if err := s.pixCode(pay.pix); err != nil {
		return nil, err
	}
	s.cutLine(142)
	s.slip(i, pay, today, 150)
	var file bytes.Buffer
	if err := s.Output(&file); err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	return file.Bytes(), nil
}

// receipt is what the payer keeps.
func (s sheet) receipt(i *invoice, today br.Date) {
	s.SetFont("Helvetica", "B", 14)
	s.Text(left, 20, s.text(merchantTitle))
	s.SetFont("Helvetica", "", 9)
	s.Text(left, 25, s.text("CNPJ "+merchantDocument.Formatted()))
	s.SetFont("Helvetica", "B", 9)
	s.right(left+width, 20, "Recibo do pagador")
	c := i.chargesOn(today)
	half := width / 2
	s.box(left, 30, width, "Pagador", i.name+"  -  "+i.document.Formatted())
	s.box(left, 39, half, "Fatura", i.id)
	s.box(left+half, 39, half, "Contrato", i.contract)
	s.box(left, 48, half, "Vencimento", printedDay(i.due))
	s.box(left+half, 48, half, "Valor original", "R$ "+printedReais(i.amount))
	s.box(left, 57, half/2, "Multa", "R$ "+printedReais(c.fine))
	s.box(left+half/2, 57, half/2, "Juros", "R$ "+printedReais(c.interest))
	s.box(left+half, 57, half/2, "Desconto", "R$ "+printedReais(c.discount))
	s.box(left+half*1.5, 57, half/2, "Em aberto em "+printedDay(today), "R$ "+printedReais(c.open))
}

// pixCode draws the QR code as squares and not as a picture, so that it is
// sharp at any size.
func (s sheet) pixCode(pix string) error {
	const side, top, quiet = 48.0, 76.0, 4
	code, err := qr.Encode(pix, qr.M, qr.Auto)
	if err != nil {
		return fmt.Errorf("QR code: %w", err)
	}
	modules := code.Bounds().Dx()
	size := side / float64(modules+2*quiet)
	s.SetFillColor(0, 0, 0)
	for y := range modules {
		for x := 0; x < modules; x++ {
			run := 0
			for ; x+run < modules && isBlack(code.At(x+run, y)); run++ {
			}
			if run > 0 {
				s.Rect(left+float64(x+quiet)*size, top+float64(y+quiet)*size, float64(run)*size, size*1.01, "F")
			}
			x += run
		}
	}
	s.SetFont("Helvetica", "B", 11)
	s.Text(left+side+4, top+8, s.text("Pague com PIX"))
	s.SetFont("Helvetica", "", 9)
	s.Text(left+side+4, top+14, s.text("Aponte a câmera do aplicativo do seu banco ou copie o código:"))
	s.SetFont("Courier", "", 8)
	s.SetXY(left+side+3, top+17)
	s.MultiCell(width-side-4, 4, pix, "", "L", false)
	return nil
}

// slip is what the bank reads (ficha de compensação).
func (s sheet) slip(i *invoice, pay slip, today br.Date, top float64) {
	s.SetFont("Helvetica", "B", 11)
	s.Text(left, top+6, s.text(bankName))
	s.SetFont("Helvetica", "B", 14)
	s.Text(left+45, top+6, bankCode+"-7")
	s.SetFont("Helvetica", "B", 10.5)
	s.right(left+width, top+6, pay.barcode.Line().Formatted())
	s.SetLineWidth(0.5)
	s.Line(left, top+8, left+width, top+8)
	s.SetLineWidth(0.2)
	s.slipRows(i, today, top+8)
	s.bars(pay.barcode, left, top+91)
	s.SetFont("Helvetica", "", 7)
	s.right(left+width, top+94, "Autenticação mecânica - Ficha de compensação")
}

func (s sheet) slipRows(i *invoice, today br.Date, top float64) {
	main, side := width-sideWidth, left+width-sideWidth
	s.box(left, top, main, "Local de pagamento", "Pagável em qualquer banco, lotérica ou aplicativo")
	s.box(side, top, sideWidth, "Vencimento", printedDay(i.due))
	s.box(left, top+9, main, "Beneficiário", merchantTitle+" - CNPJ "+merchantDocument.Formatted())
	s.box(side, top+9, sideWidth, "Agência / Código do beneficiário", branchAndAccount)
	columns := []struct{ label, value string }{
		{"Data do documento", printedDay(i.issued)}, {"Nº do documento", i.id}, {"Espécie doc.", "DM"},
		{"Aceite", "N"}, {"Processamento", printedDay(today)},
	}
	for n, c := range columns {
		s.box(left+float64(n)*main/5, top+18, main/5, c.label, c.value)
	}
	s.box(side, top+18, sideWidth, "Nosso número", wallet+"/"+i.id)
	columns = []struct{ label, value string }{{"Uso do banco", ""}, {"Carteira", wallet}, {"Espécie", "R$"}, {"Quantidade", ""}, {"Valor", ""}}
	for n, c := range columns {
		s.box(left+float64(n)*main/5, top+27, main/5, c.label, c.value)
	}
	s.box(side, top+27, sideWidth, "(=) Valor do documento", printedReais(i.amount))
	s.instructions(i, top+36)
	for n, label := range []string{"(-) Desconto / Abatimento", "(+) Mora / Multa", "(=) Valor cobrado"} {
		s.box(side, top+36+float64(n)*rowHeight, sideWidth, label, "")
	}
	s.Rect(left, top+63, width, 17, "D")
	s.label(left, top+63, "Pagador")
	s.SetFont("Helvetica", "", 9)
	s.Text(left+1.5, top+70, s.text(i.name))
	s.Text(left+1.5, top+75, s.text("CPF/CNPJ "+i.document.Formatted()))
}

func (s sheet) instructions(i *invoice, top float64) {
	s.Rect(left, top, width-sideWidth, 3*rowHeight, "D")
	s.label(left, top, "Instruções (de responsabilidade do beneficiário)")
	lines := []string{
		"Após o vencimento: multa de 2% e juros de 1% ao mês, pro rata dia.",
		"Vencimento em dia sem expediente bancário: pague sem acréscimo no próximo dia útil.",
	}
	if i.discount > 0 {
		lines = append(lines, "Até o vencimento: desconto de R$ "+printedReais(i.discount)+".")
	}
	s.SetFont("Helvetica", "", 8.5)
	for n, line := range lines {
		s.Text(left+1.5, top+8+float64(n)*4.5, s.text(line))
	}
}

// bars draws the bar code as rectangles: a scaled picture of it would blur.
func (s sheet) bars(code br.Barcode, x, y float64) {
	bars, modules := i2of5(code)
	module := barcodeWidth / float64(modules)
	s.SetFillColor(0, 0, 0)
	for _, b := range bars {
		s.Rect(x+float64(b.at)*module, y, float64(b.width)*module, barcodeHeight, "F")
	}
}
