package sandbox

import (
	"fmt"
	"image/color"
	"time"

	"balcao/internal/br"
)

// timeZoneOfPDF is for the file's creation date, which nobody sees.
var timeZoneOfPDF = time.UTC

// box draws a framed field with its label above its value.
func (s sheet) box(x, y, w float64, label, value string) {
	s.Rect(x, y, w, rowHeight, "D")
	s.label(x, y, label)
	s.SetFont("Helvetica", "", 9)
	s.Text(x+1.5, y+7.4, s.text(value))
}

func (s sheet) label(x, y float64, label string) {
	s.SetFont("Helvetica", "", 6.5)
	s.Text(x+1, y+2.9, s.text(label))
}

// right writes a text that ends at x.
func (s sheet) right(x, y float64, text string) {
	text = s.text(text)
	s.Text(x-s.GetStringWidth(text), y, text)
}

func (s sheet) cutLine(y float64) {
	s.SetDashPattern([]float64{2, 1.5}, 0)
	s.Line(left, y, left+width, y)
	s.SetDashPattern([]float64{}, 0)
}

func printedDay(d br.Date) string { return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year) }

func isBlack(c color.Color) bool {
	red, _, _, _ := c.RGBA()
	return red == 0
}
