package sandbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
)

// getBoleto answers the PDF of an invoice that can still be paid.
func (s *Sandbox) getBoleto(r *http.Request) reply {
	i, refused := s.requestedInvoice(r)
	if refused != nil {
		return *refused
	}
	return s.boletoOf(i)
}

func (s *Sandbox) boletoOf(i *invoice) reply {
	if !i.isPayable() {
		return refusal(http.StatusNotFound, "A fatura não está em aberto: não há boleto.")
	}
	slip, err := i.slipOn(s.today())
	if err != nil {
		return s.failed("boleto", err)
	}
	pdf, err := drawBoleto(i, slip, s.today())
	if err != nil {
		return s.failed("boleto", err)
	}
	return reply{status: http.StatusOK, contentType: "application/pdf", body: pdf}
}

const linkEnd = ".pdf"

// linkName is the invoice's id and a proof that we gave the link away: no
// document is in it, and it cannot be guessed without the token.
func (s *Sandbox) linkName(id string) string {
	mac := hmac.New(sha256.New, []byte(s.token))
	mac.Write([]byte("boleto " + id))
	return id + "-" + hex.EncodeToString(mac.Sum(nil)[:16]) + linkEnd
}

// openBoletoLink serves url_boleto to the customer's browser, without a token.
func (s *Sandbox) openBoletoLink(w http.ResponseWriter, r *http.Request) {
	link := r.PathValue("link")
	id, _, _ := strings.Cut(link, "-")
	if !hmac.Equal([]byte(link), []byte(s.linkName(id))) {
		unknownPath(r).write(w)
		return
	}
	var document string
	err := s.store.read.QueryRowContext(r.Context(), selectDocumentOf, id).Scan(&document)
	if err != nil {
		s.failed("boleto link", err).write(w)
		return
	}
	i, err := findInvoice(r.Context(), s.store.invoices, id, document)
	if err != nil || i == nil {
		s.failed("boleto link", err).write(w)
		return
	}
	s.boletoOf(i).write(w)
}
