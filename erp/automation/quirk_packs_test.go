package automation_test

import (
	"os"
	"path/filepath"
	"testing"

	"balcao/erp/automation"
)

// What technicians copy is clean: the packs lack functions and examples, being
// pieces, and nothing else.
func TestQuirkPacksAreClean(t *testing.T) {
	t.Parallel()
	found, err := filepath.Glob("testdata/quirks/*/*/pack.yaml")
	if err != nil || len(found) < 28 {
		t.Fatalf("%d packs, %v", len(found), err)
	}
	for _, file := range found {
		folder := filepath.Dir(file)
		_, problems := automation.Load(os.DirFS(folder), folder, nil)
		for _, p := range problems {
			if p.Rule != "no-example" && p.Rule != "no-function" {
				t.Error(p)
			}
		}
	}
}
