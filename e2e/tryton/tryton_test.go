// Package tryton_test runs the conformance suite of the packs against a real
// Tryton, the one that start in this folder sets up (seed.py is its data). The
// scenarios make what they change, so the same Tryton serves many runs.
package tryton_test

import (
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/erptest"
	"balcao/internal/br"
)

func TestConformance(t *testing.T) {
	clerk := newClerk(t)
	clerk.render(t, maria)
	sessions := automation.NewMemorySessions() // a log-in takes Tryton a fifth of a second
	erptest.Run(t, erptest.Target{
		Pack:    "tryton",
		URL:     address(),
		Connect: func(t *testing.T, url string) erp.Pipe { return connect(t, url, sessions) },
		Clerk:   clerk,
		Facts:   facts(t, clerk),
		// Customers: parties and addresses. Invoices: whose, which, and their
		// lines in the ledger.
		BatchCalls: map[string]int{"get_customer": 2, "list_invoices": 3},
		// On SQLite two records made at once get one number, and one is refused.
		OneWriter: true,
		IsLogIn:   calls("common.db.login"),
		Writes: map[string]erptest.Write{
			"create_order":    {Carries: calls("model.sale.sale.create"), Refused: unknownProduct},
			"create_lead":     {Carries: calls("model.sale.opportunity.create")},
			"create_ticket":   {Carries: calls("model.sale.complaint.create")},
			"update_customer": {Carries: calls("model.party.party.write")},
			"settle_boleto":   {Carries: calls("wizard.account.invoice.pay.execute")},
		},
	})
}

func unknownProduct(in erp.Input) erp.Input {
	order := in.(erp.OrderInput)
	order.Order.Items = []erp.OrderItem{{ProductCode: "NADA", MonthlyPrice: 100, Quantity: 1}}
	return order
}

func connect(t *testing.T, url string, sessions automation.SessionStore) erp.Pipe {
	t.Helper()
	return erptest.Connect(t, "tryton", map[string]string{
		"url": url, "database": database, "user": user, "password": password,
		"pix_method": "1", "card_method": "2", "ticket_type": "1", "installation_product": "INST",
	}, sessions)
}

// facts are those of seed.py.
func facts(t *testing.T, clerk *clerk) erptest.Facts {
	const joao, aurora = br.Document("11144477735"), br.Document("11222333000181")
	changeable := newDocument(t)
	clerk.party(t, changeable, old...)
	return erptest.Facts{
		Customers: []erptest.Person{
			{Document: maria, Name: "Maria da Silva"},
			{Document: joao, Name: "João D'Ávila Pereira"},
			{Document: "11444777000161", Name: `Padaria Estrela & Filhos "Matriz"`},
			{Document: "98765432100", Name: "Pontuado de Souza"}, // stored as 987.654.321-00
		},
		Shared:   erptest.Person{Document: "39053344705", Name: "Ana Souza (casa)"},
		Nobody:   "00000000191",
		Archived: "12345678909",
		Debtless: "11444777000161",
		Statuses: map[erp.InvoiceStatus]br.Document{
			erp.Open: maria, erp.Overdue: maria, erp.Paid: maria,
			erp.PartiallyPaid: joao, erp.Cancelled: aurora,
		},
		Many: aurora, ManyCount: 14,
		Email:      "maria@cliente.example",
		Codes:      erptest.Codes{Product: "FIBRA600", Reseller: "3"},
		Changeable: changeable,
	}
}
