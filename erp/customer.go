package erp

import "balcao/internal/br"

// Customer (cliente) is the provider's subscriber, as the ERP knows it.
type Customer struct {
	// Document is the CPF or CNPJ that was asked for; filled in by the engine.
	Document br.Document `erp:"document" json:"document"`
	// Name is the person's or company's name.
	Name string `erp:"name,required" json:"name"`
	// BirthDate is a person's day of birth.
	BirthDate *br.Date `erp:"birth_date" json:"birthDate,omitempty"`
	// RegisteredOn is the day of the customer's registration in the ERP.
	RegisteredOn *br.Date `erp:"registered_on" json:"registeredOn,omitempty"`
	// Active is false for former customers.
	Active bool `erp:"active,required" json:"active"`
	// RemoteID is the customer's code in the ERP.
	RemoteID *string `erp:"remote_id" json:"remoteId,omitempty"`
	// ContractID is the code of the customer's contract in the ERP; of one of
	// them, if there are several.
	ContractID *string `erp:"contract_id" json:"contractId,omitempty"`
	// Address is where the customer is served.
	Address *Address `erp:"address" json:"address,omitempty"`
}

// Owner implements [Owned].
func (c *Customer) Owner() *br.Document { return &c.Document }

// Contacts (contatos) are where a customer can be reached.
type Contacts struct {
	// Document is the CPF or CNPJ that was asked for; filled in by the engine.
	Document br.Document `erp:"document" json:"document"`
	Emails   []string    `erp:"emails" json:"emails,omitempty"`
	// Mobiles are mobile numbers (celulares), as the ERP writes them.
	Mobiles []string `erp:"mobiles" json:"mobiles,omitempty"`
}

// Owner implements [Owned].
func (c *Contacts) Owner() *br.Document { return &c.Document }

// Address is a Brazilian postal address.
type Address struct {
	Street     *string `erp:"street" json:"street,omitempty"`
	Number     *string `erp:"number" json:"number,omitempty"`
	Complement *string `erp:"complement" json:"complement,omitempty"`
	// District is the neighbourhood (bairro).
	District *string `erp:"district" json:"district,omitempty"`
	City     *string `erp:"city" json:"city,omitempty"`
	// State is the federal unit's two letters: "SP".
	State *string `erp:"state" json:"state,omitempty"`
	// PostalCode is the CEP, as the ERP writes it.
	PostalCode *string `erp:"postal_code" json:"postalCode,omitempty"`
	// IBGECode is the city's seven digits at the IBGE.
	IBGECode *string `erp:"ibge_code" json:"ibgeCode,omitempty"`
	// Landmark (ponto de referência) helps to find the place.
	Landmark *string `erp:"landmark" json:"landmark,omitempty"`
	// Latitude is in decimal degrees, WGS 84: "-23.550520".
	Latitude *string `erp:"latitude" json:"latitude,omitempty"`
	// Longitude is in decimal degrees, WGS 84.
	Longitude *string `erp:"longitude" json:"longitude,omitempty"`
}
