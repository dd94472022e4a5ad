// Package association keeps what a provider's local codes stand for in its ERP:
// front ends sell "fibra-600", and the ERP gets the code of its own product. An
// order with a code that nobody has associated is refused, never guessed.
//
// [Store] keeps the associations of all tenants. Records for admins to choose
// from come from the ERP's lists; see records.go.
package association

import (
	"time"
)

// Kind is what can be associated; AssociationKind in schema.graphqls.
type Kind string

// The kinds, each with the ERP function that lists its records.
const (
	Product          Kind = "PRODUCT"           // list_products
	Reseller         Kind = "RESELLER"          // list_resellers
	DueDate          Kind = "DUE_DATE"          // list_due_dates
	CommercialOrigin Kind = "COMMERCIAL_ORIGIN" // list_commercial_origins
)

// Kinds are all of them.
var Kinds = []Kind{Product, Reseller, DueDate, CommercialOrigin}

// LongestCode bounds a local code, in characters.
const LongestCode = 64

// Association is a local code and the ERP's record that it stands for.
type Association struct {
	Kind Kind
	// LocalCode is what front ends use.
	LocalCode string
	// Code is what the ERP gets.
	Code string
	// Name is what the ERP called the record when it was associated.
	Name string
	// UpdatedAt is when it was, in UTC.
	UpdatedAt time.Time
}
