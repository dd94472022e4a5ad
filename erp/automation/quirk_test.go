package automation_test

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"balcao/erp/automation"
)

// quirks are the ways in which ERPs make life hard for whoever reads them, each
// with a test that shows it by a server of its own. The packs that survive them
// stand in testdata/quirks, by number; docs/cookbook.md quotes them.
var quirks = []struct {
	title string
	test  func(*testing.T, quirk)
}{
	{"HTTP 200 with an error body", quirkErrorBody},
	{"HTML page with 200", quirkPage},
	{"Content-Type wrong", quirkContentType},
	{"Accents", quirkAccents},
	{"Numbers as strings, strings as numbers", quirkNumbers},
	{"Decimal comma and thousands", quirkMoney},
	{"Dates", quirkDates},
	{"Object or array or numbered keys", quirkShapes},
	{"Nothing found as an error", quirkNothingFound},
	{"Timeouts and slow calls", quirkSlow},
	{"Retry creates duplicates", quirkDuplicates},
	{"Duplicated records", quirkDuplicated},
	{"Token dies early", quirkToken},
	{"TLS", quirkTLS},
	{"Odd ports and allow-lists", quirkPorts},
	{"Rate limit", quirkRate},
	{"GET that changes things", quirkSideEffects},
	{"Silent field drop", quirkSilentDrop},
	{"Pagination that lies", quirkPagination},
	{"Typos in the contract", quirkTypos},
	{"Inverted or lying fields", quirkLies},
	{"Filter strings are code", quirkFilters},
	{"Secrets in answers and URLs", quirkSecrets},
	{"Wrong invoice shown", quirkWrongInvoice},
	{"Temporary links and HTML instead of PDF", quirkLinks},
	{"Integrations written from imagination", quirkImagination},
	{"Paid modules and permissions", quirkPaid},
	{"Codes of the install", quirkCodes},
}

func TestQuirk(t *testing.T) {
	t.Parallel()
	for i, q := range quirks {
		number := quirk(i + 1)
		t.Run(number.dir()+"_"+slug(q.title), func(t *testing.T) {
			t.Parallel()
			q.test(t, number)
		})
	}
}

var notPlain = regexp.MustCompile(`[^a-z0-9]+`)

func slug(title string) string {
	return strings.Trim(notPlain.ReplaceAllString(strings.ToLower(title), "_"), "_")
}

// quirk is a row's number.
type quirk int

func (q quirk) dir() string { return fmt.Sprintf("%02d", int(q)) }

// change is made to a pack's files before it is loaded.
type change func(*testing.T, files)

// instead shows what happens without a cure: old, which must be there once, is
// replaced in a file.
func instead(file, old, with string) change {
	return func(t *testing.T, f files) {
		t.Helper()
		if strings.Count(f[file], old) != 1 {
			t.Fatalf("%s has %q %d times, want once", file, old, strings.Count(f[file], old))
		}
		f[file] = strings.Replace(f[file], old, with, 1)
	}
}

func without(file, lines string) change { return instead(file, lines, "") }

// hurried spends less on further tries than packs do.
func hurried(_ *testing.T, f files) { f["pack.yaml"] += "limits: {total: 1s}\n" }

// files are those of the pack testdata/quirks/NN/name.
func (q quirk) files(t *testing.T, name string) files {
	t.Helper()
	f := files{}
	root := os.DirFS("testdata/quirks/" + q.dir() + "/" + name)
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, path)
		f[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// loads loads a pack and gives what was found wrong with it.
func (q quirk) loads(t *testing.T, name string, changes ...change) (*automation.Pack, automation.Problems) {
	t.Helper()
	f := q.files(t, name)
	for _, c := range changes {
		c(t, f)
	}
	fsys := fstest.MapFS{}
	for path, text := range f {
		fsys[path] = &fstest.MapFile{Data: []byte(text)}
	}
	return automation.Load(fsys, name, nil)
}

func (q quirk) pack(t *testing.T, name string, changes ...change) *automation.Pack {
	t.Helper()
	pack, problems := q.loads(t, name, changes...)
	if pack == nil {
		t.Fatalf("the pack %s/%s does not load:\n%v", q.dir(), name, problems)
	}
	return pack
}

// routes are what an ERP answers by path.
type routes map[string]http.HandlerFunc

func (r routes) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if h := r[request.URL.Path]; h != nil {
		h(w, request)
		return
	}
	http.NotFound(w, request)
}

// says answers a text as it is, as JSON if it does not say otherwise.
func says(body string) http.HandlerFunc { return labelled("application/json", body) }

func labelled(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Write([]byte(body))
	}
}

func fails(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
}
