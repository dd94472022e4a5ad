package erptest_test

import (
	"testing"

	"balcao/erp/automation"
	"balcao/erp/erptest"
)

// Nothing that a pack asks an ERP is written from imagination: every function
// and part says where it is written down, how sure that is, and when it was last
// tried at a real ERP.
func TestEveryFunctionNamesItsSource(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ixc", "hubsoft", "sgp"} {
		pack := erptest.Load(t, name)
		for _, units := range []map[string]*automation.Unit{pack.Functions, pack.Parts} {
			for of, unit := range units {
				if unit.Source == "" || unit.Confidence == "" || unit.Tested == "" {
					t.Errorf("%s: %s: source %q, confidence %q, tested %q", name, of, unit.Source, unit.Confidence, unit.Tested)
				}
			}
		}
	}
}
