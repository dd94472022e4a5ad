package hubsoft

import (
	"bytes"
	"fmt"
)

// pdfOf is a PDF of one page with one line of plain letters.
func pdfOf(line string) []byte {
	text := fmt.Sprintf("BT /F1 18 Tf 72 760 Td (%s) Tj ET", line)
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var file, index bytes.Buffer
	file.WriteString("%PDF-1.4\n")
	fmt.Fprintf(&index, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for n, object := range objects {
		fmt.Fprintf(&index, "%010d 00000 n \n", file.Len())
		fmt.Fprintf(&file, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	fmt.Fprintf(&index, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, file.Len())
	file.Write(index.Bytes())
	return file.Bytes()
}
