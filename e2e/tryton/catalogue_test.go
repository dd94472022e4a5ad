package tryton_test

import (
	"slices"
	"testing"

	"balcao/erp"
	"balcao/erp/erptest"
)

func TestProductsAreThoseOnSale(t *testing.T) {
	newClerk(t)
	products := done(t, erp.ListProducts, connect(t, address(), nil), erp.CatalogueInput{})
	prices := map[string]*erp.Money{}
	for _, p := range products {
		if _, twice := prices[p.Code]; twice || p.Code == "" || p.Name == "" {
			t.Errorf("a product comes twice or without code or name: %+v", p)
		}
		prices[p.Code] = p.Price
	}
	if price := prices["FIBRA600"]; price == nil || *price != 12990 {
		t.Errorf("FIBRA600 costs %v, want 129.90", price)
	}
	if price, ok := prices["CABO"]; !ok || price != nil { // 2.4750 a metre
		t.Errorf("CABO is listed: %t, at %v; want it without a price", ok, price)
	}
	if _, ok := prices["ADSL10"]; ok {
		t.Error("a product that is not sold any more is listed")
	}
}

func TestResellersAreTheCategory(t *testing.T) {
	newClerk(t)
	resellers := done(t, erp.ListResellers, connect(t, address(), nil), erp.CatalogueInput{})
	norte := slices.IndexFunc(resellers, func(r erp.Reseller) bool { return r.Name == "Norte Telecom Revendas Ltda" })
	if len(resellers) != 2 || norte < 0 {
		t.Fatalf("got %+v, want Norte and Sul", resellers)
	}
	got := resellers[norte]
	if got.Code != "3" || got.Taxvat == nil || *got.Taxvat != "19131243000197" || got.Email == nil || *got.Email != "comercial@norte.example" {
		t.Errorf("got %+v", got)
	}
}

// Contacts of many customers take one question for the parties and one for the
// contacts, log-in not counted.
func TestContactsOfManyAtOnce(t *testing.T) {
	clerk, proxy := newClerk(t), erptest.NewProxy(t, address())
	document := newDocument(t)
	clerk.party(t, document, mechanism("email", "um@cliente.example"), mechanism("phone", "(11) 3222-1111"), mechanism("mobile", "+55 11 98888-7777"))
	pipe := connect(t, proxy.URL, nil)
	done(t, erp.ListProducts, pipe, erp.CatalogueInput{}) // logs in
	proxy.Forget()
	answers := erp.GetCustomerContacts.CallMany(t.Context(), pipe, []erp.CustomerInput{{Document: "00000000191"}, {Document: document}, {Document: "11144477735"}})
	if got := proxy.Count(nil); got != 2 {
		t.Errorf("took %d requests, want 2", got)
	}
	if !erp.IsKind(answers[0].Err, erp.NotFound) || answers[1].Err != nil || answers[2].Err != nil {
		t.Fatalf("got %v, %v, %v", answers[0].Err, answers[1].Err, answers[2].Err)
	}
	got := answers[1].Value
	if !slices.Equal(got.Emails, []string{"um@cliente.example"}) || !slices.Equal(got.Mobiles, []string{"+55 11 98888-7777"}) {
		t.Errorf("got %+v", *got)
	}
}
