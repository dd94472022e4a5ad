package settlement

import (
	"errors"
	"strings"
	"time"

	"balcao/erp"
	"balcao/internal/br"
	"balcao/internal/ledger"
)

// FieldError is a fault of one field of a payment, for its sender to mend.
type FieldError struct {
	// Field is the path in SettleBoletoInput.
	Field []string
	// Missing is true if the value is needed and not there.
	Missing bool
	// Why is the reason in English, for logs and developers.
	Why string
}

func (e *FieldError) Error() string { return strings.Join(e.Field, ".") + ": " + e.Why }

// A payment has been made, and not long ago: clocks may differ by minutes, and a
// notice may be late by months, but a wrong century would be booked as it is.
const (
	mostAhead  = 15 * time.Minute
	mostBehind = 400 * 24 * time.Hour
)

// Check tells what is wrong with a payment handed in now, nil if nothing is.
func Check(s erp.Settlement, now time.Time) error {
	if s.Amount <= 0 {
		return &FieldError{Field: []string{"amount"}, Why: "an amount above zero"}
	}
	if s.PaidAt.After(now.Add(mostAhead)) || s.PaidAt.Before(now.Add(-mostBehind)) {
		return &FieldError{Field: []string{"paidAt"}, Why: "the instant of the payment: not in the future, and within the last 400 days"}
	}
	if s.CompanyID != nil && len(*s.CompanyID) > longestText {
		return &FieldError{Field: []string{"companyId"}, Why: "too long"}
	}
	if s.Method == erp.PIX {
		return checkPIX(s)
	}
	return checkTEF(s)
}

// longestText bounds what only accompanies a payment, in bytes. A txid has 35
// characters at most (BCB, Manual de Padrões para Iniciação do PIX).
const longestText, longestTxID = 40, 35

func checkPIX(s erp.Settlement) error {
	if s.TxID != nil && len(*s.TxID) > longestTxID {
		return &FieldError{Field: []string{"payment", "pix", "txid"}, Why: "at most 35 characters"}
	}
	if s.EndToEndID == nil {
		return &FieldError{Field: []string{"payment", "pix", "endToEndId"}, Missing: true, Why: "needed"}
	}
	if _, err := br.ParseEndToEndID(*s.EndToEndID); err != nil {
		return &FieldError{Field: []string{"payment", "pix", "endToEndId"}, Why: err.Error()}
	}
	return nil
}

// checkTEF wants what makes a card payment unique. NSUs repeat per day,
// terminal and network, and some are only zeros.
func checkTEF(s erp.Settlement) error {
	needed := map[string]*string{"network": s.Network, "store": s.Store, "terminal": s.Terminal}
	for _, name := range []string{"network", "store", "terminal"} {
		if err := checkPlain(name, needed[name]); err != nil {
			return err
		}
	}
	if s.ReceiptDate == nil {
		return &FieldError{Field: []string{"payment", "tef", "receiptDate"}, Missing: true, Why: "needed"}
	}
	if nsu(s) == "" {
		return &FieldError{Field: []string{"payment", "tef", "nsuSitef"}, Missing: true, Why: "one NSU that is not only zeros"}
	}
	for name, value := range map[string]*string{"nsuSitef": s.NSUSitef, "nsuHost": s.NSUHost, "authorization": s.Authorization} {
		if value == nil || *value == "" {
			continue
		}
		if err := checkPlain(name, value); err != nil {
			return err
		}
	}
	return checkCard(s)
}

// mostInstallments is more than any network grants. Terminals write 0 or 1 for
// a payment at once.
const mostInstallments = 99

// checkCard looks at what is told of the card and makes nothing unique.
func checkCard(s erp.Settlement) error {
	if s.CardBrand != nil && len(*s.CardBrand) > longestText {
		return &FieldError{Field: []string{"payment", "tef", "cardBrand"}, Why: "too long"}
	}
	if s.Installments != nil && (*s.Installments < 0 || *s.Installments > mostInstallments) {
		return &FieldError{Field: []string{"payment", "tef", "installments"}, Why: "0 to 99"}
	}
	return nil
}

func checkPlain(name string, value *string) error {
	path := []string{"payment", "tef", name}
	if value == nil || *value == "" {
		return &FieldError{Field: path, Missing: true, Why: "needed"}
	}
	if len(*value) > longestText || strings.ContainsFunc(*value, notPlain) {
		return &FieldError{Field: path, Why: "at most 40 letters and digits"}
	}
	return nil
}

func notPlain(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

// nsu is the payment's NSU: SiTef's, else the host's.
func nsu(s erp.Settlement) string {
	for _, n := range []*string{s.NSUSitef, s.NSUHost} {
		if n != nil && strings.Trim(*n, "0") != "" {
			return *n
		}
	}
	return ""
}

// Reference is our own reference of a checked payment, sent to the ERP wherever
// it has room: the end-to-end id, or what makes a card payment unique.
func Reference(s erp.Settlement) string {
	if s.Method == erp.PIX {
		return *s.EndToEndID
	}
	date := strings.ReplaceAll(s.ReceiptDate.String(), "-", "")
	parts := []string{"TEF", *s.Network, *s.Store, *s.Terminal, date, nsu(s)}
	if s.Authorization != nil && *s.Authorization != "" {
		parts = append(parts, *s.Authorization)
	}
	return strings.Join(parts, "-")
}

// Key makes the settlement unique: its payment and its invoice. The reference
// is case-sensitive, as end-to-end ids are.
func Key(s erp.Settlement, invoiceID string) string {
	return string(s.Method) + "|" + Reference(s) + "|" + invoiceID
}

// Substance is what has to be the same where the key is.
func Substance(s erp.Settlement) string { return string(s.Method) + "|" + s.Amount.String() }

// AsFieldError unwraps a [FieldError].
func AsFieldError(err error) (*FieldError, bool) { return errors.AsType[*FieldError](err) }

// Write is a checked payment of an invoice as the ledger takes it. Total is the
// whole payment where it is known to be for more than this invoice, else zero.
func Write(tenant, client string, invoice erp.InvoiceInput, paid erp.Settlement, total erp.Money) ledger.Write {
	reference := Reference(paid)
	return ledger.Write{
		Tenant: tenant, Client: client, Function: erp.SettleBoleto.Info, Key: Key(paid, invoice.InvoiceID), Substance: Substance(paid),
		Object:  invoice.InvoiceID,
		Payment: &ledger.Payment{Method: paid.Method, Reference: reference, Total: total, Amount: paid.Amount},
		Input:   erp.SettleInput{InvoiceID: invoice.InvoiceID, Document: invoice.Document, Settlement: paid, Reference: reference},
	}
}
