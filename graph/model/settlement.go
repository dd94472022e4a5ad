package model

import (
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
)

// Settlement is a payment on its way into the ERP. It is written by hand for
// the field that its resolver needs.
type Settlement struct {
	ID       string
	State    ledger.State
	Reason   *ledger.Reason
	Message  *string
	Evidence *ledger.Evidence
	RemoteID *string
	Amount   erp.Money
	PaidAt   time.Time
	Method   erp.PaymentMethod
	// InvoiceID is the global id of the invoice that was paid.
	InvoiceID string
	// PaymentID is the global id of the payment.
	PaymentID            string
	RetryAfter           *int
	CreatedAt, UpdatedAt time.Time
}
