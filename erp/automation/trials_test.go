package automation_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"balcao/erp/automation"
	"balcao/erp/packs"
)

const trials = "testdata/trials"

// trialNames are the folders of trials: one ERP each, and a provider's override.
func trialNames(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(trials)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// trialFolder finds a trial, or the whole pack that one lies over.
func trialFolder(name string) (fs.FS, bool) {
	folder := os.DirFS(trials + "/" + name)
	if _, err := fs.Stat(folder, "pack.yaml"); err != nil {
		return packs.FS(name)
	}
	return folder, true
}

func loadTrial(t *testing.T, name string) (*automation.Pack, automation.Problems) {
	t.Helper()
	folder, ok := trialFolder(name)
	if !ok {
		t.Fatalf("there is no trial %q", name)
	}
	pack, problems := automation.Load(folder, name, trialFolder)
	if pack == nil {
		t.Fatalf("%s does not load:\n%v", name, problems)
	}
	return pack, problems
}

// The automations of these ERPs load without an error, and with no warnings but
// those that are listed: the pieces lack functions.
func TestTrialsLoad(t *testing.T) {
	t.Parallel()
	var warnings strings.Builder
	for _, name := range trialNames(t) {
		if _, problems := loadTrial(t, name); len(problems) > 0 {
			warnings.WriteString(problems.Error() + "\n")
		}
	}
	listed := trials + "/warnings.golden"
	if *update {
		if err := os.WriteFile(listed, []byte(warnings.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(listed)
	if err != nil {
		t.Fatal(err)
	}
	if got := warnings.String(); got != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Every function of a closed ERP is played against answers of the shapes that
// its pages and clients show.
func TestTrialsPlay(t *testing.T) {
	t.Parallel()
	played := 0
	for _, name := range trialNames(t) {
		pack, _ := loadTrial(t, name)
		for _, e := range pack.Examples {
			played++
			t.Run(name+"/"+e.Name, func(t *testing.T) {
				t.Parallel()
				if err := automation.RunExample(t.Context(), pack, e); err != nil {
					t.Error(err)
				}
			})
		}
	}
	t.Logf("%d examples", played)
}
