package automation_test

import (
	"io/fs"
	"slices"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/packs"
)

// TestAFolderLeavesFunctionsOut: an ERP may lack what the pack has for others.
func TestAFolderLeavesFunctionsOut(t *testing.T) {
	t.Parallel()
	own := "pack: acme\ntitle: Acme\nlanguage: 1\nextends: standard 1.0\nnot_supported:\n  create_lead: no leads yet\n"
	pack, problems := automation.Load(packFiles("pack.yaml", own), "acme", packs.FS)
	if pack == nil {
		t.Fatal(problems)
	}
	if pack.Functions["create_lead"] != nil || pack.NotSupported["create_lead"] != "no leads yet" {
		t.Error("a function that is said to be lacking is there")
	}
	if slices.ContainsFunc(pack.Examples, func(e *automation.Example) bool { return e.Function == "create_lead" }) {
		t.Error("its examples are there")
	}
	if pack.Functions[erp.ListInvoices.Name] == nil || len(pack.Examples) == 0 {
		t.Error("other functions went with it")
	}
}

// TestWhatAFolderDoesNotSayThePackSays, and what it says stands.
func TestWhatAFolderDoesNotSayThePackSays(t *testing.T) {
	t.Parallel()
	const pack = "pack: base\ntitle: Base\nlanguage: 1\nsettings: {url: {type: url, label: Address}}\nhosts: {api: {url: $(settings.url)}}\n"
	for _, c := range []struct {
		base, own string
		partial   bool
	}{
		{"", "", true},
		{"partial_payments: false\n", "", false},
		{"partial_payments: false\n", "partial_payments: true\n", true},
		{"", "partial_payments: false\n", false},
	} {
		base := func(string) (fs.FS, bool) { return packFiles("pack.yaml", pack+c.base), true }
		got := mustLoad(t, packFiles("pack.yaml", "pack: acme\nextends: base 1.0\n"+c.own), base)
		if got.PartialPayments != c.partial {
			t.Errorf("the pack says %q, the folder %q: partial payments %v", c.base, c.own, got.PartialPayments)
		}
	}
}
