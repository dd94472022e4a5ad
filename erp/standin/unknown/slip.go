package unknown

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"balcao/erp/standin"
	"balcao/internal/br"
)

// registered gives an invoice what the bank gives: its line and its PIX code.
func (i *invoice) registered() {
	free := fmt.Sprintf("0001%021d", i.code)
	barcode, err := br.NewBarcode("077", i.due, int64(i.value), free)
	if err != nil {
		return // the bank takes no such slip, and the invoice stays without
	}
	pix := br.PIX{
		URL: fmt.Sprintf("pix.banco.example/v2/cobv/ng4%d", i.code), Amount: int64(i.value),
		MerchantName: "PROVEDOR NETGESTOR", City: "SAO PAULO", SingleUse: true,
	}
	code, err := pix.Code()
	if err != nil {
		return
	}
	i.line, i.pix = barcode.Line().Formatted(), code
}

// slipKey opens the slip without a log-in.
func (i *invoice) slipKey() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "netgestor %d", i.code))
	return hex.EncodeToString(sum[:6])
}

func (i *invoice) link(host string) string {
	if i.line == "" || i.settled() {
		return ""
	}
	return fmt.Sprintf("http://%s/ng/boleto/%d?k=%s", host, i.code, i.slipKey())
}

// slipRefusal is why there is no slip to be had, nil if there is one.
func (s *Server) slipRefusal(i *invoice) *standin.Reply {
	var refusal standin.Reply
	switch {
	case i == nil:
		refusal = nothingFound()
	case i.status == invoicePaid:
		refusal = refuse(codeSettled, "Título já baixado")
	case i.status == invoiceCancelled:
		refusal = refuse(codeCancelled, "Título cancelado")
	case i.line == "":
		refusal = refuse(codeNoSlip, "Boleto ainda não registrado no banco")
	default:
		return nil
	}
	return &refusal
}

// slipFile is the slip as base64 in JSON, in lines of 76 as in a mail.
func (s *Server) slipFile(in request) standin.Reply {
	i := s.invoice(number(in.path))
	if refusal := s.slipRefusal(i); refusal != nil {
		return *refusal
	}
	text := base64.StdEncoding.EncodeToString(i.pdf(s.today()))
	var lines []string
	for len(text) > 76 {
		lines, text = append(lines, text[:76]), text[76:]
	}
	lines = append(lines, text)
	return grant(fields{"boleto": fields{"arquivo": fmt.Sprintf("boleto_%d.pdf", i.code), "conteudo": strings.Join(lines, "\r\n")}})
}

// openSlip is the link: the PDF for whoever has the key.
func (s *Server) openSlip(w http.ResponseWriter, r *http.Request) {
	in := readRequest(w, r)
	s.desk.Read(w, r, func() standin.Reply {
		s.lock.Lock()
		defer s.lock.Unlock()
		i := s.invoice(number(in.path))
		if s.slipRefusal(i) != nil || in.get("k") != i.slipKey() {
			return page(http.StatusNotFound, "Boleto", "Boleto não encontrado.")
		}
		return standin.Reply{Status: http.StatusOK, ContentType: "application/pdf", Body: i.pdf(s.today())}
	})
}

// pdf is a page of one line.
func (i *invoice) pdf(today br.Date) []byte {
	text := fmt.Sprintf("BT /F1 12 Tf 40 780 Td (Boleto %d  venc. %s  R$ %s  %s) Tj ET", i.code, longDate(i.due), money(i.balance(today)), i.line)
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	table := "0000000000 65535 f \n"
	for n, object := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table, len(objects)+1, start)
	return out.Bytes()
}
