package tryton_test

import (
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/erptest"
	"balcao/internal/br"
)

// newOrder has every field, with the characters that break naive templates.
func newOrder(document br.Document) erp.OrderInput {
	return erp.OrderInput{
		Order: erp.Order{
			Customer: erp.Buyer{
				Kind: erp.Person, Document: document, Name: `Zé D'Ávila "x" %`, RG: pointer("12.345.678-9"),
				Email: pointer("ze+site@cliente.example"), Mobiles: []string{"11988887777", "11977776666"}, WhatsApp: []string{"11977776666"},
			},
			InstallationAddress: erp.Address{
				Street: pointer("Rua D'Oeste"), Number: pointer("10-A"), Complement: pointer(`Casa "2"`), District: pointer("Centro"),
				City: pointer("São Paulo"), State: pointer("SP"), PostalCode: pointer("01310-100"),
			},
			BillingAddress: &erp.Address{Street: pointer("Av. Central"), City: pointer("Niterói"), State: pointer("RJ")},
			Items: []erp.OrderItem{
				{ProductCode: "FIBRA600", Name: pointer("Fibra 600"), MonthlyPrice: 11990, InstallationPrice: pointer(erp.Money(5000)), Quantity: 1, LoyaltyMonths: pointer(12)},
				{ProductCode: "VOIP", MonthlyPrice: 2990, Quantity: 2},
			},
			ResellerCode: pointer("3"), Notes: pointer("Ligar de tarde;\n$(settings.password) <b> %"),
			AcceptedTermsAt: pointer(time.Date(2026, 11, 24, 12, 58, 0, 0, time.UTC)), Channel: erp.Site,
		},
		Message: "Pedido do site\nCliente: Zé D'Ávila \"x\" %", Reference: newReference(),
	}
}

func TestAnOrderIsASaleWithAllThatWasSaid(t *testing.T) {
	clerk, pipe := newClerk(t), connect(t, address(), nil)
	in := newOrder(newDocument(t))
	placed := done(t, erp.CreateOrder, pipe, in)
	if second := done(t, erp.CreateOrder, pipe, in); placed.RemoteID == nil || second.RemoteID == nil || *second.RemoteID != *placed.RemoteID {
		t.Errorf("the first try made %v, the second %v", placed.RemoteID, second.RemoteID)
	}
	sale := clerk.sale(t, in)
	if sale["state"] != "draft" || sale["comment"] != in.Message {
		t.Errorf("the sale is %v and says %q", sale["state"], sale["comment"])
	}
	installed, billed := sale["shipment_address."].(map[string]any), sale["invoice_address."].(map[string]any)
	if installed["street"] != `Rua D'Oeste, 10-A, Casa "2", Centro` || billed["street"] != "Av. Central, RJ" { // this Tryton lists no RJ
		t.Errorf("installed at %q, billed at %q", installed["street"], billed["street"])
	}
	clerk.checkLines(t, in.Reference)
	clerk.checkNotes(t, sale, *in.Order.Notes, "Norte Telecom Revendas Ltda", "12.345.678-9", "(11) 97777-6666", "24/11/2026 09:58")
}

// sale is the only one with the order's reference, of the only party with the
// buyer's document.
func (c *clerk) sale(t *testing.T, in erp.OrderInput) record {
	t.Helper()
	sale := c.one(t, "sale.sale", []any{clause("reference", "=", in.Reference)}, "party", "state", "comment", "shipment_address.street", "invoice_address.street")
	party := c.one(t, "party.party", []any{clause("identifiers.code", "=", in.Order.Customer.Document)}, "id")
	if sale["party"] != party["id"] {
		t.Errorf("the sale is of party %v, want %v", sale["party"], party["id"])
	}
	return sale
}

