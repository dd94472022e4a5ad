package ixc

import (
	"bytes"
	"encoding/base64"
	"image/png"
	"sync"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"balcao/erp/standin"
	"balcao/internal/br"
)

// charge is how a gateway gives a title's PIX code. A title without one has
// both texts empty (ixc.md, Functions, "PIX copy-and-paste": the EMV may be in
// either field, and a success with both empty exists).
type charge struct {
	gateway    string
	inQRCode   bool   // the EMV is in qrCode.qrcode
	inDetails  bool   // the EMV is in dadosPix.pixCopiaECola
	withDates  bool   // this gateway tells calendario: dadosPix differs per gateway
	expiration string // dd/mm/yyyy HH:MM:SS, noExpiration for none
	location   string // imagemSrc
}

// noExpiration means none (ixc.md, Functions, "PIX copy-and-paste").
const noExpiration = "31/12/1969 21:00:00"

// pixAnswer has its members in the order of the saved answer (ixc.md, "Short
// real shapes"); calendario is named in Functions, its place chosen.
type pixAnswer struct {
	PIX struct {
		Details pixDetails `json:"dadosPix"`
		QRCode  struct {
			Text   string `json:"qrcode"`
			Image  string `json:"imagemQrcode"`
			Source string `json:"imagemSrc"`
		} `json:"qrCode"`
	} `json:"pix"`
	Gateway struct {
		Name string `json:"gatewayNome"`
	} `json:"gateway"`
	Type string `json:"type"`
}

type pixDetails struct {
	TxID   string `json:"txid"`
	Status string `json:"status"`
	Text   string `json:"pixCopiaECola"`
	Amount struct {
		Original string `json:"original"`
	} `json:"valor"`
	Dates      *pixDates `json:"calendario,omitempty"`
	Expiration string    `json:"expiracaoPix"`
}

// pixDates: the PIX block has ISO with Z beside dd/mm/yyyy HH:MM:SS (ixc.md,
// Transport facts, "dates").
type pixDates struct {
	Due string `json:"dataDeVencimento"`
}

// getPIX answers {"id_areceber": id}.
func (s *Server) getPIX(f form) standin.Reply {
	if !f.has("id_areceber") {
		return redBox()
	}
	title := s.tables["fn_areceber"].find(f["id_areceber"])
	switch {
	case title == nil: // not documented; chosen: a refusal
		return refused("Registro não encontrado!")
	case !isPayable(*title): // not documented for this call; chosen: as a settlement says it
		return refused("Parcela já está recebida ou cancelada!")
	}
	return jsonReply(s.pixOf(*title))
}

func (s *Server) pixOf(title record) pixAnswer {
	c, ok := s.pix[title.get("id")]
	if !ok {
		c = noCharge(title)
	}
	if s.quirks.EmptyPIX {
		c.inQRCode, c.inDetails, c.location = false, false, ""
	}
	var a pixAnswer
	a.Type, a.Gateway.Name = "success", c.gateway
	d := &a.PIX.Details
	d.Status, d.Amount.Original, d.Expiration = "ATIVA", title.get("valor_aberto"), c.expiration
	if c.withDates {
		d.Dates = &pixDates{title.get("data_vencimento") + "T03:00:00Z"}
	}
	if !c.inQRCode && !c.inDetails {
		return a
	}
	emv := emvOf(title)
	d.TxID = title.get("pix_txid")
	if c.inDetails {
		d.Text = emv
	}
	if c.inQRCode {
		a.PIX.QRCode.Text, a.PIX.QRCode.Image, a.PIX.QRCode.Source = emv, picture(emv), c.location
	}
	return a
}

// noCharge is what a gateway says of a title of which it has no code yet: as in
// the saved answer (ixc.md, "Short real shapes"). That the expiration there is
// the title's due day is not documented; chosen.
func noCharge(title record) charge {
	c := charge{gateway: "MB", expiration: noExpiration}
	if due, err := br.ParseDate(title.get("data_vencimento")); err == nil {
		c.expiration = printed(due) + " 00:00:00"
	}
	return c
}

// emvOf is the code for what is open. The page says nothing of fine and
// interest in it; chosen: valor_aberto, which knows none.
func emvOf(title record) string {
	code, err := br.PIX{Key: "7f3c1d9e-5b2a-4c8d-9e6f-0a1b2c3d4e5f", Amount: int64(reais(title.get("valor_aberto"))),
		TxID: title.get("pix_txid"), MerchantName: "PROVEDOR EXEMPLO", City: "SAO PAULO"}.Code()
	if err != nil {
		panic("ixc stand-in: PIX of title " + title.get("id") + ": " + err.Error()) // made of our own rows
	}
	return code
}

// pictures are the codes that were drawn: drawing takes longer than all the rest
// of an answer, and a list of invoices asks for one after the other.
var pictures sync.Map

func picture(text string) string {
	if drawn, ok := pictures.Load(text); ok {
		return drawn.(string)
	}
	drawn := drawCode(text)
	pictures.Store(text, drawn)
	return drawn
}

func drawCode(text string) string {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err == nil {
		code, err = barcode.Scale(code, 200, 200)
	}
	var b bytes.Buffer
	if err == nil {
		err = png.Encode(&b, code)
	}
	if err != nil {
		panic("ixc stand-in: QR code: " + err.Error())
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}
