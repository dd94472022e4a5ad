package sgp

import (
	"strings"
	"time"

	"balcao/erp/standin"
)

// The kinds of contact (tipoContato). "Celular Pessoal" is the saved answer's;
// the others are not documented but chosen.
const (
	mobileKind = "Celular Pessoal"
	phoneKind  = "Telefone Residencial"
	emailKind  = "E-mail Pessoal"
)

// enrol makes a record of a person.
func (b *books) enrol(p standin.Person) *customer {
	b.lastCustomer++
	c := &customer{id: b.lastCustomer, person: p}
	for _, one := range []contact{{mobileKind, phone(p.Mobile)}, {phoneKind, phone(p.Phone)}, {emailKind, p.Email}} {
		if one.value != "" {
			c.contacts = append(c.contacts, one)
		}
	}
	b.customers = append(b.customers, c)
	return c
}

// sign makes a contract of a customer.
func (b *books) sign(c *customer, p plan, status int, at time.Time) *contract {
	b.lastContract++
	k := &contract{id: b.lastContract, owner: c, status: status, display: displays[status], plan: p, dueDay: 10, registered: at}
	c.contracts = append(c.contracts, k)
	return k
}

// phone writes digits as the saved answer does: (11) 98765-0001.
func phone(digits string) string {
	if len(digits) < 10 {
		return digits
	}
	return "(" + digits[:2] + ") " + digits[2:len(digits)-4] + "-" + digits[len(digits)-4:]
}

// contactsOf are the customer's contacts that are e-mails, or that are not.
func (c *customer) contactsOf(mails bool) []contact {
	var some []contact
	for _, one := range c.contacts {
		if strings.Contains(one.value, "@") == mails {
			some = append(some, one)
		}
	}
	return some
}
