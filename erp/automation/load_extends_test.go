package automation_test

import (
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
