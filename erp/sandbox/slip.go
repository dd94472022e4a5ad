package sandbox

import (
	"fmt"
	"strings"

	"balcao/internal/br"
)

// The provider that the invoices are of, and its bank. All made up.
const (
	companyID        = "1"
	merchantName     = "PROVEDOR AURORA"
	merchantCity     = "SAO PAULO"
	merchantDocument = br.Document("12ABC34501DE35")
	merchantTitle    = "Provedor Aurora Telecomunicações Ltda"
	pixKey           = "7f3c1d9e-5b2a-4c8d-9e6f-0a1b2c3d4e5f"
	bankCode         = "341"
	bankName         = "Banco Exemplo S.A."
	branchAndAccount = "0001 / 12345-6"
	wallet           = "109"
)

// slip is what an open invoice is paid with.
type slip struct {
	barcode br.Barcode
	pix     string
}

// slipOn makes the invoice's slip as it is on a day.
//
// The bar code and line carry the due date and the ORIGINAL amount and never
// change: they were printed and registered once, and the payer's bank asks the
// register what is due when it is paid. The PIX code carries what is OPEN on
// the day, with the txid FAT and the invoice's id.
func (i *invoice) slipOn(day br.Date) (slip, error) {
	free := wallet + strings.Repeat("0", 15-len(i.id)) + i.id + "0123456"
	barcode, err := br.NewBarcode(bankCode, i.due, i.amount, free)
	if err != nil {
		return slip{}, fmt.Errorf("invoice %s: %w", i.id, err)
	}
	pix, err := br.PIX{Key: pixKey, Amount: i.chargesOn(day).open, TxID: "FAT" + i.id,
		MerchantName: merchantName, City: merchantCity}.Code()
	if err != nil {
		return slip{}, fmt.Errorf("invoice %s: %w", i.id, err)
	}
	return slip{barcode: barcode, pix: pix}, nil
}
