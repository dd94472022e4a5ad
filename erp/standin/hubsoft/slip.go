package hubsoft

import (
	"fmt"

	"balcao/internal/br"
)

// slip is what an invoice is paid with: linha_digitavel, codigo_barras and
// pix_copia_cola of hubsoft.md, "invoices of customer". Bank, wallet and key
// are made up; the check digits are right.
type slip struct{ line, barcode, pix string }

func (i *invoice) slip() slip {
	barcode, err := br.NewBarcode("341", i.due, int64(i.amount), fmt.Sprintf("109%022d", i.id))
	if err != nil {
		panic(fmt.Sprintf("hubsoft: invoice %d: %v", i.id, err)) // only due days centuries away
	}
	code, err := br.PIX{Key: "2c5e8f10-4d6b-4a39-8b7c-9d0e1f2a3b4c", Amount: int64(i.amount), TxID: fmt.Sprintf("HUB%d", i.id),
		MerchantName: "PROVEDOR MODELO", City: "SAO PAULO"}.Code()
	if err != nil {
		panic(fmt.Sprintf("hubsoft: invoice %d: %v", i.id, err))
	}
	return slip{string(barcode.Line()), string(barcode), code}
}

// ourNumber is nosso_numero, which the bank knows the slip by.
func (i *invoice) ourNumber() string { return fmt.Sprintf("109%08d", i.id) }
