package hubsoft

import (
	"slices"
	"time"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// roll is all that the ERP holds, in the order of ids.
type roll struct {
	companies []*company
	customers []*customer
	services  []*service
	invoices  []*invoice
	notes     []*note
	prospects []*prospect
	tickets   []*ticket
	records   []record
}

// company is one of several in one install: hubsoft.md, quirk 3.
type company struct {
	name     string
	document br.Document
}

type customer struct {
	id, code int64 // id_cliente and codigo_cliente, which are never alike here
	standin.Person
	former   bool // inativo
	since    time.Time
	password string // of the portal, in clear
	services []*service
}

// service is what others call a contract: a row of servicos[].
type service struct {
	id, number int64 // id_cliente_servico and numero_plano
	customer   *customer
	company    *company
	offer      offer
	prefix     string // status_prefixo as it is without a release on trust
	trust      trust
}

// trust is the panel's rule for one service: hubsoft.md, "trust unlock": the
// panel rule limits it. What the rule can say is not documented; chosen: how
// often and for how many days.
type trust struct {
	times, days int
	until       br.Date // the last day of the release that was given
}

type invoice struct {
	id      int64
	service *service
	amount  erp.Money
	issued  br.Date
	due     br.Date
	paidOn  br.Date // zero while it is open
	blank   bool    // not registered with the bank yet: no line, PIX code or link
}

// record is one write as it came: it may hold fields that the page knows nothing of.
type record struct {
	kind string // the last word of its path
	id   int64
	sent string
}

// nextID is the id of the next record of a kind.
func (r *roll) nextID(kind string, first int64) int64 {
	for _, one := range r.records {
		if one.kind == kind {
			first++
		}
	}
	return first
}

func (r *roll) keep(kind string, id int64, f *form) {
	r.records = append(r.records, record{kind, id, f.sent()})
}

func (i *invoice) open() bool { return i.paidOn.IsZero() }

func (r *roll) invoice(id int64) *invoice {
	return first(r.invoices, func(i *invoice) bool { return i.id == id })
}

func (r *roll) service(id int64) *service {
	return first(r.services, func(s *service) bool { return s.id == id })
}

// first is the first that fits, or nil.
func first[T any](rows []*T, fits func(*T) bool) *T {
	if at := slices.IndexFunc(rows, fits); at >= 0 {
		return rows[at]
	}
	return nil
}
