package erp

import "balcao/internal/br"

// Lead is a sales contact that arose in a front end. Name and one contact
// (e-mail or mobile) are enough.
type Lead struct {
	Name     string       `erp:"name,required" json:"name"`
	Document *br.Document `erp:"document" json:"document,omitempty"`
	Email    *string      `erp:"email" json:"email,omitempty"`
	// Mobiles are Brazilian mobile numbers (celulares), digits with area code.
	Mobiles []string `erp:"mobiles" json:"mobiles,omitempty"`
	// Interest are the products the person asked about, in their own or the
	// site's words.
	Interest []string `erp:"interest" json:"interest,omitempty"`
	Address  *Address `erp:"address" json:"address,omitempty"`
	// Origin tells where the lead came from: a campaign, a shop.
	Origin *string `erp:"origin" json:"origin,omitempty"`
	// UTM are the campaign's parameters, as the site saw them.
	UTM   *string `erp:"utm" json:"utm,omitempty"`
	Notes *string `erp:"notes" json:"notes,omitempty"`
}

// LeadInput hands in a lead.
type LeadInput struct {
	Lead Lead `erp:"lead,required"`
	// Reference is our own reference of the lead, the same on every attempt.
	Reference string `erp:"reference,required"`
}

// Subject is empty: a lead is not yet a customer.
func (in LeadInput) Subject() br.Document { return "" }

// Key implements [Input].
func (in LeadInput) Key() string { return key(in.Reference) }
