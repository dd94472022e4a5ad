package check_test

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"balcao/erp/automation"
	"balcao/erp/guard"
	"balcao/erp/packs"
	"balcao/erp/sandbox"
	"balcao/internal/br"
	"balcao/internal/check"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	maria    = br.Document("52998224725")
	erpToken = "token-of-the-sandbox"
)

// books is the file of a new sandbox: making it anew for each test takes seconds
// with the race detector.
var books = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "check")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "erp.db")
	s, err := sandbox.Open(context.Background(), sandbox.Options{Data: file, Token: erpToken})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
})

// newSandbox is an ERP whose every function works.
func newSandbox(t *testing.T) http.Handler {
	t.Helper()
	content, err := books()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "erp.db")
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := sandbox.Open(t.Context(), sandbox.Options{Data: file, Token: erpToken, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s.Handler()
}

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// connection is how a check's target is connected.
type connection struct {
	folder   fs.FS // the standard pack if nil
	url      string
	token    string
	security guard.Security
}

func (c connection) target(t *testing.T) check.Target {
	t.Helper()
	if c.folder == nil {
		c.folder, _ = packs.FS("standard")
	}
	pack, problems := automation.Load(c.folder, "standard", packs.FS)
	if pack == nil {
		t.Fatal(problems)
	}
	notes := &check.Notes{}
	g, err := guard.New(guard.Options{Security: c.security, Logger: slog.New(notes)})
	if err != nil {
		t.Fatal(err)
	}
	made, err := automation.NewConnection(automation.Options{
		Name: t.Name(), Pack: func() *automation.Pack { return pack }, Zone: time.UTC, Guard: g, Logger: slog.New(notes),
		Settings: map[string]string{"url": c.url, "token": c.token},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(made.Close)
	return check.Target{Connection: made, Security: c.security, Notes: notes}
}

// report is what a check has found.
type report struct {
	findings []check.Finding
	sound    bool
}

func (c connection) check(t *testing.T, document br.Document) report {
	t.Helper()
	var r report
	r.sound = check.Run(t.Context(), c.target(t), check.Options{
		Document: document, Today: br.DateOf(time.Now()), SlowAfter: time.Minute,
		Tell: func(f check.Finding) { r.findings = append(r.findings, f) },
	})
	return r
}

// of is the finding of a step or function.
func (r report) of(t *testing.T, what string) check.Finding {
	t.Helper()
	for _, f := range r.findings {
		if f.What == what || f.Stage == what {
			return f
		}
	}
	t.Fatalf("nothing was found of %s in %+v", what, r.findings)
	return check.Finding{}
}

func (r report) wants(t *testing.T, what string, verdict check.Verdict, words ...string) {
	t.Helper()
	f := r.of(t, what)
	if f.Verdict != verdict {
		t.Errorf("%s: %q, want %q: %+v", what, f.Verdict, verdict, f)
	}
	for _, w := range words {
		if !strings.Contains(f.Detail+" "+f.Advice, w) {
			t.Errorf("%s: want %q in %q, %q", what, w, f.Detail, f.Advice)
		}
	}
}

func TestAllGood(t *testing.T) {
	t.Parallel()
	calls := &counted{next: newSandbox(t)}
	r := connection{url: serve(t, calls), token: erpToken}.check(t, maria)
	if !r.sound {
		t.Errorf("not sound: %+v", r.findings)
	}
	for _, f := range r.findings {
		if f.Stage == check.StageRead && f.Verdict != check.Works {
			t.Errorf("%+v", f)
		}
	}
	r.wants(t, "tcp", check.Works)
	r.wants(t, "tls", check.Unprotected)
	r.wants(t, "log-in", check.Works)
	r.wants(t, "list_invoices", check.Works, "rows")
	r.wants(t, "get_boleto_pdf", check.Works, "PDF")
	r.wants(t, "settle_boleto", check.NotAsked, "changes nothing")
	if calls.writes > 0 || calls.reads == 0 {
		t.Errorf("%d writes and %d reads were sent", calls.writes, calls.reads)
	}
}

// counted counts what reaches an ERP.
type counted struct {
	next          http.Handler
	reads, writes int
}

func (c *counted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet {
		c.reads++
	} else {
		c.writes++
	}
	c.next.ServeHTTP(w, r)
}

func TestWithoutACustomerNobodysDataIsRead(t *testing.T) {
	t.Parallel()
	var paths []string
	erp := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		paths = append(paths, r.URL.RequestURI())
		_, _ = w.Write([]byte("[]"))
	})
	r := connection{url: serve(t, erp), token: erpToken}.check(t, "")
	for _, path := range paths {
		if strings.Contains(path, "?") {
			t.Errorf("%s was asked for", path)
		}
	}
	r.wants(t, "list_invoices", check.NotAsked, "--document")
}

func TestANameThatIsNone(t *testing.T) {
	t.Parallel()
	r := connection{url: "https://erp.invalid", token: erpToken}.check(t, maria)
	r.wants(t, "dns", check.Fails)
	if r.sound || len(r.findings) != 1 || r.findings[0].Advice == "" {
		t.Errorf("%+v", r)
	}
}

func TestAClosedPort(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	r := connection{url: "https://" + address, token: erpToken}.check(t, maria)
	r.wants(t, "tcp", check.Fails, "nobody listens", "port", "called from 127.0.0.1")
	if r.sound || len(r.findings) != 1 {
		t.Errorf("%+v", r)
	}
}

func TestASelfSignedCertificate(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(newSandbox(t))
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.StartTLS()
	t.Cleanup(s.Close)
	key := sha256.Sum256(s.Certificate().RawSubjectPublicKeyInfo)
	pin := base64.StdEncoding.EncodeToString(key[:])

	r := connection{url: s.URL, token: erpToken}.check(t, maria)
	r.wants(t, "tls", check.Refused, "self-signed", "pin: "+pin)
	if r.sound || len(r.findings) != 2 {
		t.Errorf("%+v", r)
	}
	pinned := connection{url: s.URL, token: erpToken, security: guard.Security{Pin: pin}}.check(t, maria)
	pinned.wants(t, "tls", check.Works, "TLS 1.3")
	pinned.wants(t, "list_invoices", check.Works)

	other := base64.StdEncoding.EncodeToString(make([]byte, 32))
	connection{url: s.URL, token: erpToken, security: guard.Security{Pin: other}}.check(t, maria).
		wants(t, "tls", check.Refused, "another key than the pinned one", pin)
	connection{url: s.URL, token: erpToken, security: guard.Security{Insecure: true}}.check(t, maria).
		wants(t, "tls", check.Works, "NOT VERIFIED", pin)
}

func TestAServerWithoutTLS(t *testing.T) {
	t.Parallel()
	url := serve(t, http.NotFoundHandler())
	r := connection{url: strings.Replace(url, "http:", "https:", 1), token: erpToken}.check(t, maria)
	r.wants(t, "tls", check.Fails, "no TLS on this port", "http://")
}

func TestAnOldServer(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.StartTLS()
	t.Cleanup(s.Close)
	r := connection{url: s.URL, token: erpToken}.check(t, maria)
	r.wants(t, "tls", check.Fails, "TLS 1.2")
}

func TestAWrongToken(t *testing.T) {
	t.Parallel()
	calls := &counted{next: newSandbox(t)}
	r := connection{url: serve(t, calls), token: "another-token"}.check(t, maria)
	r.wants(t, "log-in", check.Refused, "401", "token")
	if r.sound || calls.reads > 2 {
		t.Errorf("after a refused log-in %d calls were made, sound %v", calls.reads, r.sound)
	}
	for _, f := range r.findings {
		if strings.Contains(f.Detail+f.Advice, "another-token") || strings.Contains(f.Detail+f.Advice, string(maria)) {
			t.Errorf("it tells a secret or a person: %+v", f)
		}
	}
}

// A function that may not be called is told as such, before and after one that
// may; a token that may call none ends the check.
func TestAMissingPermission(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"GET /produtos", "GET /faturas"} { // the first that is asked for, and a later one
		r := connection{url: spoiled(t, path, says(403, "{}")), token: erpToken}.check(t, maria)
		f := r.of(t, "permission")
		if f.Verdict != check.Refused || !strings.Contains(f.Advice, "right to call it") || r.sound {
			t.Errorf("%s: %+v", path, f)
		}
		r.wants(t, "log-in", check.Works)
		r.wants(t, "get_customer", check.Works)
	}
	calls := &counted{next: says(403, "{}")}
	r := connection{url: serve(t, calls), token: erpToken}.check(t, maria)
	r.wants(t, "log-in", check.Refused, "403", "token")
	if r.sound || calls.reads > 3 {
		t.Errorf("%d calls of a token without any right", calls.reads)
	}
}

