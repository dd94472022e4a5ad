package record_test

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/automation/record"
	"balcao/erp/guard"
	"balcao/erp/packs"
	"balcao/erp/sandbox"
	"balcao/internal/br"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	maria = br.Document("52998224725")
	token = "token-of-the-sandbox"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.FixedZone("-03", -3*60*60))

// studio is an ERP with a recording of it.
type studio struct {
	*record.Recording
	pack     *automation.Pack
	settings map[string]string
}

func newStudio(t *testing.T) *studio {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	s, err := sandbox.Open(t.Context(), sandbox.Options{Token: token, Logger: quiet})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		server.Close()
		s.Close()
	})
	folder, _ := packs.FS("standard")
	pack, problems := automation.Load(folder, "standard", packs.FS)
	if pack == nil {
		t.Fatal(problems)
	}
	settings := map[string]string{"url": server.URL, "token": token}
	return &studio{record.New(pack, settings), pack, settings}
}

// take records a call.
func (s *studio) take(t *testing.T, f *erp.Info, name string, in erp.Input) erp.Result {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	g, err := guard.New(guard.Options{Logger: quiet})
	if err != nil {
		t.Fatal(err)
	}
	c, err := automation.NewConnection(automation.Options{
		Name: "studio", Pack: func() *automation.Pack { return s.pack }, Settings: s.settings, Zone: noon.Location(), Guard: g,
		Now: func() time.Time { return noon }, Logger: quiet,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	take := s.Begin(f, name, in, noon)
	tracer := &automation.Tracer{Event: func(automation.Event) {}, Answered: take.Answered}
	result := c.Do(automation.WithTracer(t.Context(), tracer), erp.Call{Function: f, Inputs: []erp.Input{in}})[0]
	take.Ended(result)
	return result
}

// Whatever the sandbox knows of Maria is in none of the examples, and they play.
func TestARecordingOfMaria(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	var told []string
	for f, in := range map[*erp.Info]erp.Input{
		erp.ListInvoices.Info: erp.InvoicesInput{Document: maria}, erp.GetCustomer.Info: erp.CustomerInput{Document: maria},
		erp.GetCustomerContacts.Info: erp.CustomerInput{Document: maria}, erp.ListPlans.Info: erp.CustomerInput{Document: maria},
		erp.ListProducts.Info: erp.CatalogueInput{}, erp.ListContracts.Info: erp.CustomerInput{Document: maria},
	} {
		result := s.take(t, f, "recorded", in)
		if result.Err != nil {
			t.Fatalf("%s: %v", f.Name, result.Err)
		}
		told = append(told, textsOf(result.Value)...)
	}
	made, _ := s.Finish(t.Context())
	folder := copied(t, "standard")
	for _, m := range made {
		if m.Problem != nil {
			t.Errorf("%s: %v", m.Name, m.Problem)
		}
		if _, err := m.Save(folder); err != nil {
			t.Error(err)
		}
		for _, data := range m.Files {
			isClean(t, m.Name, string(data), told)
		}
	}
	plays(t, folder, "recorded", len(made))
}

// textsOf are the texts of a value of the contract that tell of somebody.
func textsOf(v any) []string {
	var texts []string
	var walk func(v any, name string)
	walk = func(v any, name string) {
		switch v := v.(type) {
		case map[string]any:
			for name, member := range v {
				walk(member, name)
			}
		case []any:
			for _, item := range v {
				walk(item, name)
			}
		case string:
			switch name {
			case "name", "customer_name", "street", "district", "postal_code", "birth_date", "digitable_line", "barcode", "pix_code", "address", "number":
				if len(v) > 3 && name != "name" || strings.Contains(v, "Silva") {
					texts = append(texts, v)
				}
			}
		}
	}
	walk(automation.ByName(v), "")
	return texts
}

func isClean(t *testing.T, name, file string, told []string) {
	t.Helper()
	small := strings.ToLower(file)
	for _, original := range append(told, "Maria", "Silva", "52998224725", "529.982.247-25", token, "127.0.0.1") {
		for _, form := range []string{original, url.QueryEscape(original), url.PathEscape(original)} {
			if strings.Contains(small, strings.ToLower(form)) {
				t.Errorf("%s holds %q:\n%s", name, form, file)
			}
		}
	}
}

// copied is a pack in a folder of its own.
func copied(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	folder, _ := packs.FS(name)
	if err := os.CopyFS(dir, folder); err != nil {
		t.Fatal(err)
	}
	return dir
}

// plays plays the examples of that name, of which there must be so many.
func plays(t *testing.T, dir, name string, want int) {
	t.Helper()
	pack, problems := automation.Load(os.DirFS(dir), filepath.Base(dir), packs.FS)
	if pack == nil {
		t.Fatal(problems)
	}
	played := 0
	for _, e := range pack.Examples {
		if !strings.HasSuffix(e.Name, "/"+name) {
			continue
		}
		played++
		if err := automation.RunExample(context.Background(), pack, e); err != nil {
			t.Error(err)
		}
	}
	if played != want {
		t.Errorf("%d examples %q, want %d", played, name, want)
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	m := record.Made{Name: "get_customer/x", Files: map[string][]byte{"examples/get_customer/x.yaml": []byte("a")}}
	if _, err := m.Save(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Save(dir); err == nil || !strings.Contains(err.Error(), "there already") {
		t.Errorf("%v", err)
	}
	if name := record.FreeName(dir, "get_customer", "x"); name != "x_2" {
		t.Error(name)
	}
	m.Problem = fs.ErrInvalid
	paths, err := m.Save(dir)
	if err != nil || len(paths) != 1 || !strings.HasSuffix(paths[0], "x.yaml.todo") {
		t.Errorf("%v %v", paths, err)
	}
}

// A refusal is an example too.
func TestARefusal(t *testing.T) {
	t.Parallel()
	s := newStudio(t)
	if r := s.take(t, erp.GetInvoice.Info, "none", erp.InvoiceInput{InvoiceID: "nothing", Document: maria}); !erp.IsKind(r.Err, erp.NotFound) {
		t.Fatal(r.Err)
	}
	made, _ := s.Finish(t.Context())
	if made[0].Problem != nil || !strings.Contains(string(made[0].Files["examples/get_invoice/none.yaml"]), "kind: not_found") {
		t.Errorf("%v\n%s", made[0].Problem, made[0].Files["examples/get_invoice/none.yaml"])
	}
}