func (c *clerk) checkLines(t *testing.T, reference string) {
	t.Helper()
	want := []struct {
		code, price, words string
		quantity           float64
	}{{"FIBRA600", "119.90", "Fibra 600", 1}, {"VOIP", "29.90", "Telefonia fixa", 2}, {"INST", "50.00", "Instalação", 1}}
	lines := c.records(t, "sale.line", []any{clause("sale.reference", "=", reference)}, "product.code", "unit_price", "quantity", "description", "unit", "taxes")
	if len(lines) != len(want) {
		t.Fatalf("got %d lines, want %d", len(lines), len(want))
	}
	for i, w := range want {
		line := lines[i]
		code, price := line["product."].(map[string]any)["code"], line["unit_price"].(map[string]any)["decimal"]
		if code != w.code || !strings.HasPrefix(price.(string), w.price) || line["quantity"] != w.quantity || line["description"] != w.words {
			t.Errorf("line %d is %v, want %+v", i, line, w)
		}
		if line["unit"] == nil || len(line["taxes"].([]any)) != 1 {
			t.Errorf("line %d lacks unit or tax: %v", i, line)
		}
	}
}

// checkNotes wants the first note as it was typed and these words in the other.
func (c *clerk) checkNotes(t *testing.T, sale record, typed string, words ...string) {
	t.Helper()
	notes := c.records(t, "ir.note", []any{clause("resource", "=", "sale.sale,"+number(sale["id"]))}, "message")
	if len(notes) != 2 || notes[0]["message"] != typed {
		t.Fatalf("got the notes %v", notes)
	}
	for _, w := range words {
		if !strings.Contains(notes[1]["message"].(string), w) {
			t.Errorf("the note lacks %q: %v", w, notes[1]["message"])
		}
	}
}

// Who knows somebody's CPF cannot put an own e-mail or number into that
// person's record by ordering something.
func TestAnOrderChangesNoContactsOfAKnownParty(t *testing.T) {
	clerk, document := newClerk(t), newDocument(t)
	party := clerk.party(t, document, mechanism("email", "joana@cliente.example"))
	done(t, erp.CreateOrder, connect(t, address(), nil), newOrder(document))
	contact := clerk.one(t, "party.contact_mechanism", []any{clause("party", "=", party)}, "value")
	if contact["value"] != "joana@cliente.example" {
		t.Errorf("the contact is now %v", contact["value"])
	}
	if got := clerk.one(t, "party.party", []any{clause("id", "=", party)}, "name"); got["name"] != "Joana D'Ávila" {
		t.Errorf("the name is now %q", got["name"])
	}
}

func TestAnOrderOfAnUnknownProductIsRefusedInWords(t *testing.T) {
	clerk, in := newClerk(t), newOrder(newDocument(t))
	in.Order.Items[1].ProductCode = `N'HÁ" %`
	_, _, err := erp.CreateOrder.Call(t.Context(), connect(t, address(), nil), in)
	if !erp.IsKind(err, erp.Refused) || !strings.Contains(messageOf(err), `N'HÁ" %`) {
		t.Fatalf("got %v (%q), want a refusal that names the product", err, messageOf(err))
	}
	if got := clerk.records(t, "party.party", []any{clause("identifiers.code", "=", in.Order.Customer.Document)}, "id"); len(got) != 0 {
		t.Error("a party was made")
	}
}

// Whichever answer is lost, the second attempt makes nothing twice.
func TestAnOrderWhoseAnswerIsLostIsOne(t *testing.T) {
	for _, method := range []string{"model.party.party.create", "model.party.address.create", "model.sale.sale.create"} {
		t.Run(method, func(t *testing.T) {
			clerk, proxy := newClerk(t), erptest.NewProxy(t, address())
			pipe, in := connect(t, proxy.URL, nil), newOrder(newDocument(t))
			clerk.loseAnswer(t, proxy, method)
			if _, _, err := erp.CreateOrder.Call(t.Context(), pipe, in); !erp.IsKind(err, erp.MaybeSent) {
				t.Fatalf("got %v, want %s", err, erp.MaybeSent)
			}
			again(t, erp.CreateOrder, pipe, in)
			sale := clerk.sale(t, in)
			addresses := clerk.records(t, "party.address", []any{clause("party", "=", sale["party"]), clause("street", "!=", nil)}, "street")
			if len(addresses) != 2 {
				t.Errorf("the party has the addresses %v, want two", addresses)
			}
		})
	}
}