// spoiled is the sandbox with one path answered otherwise.
func spoiled(t *testing.T, path string, answer http.HandlerFunc) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/", newSandbox(t))
	mux.HandleFunc(path, answer)
	return serve(t, mux)
}

func TestOneFunctionThatIsNotWell(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		answer  http.HandlerFunc
		verdict check.Verdict
		words   []string
	}{
		"missing":        {http.NotFound, check.Missing, []string{"/clientes answers HTTP 404", "balcao try"}},
		"no such method": {says(405, ""), check.Missing, []string{"HTTP 405"}},
		"a broken field": {says(200, `[{"cnpj_cpf":"52998224725","nome_completo":"Maria da Silva","ativo":true,"aniversario":"12/04/1985"}]`),
			check.Deviates, []string{"birth_date", "get_customer.yaml"}},
		"a missing field": {says(200, `[{"cnpj_cpf":"52998224725","ativo":true}]`), check.Deviates, []string{"name"}},
		"a page":          {says(200, "<html>Sistema em manutenção</html>"), check.Deviates, []string{"page"}},
		"no right":        {says(403, `{"mensagem":"sem permissão"}`), check.Refused, []string{"right to call it"}},
		"an ERP's no":     {says(422, `{"mensagem":"Maria da Silva, CPF 529.982.247-25, procure a loja"}`), check.Refused, []string{"procure a loja"}},
		"words of denial": {says(422, `{"mensagem":"Recurso não disponível para este usuário"}`), check.Refused, []string{"Recurso não disponível", "right to call it"}},
		"words of an IP":  {says(422, `{"mensagem":"IP não liberado"}`), check.Refused, []string{"IP não liberado", "public address"}},
		"a fault":         {says(500, "{}"), check.Fails, []string{"HTTP status 500", "log"}},
		"nothing":         {says(200, "[]"), check.Works, []string{"could not be looked at"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := connection{url: spoiled(t, "GET /clientes", tc.answer), token: erpToken}.check(t, maria)
			r.wants(t, "get_customer", tc.verdict, tc.words...)
			r.wants(t, "list_invoices", check.Works)
			if r.sound != tc.verdict.IsSound() {
				t.Errorf("sound %v with a verdict %q", r.sound, tc.verdict)
			}
			if f := r.of(t, "get_customer"); strings.Contains(f.Detail, "529.982.247-25") || strings.Contains(f.Detail, "Maria") {
				t.Errorf("it tells who it is about: %s", f.Detail)
			}
		})
	}
}

