package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"balcao/erp"
)

// State is what stands of a write. The words are the public ones of WriteState
// in schema.graphqls.
type State string

const (
	// Accepted: taken, to be sent.
	Accepted State = "ACCEPTED"
	// Sending: on its way.
	Sending State = "SENDING"
	// Confirmed: the ERP has it, with evidence.
	Confirmed State = "CONFIRMED"
	// Refused: the ERP said no. Never the state of a settlement, whose money is
	// already taken.
	Refused State = "REFUSED"
	// Unknown: a byte may have reached the ERP and no verdict came back.
	Unknown State = "UNKNOWN"
	// NeedsAttention: a person has to look at it.
	NeedsAttention State = "NEEDS_ATTENTION"
	// Closed: ended by a person.
	Closed State = "CLOSED"
	// Reversed: the payment was given back.
	Reversed State = "REVERSED"
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
	Pendency         Reason = "PENDENCY" // something is owed, and the tenant's rules refuse for it
)

// Evidence is how it was proved that the ERP has a payment.
type Evidence string

const (
	// ByReference: the ERP keeps a payment with our reference.
	ByReference Evidence = "REFERENCE"
	// ByOpenAmount: the open amount fell by exactly the payment between two
	// reads of our own.
	ByOpenAmount Evidence = "OPEN_AMOUNT"
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
	// Input is what the function is given.
	Input erp.Input
}

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
}

// Row is a write that was handed in. ID is the same for the same tenant,
// function and key, and tells nothing of them.
type Row struct {
	ID string
	// Write is what was handed in the first time.
	Write
	Outcome
	// Reused is true for who has used the key with other substance: the row is
	// then that of the first use.
	Reused bool
}

// Submitter takes writes. An error means that nothing was taken: the caller may
// repeat it with the same key.
type Submitter interface {
	Submit(ctx context.Context, w Write) (Row, error)
}

// RowID is the id of the row for a key.
func RowID(w Write) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{w.Tenant, w.Function.Name, w.Key}, "\x00")))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}
