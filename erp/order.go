package erp

import (
	"time"

	"balcao/internal/br"
)

// PersonKind tells people from companies.
type PersonKind string

const (
	// Person: with a CPF (pessoa física).
	Person PersonKind = "PERSON"
	// Company: with a CNPJ (pessoa jurídica).
	Company PersonKind = "COMPANY"
)

// Words are the words a pack may use for the kind.
func (PersonKind) Words() []string { return []string{string(Person), string(Company)} }

// Channel is the front end that something was sold in.
type Channel string

const (
	// Site: the provider's web site.
	Site Channel = "SITE"
	// App: the provider's app for customers.
	App Channel = "APP"
	// Totem: a self-service kiosk.
	Totem Channel = "TOTEM"
)

// Words are the words a pack may use for the channel.
func (Channel) Words() []string { return []string{string(Site), string(App), string(Totem)} }

// Buyer is who orders.
type Buyer struct {
	Kind      PersonKind  `erp:"kind,required" json:"kind"`
	Document  br.Document `erp:"document,required" json:"document"`
	Name      string      `erp:"name,required" json:"name"`
	BirthDate *br.Date    `erp:"birth_date" json:"birthDate,omitempty"`
	// RG is a person's identity card.
	RG *string `erp:"rg" json:"rg,omitempty"`
	// IE is a company's state registration (inscrição estadual).
	IE    *string `erp:"ie" json:"ie,omitempty"`
	Email *string `erp:"email" json:"email,omitempty"`
	// Mobiles (celulares) are digits with area code, the most important first.
	Mobiles []string `erp:"mobiles" json:"mobiles,omitempty"`
	// WhatsApp are those of Mobiles that can be reached by it.
	WhatsApp   []string `erp:"whatsapp" json:"whatsapp,omitempty"`
	MotherName *string  `erp:"mother_name" json:"motherName,omitempty"`
}

// OrderItem is one line of an order.
type OrderItem struct {
	// ProductCode is the product's code in the ERP.
	ProductCode string  `erp:"product_code,required" json:"productCode"`
	Name        *string `erp:"name" json:"name,omitempty"`
	// MonthlyPrice is for one, a month.
	MonthlyPrice Money `erp:"monthly_price,required" json:"monthlyPrice"`
	// InstallationPrice is for one, once.
	InstallationPrice *Money `erp:"installation_price" json:"installationPrice,omitempty"`
	Quantity          int    `erp:"quantity,required" json:"quantity"`
	// LoyaltyMonths (fidelidade) are for how long the customer binds himself.
	LoyaltyMonths *int `erp:"loyalty_months" json:"loyaltyMonths,omitempty"`
}

// Order (pedido) is what somebody has bought. Codes are the ERP's.
type Order struct {
	Customer            Buyer       `erp:"customer,required" json:"customer"`
	InstallationAddress Address     `erp:"installation_address,required" json:"installationAddress"`
	BillingAddress      *Address    `erp:"billing_address" json:"billingAddress,omitempty"`
	Items               []OrderItem `erp:"items,required" json:"items"`
	// DueDateCode is one of list_due_dates.
	DueDateCode *string `erp:"due_date_code" json:"dueDateCode,omitempty"`
	// ResellerCode is one of list_resellers.
	ResellerCode *string `erp:"reseller_code" json:"resellerCode,omitempty"`
	// CommercialOriginCode is one of list_commercial_origins.
	CommercialOriginCode *string `erp:"commercial_origin_code" json:"commercialOriginCode,omitempty"`
	// PaymentMethod is the site's word for how the customer will pay.
	PaymentMethod *string `erp:"payment_method" json:"paymentMethod,omitempty"`
	Coupon        *string `erp:"coupon" json:"coupon,omitempty"`
	Notes         *string `erp:"notes" json:"notes,omitempty"`
	// AcceptedTermsAt is the instant at which the customer agreed.
	AcceptedTermsAt *time.Time `erp:"accepted_terms_at" json:"acceptedTermsAt,omitempty"`
	Channel         Channel    `erp:"channel,required" json:"channel"`
}

// OrderInput hands in an order of somebody who is not a customer yet.
type OrderInput struct {
	Order Order `erp:"order,required"`
	// Message is the order as a text for the ERP's notes, by the tenant's
	// template.
	Message string `erp:"message,required"`
	// Reference is our own reference of the order, the same on every attempt.
	Reference string `erp:"reference,required"`
}

// Subject is the buyer.
func (in OrderInput) Subject() br.Document { return in.Order.Customer.Document }

// Key implements [Input].
func (in OrderInput) Key() string { return key(in.Reference) }

// User is the buyer's user on our side: whoever was logged in.
type User struct {
	ID    string  `erp:"id,required" json:"id"`
	Name  *string `erp:"name" json:"name,omitempty"`
	Email *string `erp:"email" json:"email,omitempty"`
}

// ExistingOrderInput hands in an order of somebody whom the ERP knows.
type ExistingOrderInput struct {
	Order Order `erp:"order,required"`
	// Message is the order as a text, by the tenant's template.
	Message  string      `erp:"message,required"`
	Document br.Document `erp:"document,required"`
	// User is nil where nobody was logged in.
	User *User `erp:"user"`
	// Reference is our own reference of the order, the same on every attempt.
	Reference string `erp:"reference,required"`
}

// Subject is the customer.
func (in ExistingOrderInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in ExistingOrderInput) Key() string { return key(string(in.Document), in.Reference) }

// OrderPlaced is what an ERP answers to an order.
type OrderPlaced struct {
	// RemoteID is the order's, prospect's or ticket's id in the ERP.
	RemoteID *string `erp:"remote_id" json:"remoteId,omitempty"`
	// RemoteMessage is the ERP's own answer.
	RemoteMessage *string `erp:"remote_message" json:"remoteMessage,omitempty"`
	// IsIssue is true if the ERP opened it as a ticket.
	IsIssue bool `erp:"is_issue" json:"isIssue,omitempty"`
}