// TestAListThatIsNotServed: to an automation 404 is an empty list, and front ends
// would show it as such.
func TestAListThatIsNotServed(t *testing.T) {
	t.Parallel()
	r := connection{url: spoiled(t, "GET /faturas", http.NotFound), token: erpToken}.check(t, maria)
	r.wants(t, "list_invoices", check.Missing, "GET http://", "/faturas answers HTTP 404", "not_supported: list_invoices")
	r.wants(t, "get_invoice", check.NotAsked, "list_invoices brought no such invoice")
	if r.sound {
		t.Error("a missing function is sound")
	}
}

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func TestAnotherPersonsRowsAreTold(t *testing.T) {
	t.Parallel()
	url := spoiled(t, "GET /faturas", says(200, `[{"id_fatura":"1","document_number":"11144477735","valor_inicial":"1.00","valor_atual":"1.00",
		"valor_em_aberto":"1.00","data_vencimento":"2099-01-01","status":"OPEN","pagamentos":[]}]`))
	r := connection{url: url, token: erpToken}.check(t, maria)
	r.wants(t, "list_invoices", check.Deviates, "not asked for")
}

func TestASlowERP(t *testing.T) {
	t.Parallel()
	c := connection{url: serve(t, newSandbox(t)), token: erpToken}
	var r report
	r.sound = check.Run(t.Context(), c.target(t), check.Options{Document: maria, SlowAfter: time.Nanosecond, Tell: func(f check.Finding) { r.findings = append(r.findings, f) }})
	r.wants(t, "list_invoices", check.Slow, "people wait")
	if !r.sound {
		t.Errorf("slow is not sound: %+v", r.findings)
	}
}

func TestReadsWithSideEffectsAreLeftOut(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{
		"pack.yaml": {Data: []byte("pack: standard\ntitle: T\nlanguage: 1\nsettings:\n  url: {type: url, label: A}\n  token: {type: secret, label: T}\n" +
			"hosts:\n  api: {url: $(settings.url), headers: {X-Token: $(settings.token)}}\n")},
		"list_products.yaml": {Data: []byte("about: A.\nsource: none\nconfidence: inferred\ntested: 2026-11-24\nsteps:\n  rows:\n    get: /produtos\n    repeatable: false\n" +
			"output:\n  each: rows\n  fields:\n    code: it.codigo\n    name: it.nome\n")},
	}
	calls := &counted{next: newSandbox(t)}
	r := connection{folder: folder, url: serve(t, calls), token: erpToken}.check(t, maria)
	r.wants(t, "list_products", check.NotAsked, "repeatable: false")
	if calls.reads+calls.writes > 0 {
		t.Errorf("%d calls were made", calls.reads+calls.writes)
	}
}

func TestAServerThatGoesAway(t *testing.T) {
	t.Parallel()
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		s.Listener.Close()
		w.Header().Set("Connection", "close")
		_, _ = w.Write([]byte("[]"))
	}))
	t.Cleanup(s.Close)
	r := connection{url: s.URL, token: erpToken}.check(t, maria)
	r.wants(t, "the others", check.NotAsked)
	if last := r.findings[len(r.findings)-1]; r.sound || last.What != "the others" {
		t.Errorf("it goes on: %+v", r.findings)
	}
}

func TestAServerThatIsNoneOfTLS(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	r := connection{url: "https://" + l.Addr().String(), token: erpToken}.check(t, maria) // it takes connections and says nothing
	r.wants(t, "tls", check.Fails, "does not answer the handshake", "port")
}

func TestAnInterruptEndsIt(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	hanging := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	target := connection{url: serve(t, hanging), token: erpToken}.target(t)
	if check.Run(ctx, target, check.Options{Document: maria, Tell: func(check.Finding) {}}) {
		t.Error("an interrupted check is sound")
	}
}
