package erp

import "balcao/internal/br"

// Changes are what is to be changed of a customer; what is nil stays as it is.
type Changes struct {
	Name  *string `erp:"name" json:"name,omitempty"`
	Email *string `erp:"email" json:"email,omitempty"`
	// Mobiles (celulares) are digits with area code, the most important first.
	Mobiles []string `erp:"mobiles" json:"mobiles,omitempty"`
	// Phones (telefones fixos) are digits with area code, the most important
	// first.
	Phones         []string `erp:"phones" json:"phones,omitempty"`
	BillingAddress *Address `erp:"billing_address" json:"billingAddress,omitempty"`
}

// UpdateInput changes a customer's data.
type UpdateInput struct {
	Document br.Document `erp:"document,required"`
	Changes  Changes     `erp:"changes,required"`
	// Reference is our own reference of the change, the same on every attempt.
	Reference string `erp:"reference,required"`
}

// Subject is the customer.
func (in UpdateInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in UpdateInput) Key() string { return key(string(in.Document), in.Reference) }

// Updated is what an ERP has after a change.
type Updated struct {
	// Stored is what was read back, where the ERP can be asked: an ERP may drop
	// a field in silence.
	Stored *Changes `erp:"stored" json:"stored,omitempty"`
}
