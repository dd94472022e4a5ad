package model

import (
	"time"

	"balcao/erp"
	"balcao/internal/ledger"
)

// Write is anything that was handed in; the schema says which types are.
type Write any

// WriteRecord is a write as admins see it. It is written by hand for the field
// that its resolver needs.
type WriteRecord struct {
	ID, Function, Client string
	State                ledger.State
	Reason               *ledger.Reason
	Message              *string
	Evidence             *ledger.Evidence
	Amount               *erp.Money
	RemoteID             *string
	Attempts             int
	NextAttemptAt        *time.Time
	RetryAfter           *int
	CreatedAt, UpdatedAt time.Time
	// RowID is the ledger's own id.
	RowID string
}

// AcceptedPayment is a payment that was handed in.
type AcceptedPayment struct {
	ID        string
	Method    erp.PaymentMethod
	Reference string
	Amount    *erp.Money
	// Rows are its settlements'.
	Rows []ledger.Row
}

// WriteResolution is how a person has ended a write.
type WriteResolution ledger.State

// The resolutions.
const (
	ResolutionConfirmed = WriteResolution(ledger.Confirmed)
	ResolutionClosed    = WriteResolution(ledger.Closed)
)
