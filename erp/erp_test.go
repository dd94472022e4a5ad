package erp_test

import (
	"testing"

	"balcao/erp"
)

func TestMoney(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]erp.Money{
		"0": 0, "0.1": 10, "129.90": 12990, "129.9000": 12990, "-3.05": -305, "999999999999999.99": 99999999999999999, "007": 700,
	} {
		got, err := erp.ParseMoney(text)
		if err != nil || got != want {
			t.Errorf("ParseMoney(%q) = %d, %v; want %d", text, got, err, want)
		}
		back, err := erp.ParseMoney(got.String())
		if err != nil || back != got {
			t.Errorf("%q did not come back: %q", text, got)
		}
	}
	for _, text := range []string{"", ".5", "-", "1,50", "1.005", "1e3", "NaN", " 1", "1.2.3", "--1", "1234567890123456", "٣"} {
		if got, err := erp.ParseMoney(text); err == nil {
			t.Errorf("ParseMoney(%q) = %d, want an error", text, got)
		}
	}
	if got := erp.Money(-5).String(); got != "-0.05" {
		t.Errorf("got %q", got)
	}
}

func TestKeepDropsWhatWasNotAskedFor(t *testing.T) {
	t.Parallel()
	contract := "c2"
	mine := erp.Invoice{ID: "1", DocumentNumber: "11144477735"}
	others := erp.Invoice{ID: "2", DocumentNumber: "52998224725"}
	otherContract := erp.Invoice{ID: "3", DocumentNumber: "11144477735", ContractID: &contract}
	asked := erp.InvoicesInput{Document: "11144477735", ContractID: "c1"}

	all := []erp.Invoice{mine, others, otherContract}
	kept, dropped := erp.ListInvoices.Keep(asked, all)
	if list := kept.([]erp.Invoice); len(list) != 1 || list[0].ID != "1" || dropped != 2 {
		t.Errorf("kept %v, dropped %d", kept, dropped)
	}
	if all[1].ID != "2" {
		t.Error("the shared list was written to")
	}
	for name, in := range map[string]erp.InvoiceInput{
		"another id": {InvoiceID: "9", Document: "11144477735"}, "another person": {InvoiceID: "1", Document: "52998224725"},
	} {
		if kept, dropped := erp.GetInvoice.Keep(in, &mine); kept != nil || dropped != 1 {
			t.Errorf("%s was kept", name)
		}
	}
	if kept, _ := erp.GetInvoice.Keep(erp.InvoiceInput{InvoiceID: "1", Document: "11144477735"}, &mine); kept == nil {
		t.Error("the invoice asked for was dropped")
	}
	if kept, _ := erp.GetCustomer.Keep(erp.CustomerInput{Document: "1"}, &erp.Customer{Document: "2"}); kept != nil {
		t.Error("another customer was kept")
	}
}

func TestKeysTellInputsApart(t *testing.T) {
	t.Parallel()
	a := erp.InvoiceInput{InvoiceID: "1|2", Document: "3"}.Key()
	b := erp.InvoiceInput{InvoiceID: "1", Document: "2|3"}.Key()
	if a == b {
		t.Errorf("two inputs have the key %q", a)
	}
}
