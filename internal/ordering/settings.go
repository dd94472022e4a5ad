package ordering

// Way is how an order goes into the ERP; OrderWay in schema.graphqls.
type Way string

// The ways.
const (
	// AsOrder: as an order or prospect (create_order).
	AsOrder Way = "ORDER"
	// AsTicket: as a ticket of a customer (create_order_for_existing_customer).
	AsTicket Way = "TICKET"
	// AsLead: as a lead (create_lead).
	AsLead Way = "LEAD"
)

// Settings are a tenant's. The zero value is not complete: ExistingCustomer and
// Message have to be there.
type Settings struct {
	// ExistingCustomer is what an order of somebody becomes who is a customer
	// already (Procedimento para Pedidos Migração; Criar lead para usuário
	// existente).
	ExistingCustomer Way
	// SkipCustomerCheck leaves out the look-up of the person, so that nobody is
	// a customer (Ignorar checagem de usuário na integração).
	SkipCustomerCheck bool
	// CountInactive makes former customers customers.
	CountInactive bool
	// Pendencies are the rules on what is owed. Without any the ERP is not
	// asked.
	Pendencies PendencyRules
	// Message renders an order as a text for the ERP's notes.
	Message *Message
}
