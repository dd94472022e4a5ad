package files

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/globalid"
)

// viewLifetime is how long a view link works. Front ends fetch the link when
// somebody wants the file, so it only has to last for that.
const viewLifetime = 10 * time.Minute

// pathPrefix is where [Handler] is mounted.
const pathPrefix = "/files/"

// Signer makes links and reads them back.
type Signer struct {
	codec *globalid.Codec
	base  string
}

// NewSigner makes links below publicURL, the address under which front ends
// reach this server. The codec has the keys for files.
func NewSigner(codec *globalid.Codec, publicURL string) *Signer {
	return &Signer{codec: codec, base: strings.TrimRight(publicURL, "/") + pathPrefix}
}

// ViewURL is a link to a PDF that works for ten minutes from now: of a boleto
// ([erp.BoletoInput]), a fiscal note ([erp.FiscalNoteInput]) or a declaration
// ([erp.ClearanceInput]). Nothing can be read out of it.
func (s *Signer) ViewURL(tenant string, in erp.Input, now time.Time) string {
	kind, parts := fileParts(in)
	parts = append(append([]string{tenant}, parts...), expiry(now.Add(viewLifetime)))
	return s.base + s.codec.Encode(globalid.TenantInside, kind, parts...)
}

// fileParts are what a token holds of a file, file reads them back.
func fileParts(in erp.Input) (globalid.Kind, []string) {
	switch in := in.(type) {
	case erp.BoletoInput:
		return globalid.FileView, []string{in.InvoiceID, string(in.Document), in.ContractID}
	case erp.FiscalNoteInput:
		return globalid.FiscalNoteView, []string{in.NoteID, string(in.Document)}
	case erp.ClearanceInput:
		return globalid.ClearanceView, []string{string(in.Document), strconv.Itoa(in.Year)}
	}
	panic(fmt.Sprintf("files: %T asks for no file", in))
}

func file(kind globalid.Kind, parts []string) (erp.Input, bool) {
	switch {
	case kind == globalid.FileView && len(parts) == 3:
		return boleto(parts), true
	case kind == globalid.FiscalNoteView && len(parts) == 2:
		return erp.FiscalNoteInput{NoteID: parts[0], Document: br.Document(parts[1])}, true
	case kind == globalid.ClearanceView && len(parts) == 2:
		year, err := strconv.Atoi(parts[1])
		return erp.ClearanceInput{Document: br.Document(parts[0]), Year: year}, err == nil
	}
	return nil, false
}

func (s *Signer) shareURL(tenant, share string, expires time.Time) string {
	return s.base + s.codec.Encode(globalid.TenantInside, globalid.FileShare, tenant, share, expiry(expires))
}

// link is an opened token: of a file or of a share.
type link struct {
	tenant  string
	share   string
	file    erp.Input
	expires time.Time
}

// open reads a token. Whatever is wrong with it is [globalid.ErrNotFound]; that
// it has expired is for the caller to judge.
func (s *Signer) open(token string) (link, error) {
	kind, parts, err := s.codec.Decode(globalid.TenantInside, token)
	if err != nil {
		return link{}, err
	}
	if len(parts) < 3 {
		return link{}, globalid.ErrNotFound
	}
	tenant, inner, expires := parts[0], parts[1:len(parts)-1], parts[len(parts)-1]
	if kind == globalid.FileShare && len(inner) == 1 {
		return newLink(link{tenant: tenant, share: inner[0]}, expires)
	}
	in, ok := file(kind, inner)
	if !ok {
		return link{}, globalid.ErrNotFound
	}
	return newLink(link{tenant: tenant, file: in}, expires)
}

func newLink(l link, expires string) (link, error) {
	seconds, err := strconv.ParseInt(expires, 10, 64)
	if err != nil {
		return link{}, globalid.ErrNotFound
	}
	l.expires = time.Unix(seconds, 0)
	return l, nil
}

// seal and unseal keep a boleto's identity in the store: no document lies there
// in clear.
func (s *Signer) seal(tenant string, in erp.BoletoInput) string {
	return s.codec.Encode(tenant, globalid.Invoice, in.InvoiceID, string(in.Document), in.ContractID)
}

func (s *Signer) unseal(tenant, sealed string) (erp.BoletoInput, error) {
	kind, parts, err := s.codec.Decode(tenant, sealed)
	if err != nil || kind != globalid.Invoice || len(parts) != 3 {
		return erp.BoletoInput{}, globalid.ErrNotFound
	}
	return boleto(parts), nil
}

// boleto reads invoice, document and contract.
func boleto(parts []string) erp.BoletoInput {
	return erp.BoletoInput{InvoiceID: parts[0], Document: br.Document(parts[1]), ContractID: parts[2]}
}

func expiry(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
