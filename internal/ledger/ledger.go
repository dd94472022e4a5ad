package ledger

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"balcao/erp"
)

// Reason tells why a write is not confirmed; WriteReason in schema.graphqls.
type Reason string

const (
	RefusedByERP     Reason = "REFUSED_BY_ERP"    // in the words of Outcome.Message
	NotDone          Reason = "NOT_DONE"          // the ERP said yes and changed nothing
	InvoiceNotFound  Reason = "INVOICE_NOT_FOUND" // no such invoice of this customer
	InvoiceCancelled Reason = "INVOICE_CANCELLED"
	PaidElsewhere    Reason = "PAID_ELSEWHERE" // by another payment
	NotSupported     Reason = "NOT_SUPPORTED"  // the connection has no such function
	NoAnswer         Reason = "NO_ANSWER"      // maybe sent, no verdict
	NoEvidence       Reason = "NO_EVIDENCE"    // a verdict, and no proof of it
	CustomerNotFound Reason = "CUSTOMER_NOT_FOUND"
	Pendency         Reason = "PENDENCY"        // something is owed, and the tenant's rules refuse for it
	Unreachable      Reason = "ERP_UNAVAILABLE" // nothing was sent: the ERP cannot be reached
	CannotBeSent     Reason = "CANNOT_BE_SENT"  // a value that this ERP cannot be given
	AmountTooLow     Reason = "AMOUNT_TOO_LOW"
	AmountTooHigh    Reason = "AMOUNT_TOO_HIGH"
	PaymentExceeded  Reason = "PAYMENT_EXCEEDED" // the settlements of one payment are more than the payment
	Paused           Reason = "PAUSED"           // an admin has paused the connection
	Fault            Reason = "INTERNAL"         // of Balcão itself; the log has it
	Refunded         Reason = "REFUNDED"         // the payment was given back
	LimitReached     Reason = "LIMIT_REACHED"    // as many trust unlocks as a month has
)

// Evidence is how it was proved that the ERP has a payment.
type Evidence string

const (
	// ByReference: the ERP keeps a payment with our reference.
	ByReference Evidence = "REFERENCE"
	// ByOpenAmount: the open amount fell by exactly the payment between two
	// reads of our own.
	ByOpenAmount Evidence = "OPEN_AMOUNT"
	// ByERP: the ERP has registered the payment by itself, by its own gateway.
	ByERP Evidence = "ERP"
	// ByPerson: a person has seen to it.
	ByPerson Evidence = "PERSON"
)

// Write is something to be handed to a tenant's ERP.
type Write struct {
	Tenant, Client string
	Function       *erp.Info
	// Key makes the write unique within the tenant and function: handing in the
	// same key again is the same write.
	Key string
	// Substance is what has to be the same where the key is: an amount, a
	// document; never texts and times. It is compared, and not shown.
	Substance string
	// Object is what only one attempt at a time may be about: the invoice of a
	// settlement, the contract of an unlock. Empty for neither.
	Object string
	// Payment is what was paid with, of a settlement.
	Payment *Payment
	// Input is what the function is given.
	Input erp.Input
}

// Payment is money that has changed hands.
type Payment struct {
	Method    erp.PaymentMethod
	Reference string // unique for the tenant and method
	// Total is the whole payment, of which settlements may be parts; zero where
	// nobody said.
	Total erp.Money
	// Amount is what of it this settlement is about.
	Amount erp.Money
}

// ID is the payment's id: the same for the same tenant, method and reference.
func (p Payment) ID(tenant string) string { return digest(tenant, string(p.Method), p.Reference) }

// Outcome is what has become of a write.
type Outcome struct {
	State    State
	Reason   Reason   // empty when Confirmed
	Message  string   // the ERP's own words, where it refused
	Evidence Evidence // of settlements
	RemoteID string   // where the ERP gives one
	// Paid is what the ERP says was paid with our reference, of a settlement
	// that it knew already. It may be another sum than the one handed in.
	Paid erp.Money
	// Result is what else the function's use case has to say of it, as JSON: it
	// is kept with the row and read by the same use case only.
	Result string
	// Absent is true of an [Unknown] write that was looked for and is not
	// there. Seen late enough, and twice, it proves that it may be sent again.
	Absent bool
}

// Row is a write that was handed in. ID is the same for the same tenant,
// function and key, and tells nothing of them.
type Row struct {
	ID string
	// Write is what was handed in the first time. Its Key and Substance are not
	// kept in clear, and Input is nil once retention has taken it.
	Write
	Outcome
	// Reused is true for who has used the key with other substance: the row is
	// then that of the first use.
	Reused bool
	// Attempts is how many leases there were.
	Attempts int
	// NextAttemptAt is when something is done next; zero if nothing is.
	NextAttemptAt time.Time
	// CreatedAt, UpdatedAt and ConfirmedAt are in UTC by the database's clock.
	CreatedAt, UpdatedAt, ConfirmedAt time.Time
	// Version counts the row's events.
	Version int64
	// PaymentID is that of a settlement.
	PaymentID string

	record record
}

// ErrNotTaken is the error of a write that could not be made durable. Nothing
// was taken; the same key may be handed in again.
var ErrNotTaken = errors.New("the write could not be stored")

// ErrNotFound is the error of an id that no row of the tenant has.
var ErrNotFound = errors.New("no such write")

// RowID is the id of the row for a key.
func RowID(w Write) string { return digest(w.Tenant, w.Function.Name, w.Key) }

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}
