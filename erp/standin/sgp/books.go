package sgp

import (
	"time"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// books are what the install holds. All of it is guarded by the server's lock.
type books struct {
	quirks      Quirks
	token       string // empty once it is revoked
	charges     charges
	customers   []*customer
	records     []record
	occurrences []*occurrence
	nfcom, nfse []note
	sideEffects int
	protocol    time.Time // of the last protocol that was given

	lastCustomer, lastContract, lastTitle, lastRecord int
}

func newBooks(token string) books {
	return books{token: token, charges: charges{fine: 2000, daily: 33}, lastCustomer: 300, lastContract: 304, lastTitle: 16000}
}

// charges are what a late title costs, in 1/100000 of its amount.
type charges struct{ fine, daily int64 }

// customer is a record (clienteId) with its contracts.
type customer struct {
	id        int
	person    standin.Person
	contacts  []contact
	contracts []*contract
}

// contact is a telephone or an e-mail; kind is tipoContato.
type contact struct{ kind, value string }

// status codes (sgp.md, Functions, "contract status codes"). The words are the
// page's where it has some ("Ativo", "Cancelado").
const (
	cancelledOddly = 0 // "a captured answer shows 0 + Cancelado"
	active         = 1
	inactive       = 2
	cancelled      = 3
	suspended      = 4
	fresh          = 6
)

var displays = map[int]string{cancelledOddly: "Cancelado", active: "Ativo", inactive: "Inativo", cancelled: "Cancelado", suspended: "Suspenso", fresh: "Novo"}

// contract is a row of consultacliente (contratoId).
type contract struct {
	id         int
	owner      *customer
	status     int
	display    string // the status in words, with the install's odd spaces
	plan       plan
	dueDay     int
	registered time.Time
	promises   []promise
	stubborn   bool // never released on trust
	titles     []*title
}

// promise is a release on trust.
type promise struct {
	asked    time.Time
	until    br.Date
	protocol string
}

// title is a receivable (título, fatura). Id and number are different values
// (sgp.md, Transport facts, "ids").
type title struct {
	id, number int
	contract   *contract
	code       string // the random part of the slip's link
	amount     erp.Money
	issued     br.Date
	due        br.Date
	barcode    string
	line       string
	pix        string
	unlinked   bool // no link yet
	settled    bool
	payments   []payment
	cancelled  br.Date
}

type payment struct {
	amount erp.Money
	on     br.Date
	at     time.Time
	by     string
}

// record is something that was written, as the clerk's screen shows it.
type record struct {
	id    int
	kind  string
	texts string
}

func (b *books) keep(kind, texts string) int {
	b.lastRecord++
	b.records = append(b.records, record{id: b.lastRecord, kind: kind, texts: texts})
	return b.lastRecord
}

// contractBy finds a contract by its number, as it was sent.
func (b *books) contractBy(id string) *contract {
	for _, k := range b.contracts() {
		if id == itoa(k.id) {
			return k
		}
	}
	return nil
}

func (b *books) contracts() []*contract {
	var all []*contract
	for _, c := range b.customers {
		all = append(all, c.contracts...)
	}
	return all
}

func (b *books) titleBy(id string) *title {
	for _, k := range b.contracts() {
		for _, t := range k.titles {
			if id == itoa(t.id) {
				return t
			}
		}
	}
	return nil
}

func (b *books) customerBy(d br.Document) *customer {
	for _, c := range b.customers {
		if c.person.Document == d {
			return c
		}
	}
	return nil
}
