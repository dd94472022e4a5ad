package files

import (
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

// ViewURL is a link to a boleto's PDF that works for ten minutes from now.
// Document and invoice cannot be read out of it.
func (s *Signer) ViewURL(tenant string, in erp.BoletoInput, now time.Time) string {
	token := s.codec.Encode(globalid.TenantInside, globalid.FileView,
		tenant, in.InvoiceID, string(in.Document), in.ContractID, expiry(now.Add(viewLifetime)))
	return s.base + token
}

func (s *Signer) shareURL(tenant, share string, expires time.Time) string {
	return s.base + s.codec.Encode(globalid.TenantInside, globalid.FileShare, tenant, share, expiry(expires))
}

// link is an opened token: of a boleto or of a share.
type link struct {
	tenant  string
	share   string
	boleto  erp.BoletoInput
	expires time.Time
}

// open reads a token. Whatever is wrong with it is [globalid.ErrNotFound]; that
// it has expired is for the caller to judge.
func (s *Signer) open(token string) (link, error) {
	kind, parts, err := s.codec.Decode(globalid.TenantInside, token)
	if err != nil {
		return link{}, err
	}
	switch {
	case kind == globalid.FileView && len(parts) == 5:
		return newLink(link{tenant: parts[0], boleto: boleto(parts[1:4])}, parts[4])
	case kind == globalid.FileShare && len(parts) == 3:
		return newLink(link{tenant: parts[0], share: parts[1]}, parts[2])
	}
	return link{}, globalid.ErrNotFound
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
