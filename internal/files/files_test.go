package files_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"balcao/erp"
	"balcao/internal/files"
	"balcao/internal/globalid"
	"balcao/internal/store"
	"balcao/internal/store/storetest"
	"balcao/internal/telemetry"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	noon   = time.Date(2026, 11, 24, 12, 0, 0, 500, time.UTC)
	boleto = erp.BoletoInput{InvoiceID: "4711", Document: "52998224725", ContractID: "c-1"}
	pdf    = erp.PDF("%PDF-1.7 the boleto of 52998224725")
)

// counter is Balcão's file service with an ERP and a clock that a test sets.
type counter struct {
	*httptest.Server
	signer *files.Signer
	shares *files.Shares
	log    *bytes.Buffer
	fetch  files.Fetch
	asked  atomic.Int64
	now    time.Time
}

func newCounter(t *testing.T, st *store.Store) *counter {
	t.Helper()
	codec, err := globalid.New([]globalid.Key{bytes.Repeat([]byte("k"), 32)})
	if err != nil {
		t.Fatal(err)
	}
	c := &counter{signer: files.NewSigner(codec, "https://balcao.example.com.br/"), log: &bytes.Buffer{}, now: noon}
	c.shares = files.NewShares(st, c.signer)
	c.fetch = func(context.Context, string, erp.Input) (erp.PDF, error) { return pdf, nil }
	logger := telemetry.NewLogger(c.log, slog.LevelDebug, telemetry.JSON)
	mux := http.NewServeMux()
	mux.Handle("GET /files/{token}", files.Handler(files.Options{
		Signer: c.signer, Shares: c.shares, Logger: logger, Concurrency: 2, Timeout: 10 * time.Second,
		Now: func() time.Time { return c.now },
		Fetch: func(ctx context.Context, tenant string, in erp.Input) (erp.PDF, error) {
			c.asked.Add(1)
			return c.fetch(ctx, tenant, in)
		},
	}))
	c.Server = httptest.NewServer(telemetry.Middleware(logger, telemetry.NewMetrics("test"), mux))
	t.Cleanup(c.Close)
	return c
}

func memory(t *testing.T) *store.Store {
	t.Helper()
	return open(t, store.Options{})
}

func open(t *testing.T, opts store.Options) *store.Store {
	t.Helper()
	st, err := store.Open(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return st
}

func (c *counter) do(t *testing.T, method, url string) (*http.Response, string) {
	t.Helper()
	_, token, found := strings.Cut(url, "/files/")
	if !found {
		t.Fatalf("%q is no link to a file", url)
	}
	req, err := http.NewRequest(method, c.URL+"/files/"+token, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

func (c *counter) wantStatus(t *testing.T, url string, want int) {
	t.Helper()
	resp, body := c.do(t, http.MethodGet, url)
	if resp.StatusCode != want {
		t.Errorf("status %d, want %d\n%s", resp.StatusCode, want, body)
	}
	if want != http.StatusOK {
		checkPage(t, resp, body)
	}
}

// checkPage makes sure that an error is our own page and tells nothing.
func checkPage(t *testing.T, resp *http.Response, body string) {
	t.Helper()
	if !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") || !strings.Contains(body, `lang="pt-BR"`) {
		t.Errorf("not our page: %v\n%s", resp.Header, body)
	}
	if !strings.Contains(body, resp.Header.Get("X-Request-Id")) {
		t.Errorf("the page lacks the request's id:\n%s", body)
	}
	for _, secret := range []string{"52998224725", "4711", "erp.example", "Maria", "<b>"} {
		if strings.Contains(body, secret) {
			t.Errorf("the page shows %q:\n%s", secret, body)
		}
	}
}

func TestViewLinkBringsThePDF(t *testing.T) {
	t.Parallel()
	c := newCounter(t, memory(t))
	c.fetch = func(ctx context.Context, tenant string, in erp.Input) (erp.PDF, error) {
		if tenant != "acme" || in != boleto {
			t.Errorf("asked for %q, %v", tenant, in)
		}
		return pdf, nil
	}
	resp, body := c.do(t, http.MethodGet, c.signer.ViewURL("acme", boleto, noon))
	if resp.StatusCode != http.StatusOK || body != string(pdf) || resp.ContentLength != int64(len(pdf)) {
		t.Fatalf("%d, %d bytes: %s", resp.StatusCode, resp.ContentLength, body)
	}
	for key, want := range map[string]string{
		"Content-Type": "application/pdf", "Content-Disposition": `inline; filename="boleto-4711.pdf"`,
		"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
		"X-Robots-Tag": "noindex, nofollow", "Content-Security-Policy": "frame-ancestors 'none'", "Accept-Ranges": "none",
	} {
		if got := resp.Header.Get(key); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
}

// Fiscal notes and declarations have links of their own, which ask for just them
// and say in their own words why there is none.
func TestEveryKindOfFile(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]struct {
		in             erp.Input
		filename, lack string
	}{
		"boleto":      {boleto, "boleto-4711.pdf", "Boleto indisponível"},
		"fiscal note": {erp.FiscalNoteInput{NoteID: "NF-7", Document: "52998224725"}, "nota-fiscal-NF-7.pdf", "Nota fiscal indisponível"},
		"declaration": {erp.ClearanceInput{Document: "52998224725", Year: 2025}, "quitacao-2025.pdf", "Talvez haja débitos"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, memory(t))
			c.fetch = func(_ context.Context, tenant string, in erp.Input) (erp.PDF, error) {
				if tenant != "acme" || in != file.in {
					t.Errorf("asked for %q, %#v", tenant, in)
				}
				return pdf, nil
			}
			url := c.signer.ViewURL("acme", file.in, noon)
			resp, body := c.do(t, http.MethodGet, url)
			if body != string(pdf) || resp.Header.Get("Content-Disposition") != `inline; filename="`+file.filename+`"` {
				t.Errorf("%d, %s: %s", resp.StatusCode, resp.Header.Get("Content-Disposition"), body)
			}
			c.fetch = func(context.Context, string, erp.Input) (erp.PDF, error) {
				return nil, &erp.Error{Kind: erp.Refused, Message: "Maria"}
			}
			if resp, body := c.do(t, http.MethodGet, url); resp.StatusCode != http.StatusNotFound || !strings.Contains(body, file.lack) || strings.Contains(body, "Maria") {
				t.Errorf("%d %s", resp.StatusCode, body)
			}
		})
	}
}

func TestLinksTellNothing(t *testing.T) {
	t.Parallel()
	c := newCounter(t, memory(t))
	share, err := c.shares.Create(context.Background(), "acme", "site", boleto, time.Hour, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{c.signer.ViewURL("acme", boleto, noon), share.URL} {
		token, found := strings.CutPrefix(url, "https://balcao.example.com.br/files/")
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if !found || err != nil {
			t.Fatalf("%q: %v", url, err)
		}
		for _, secret := range []string{"52998224725", "4711", "acme"} {
			if bytes.Contains(raw, []byte(secret)) || strings.Contains(token, secret) {
				t.Errorf("%q shows %q", url, secret)
			}
		}
	}
}

func TestViewLinkLastsTenMinutes(t *testing.T) {
	t.Parallel()
	c := newCounter(t, memory(t))
	url := c.signer.ViewURL("acme", boleto, noon)
	c.now = noon.Add(9*time.Minute + 59*time.Second)
	c.wantStatus(t, url, http.StatusOK)
	c.now = noon.Add(10 * time.Minute)
	c.wantStatus(t, url, http.StatusGone)
}

func TestForgedLinksAreUnknown(t *testing.T) {
	t.Parallel()
	c := newCounter(t, memory(t))
	url := c.signer.ViewURL("acme", boleto, noon)
	other, err := globalid.New([]globalid.Key{bytes.Repeat([]byte("x"), 32)})
	if err != nil {
		t.Fatal(err)
	}
	for _, forged := range []string{
		"/files/x", "/files/52998224725", url[:len(url)-1], url + "A", "/files/" + strings.Repeat("A", 3000),
		files.NewSigner(other, "").ViewURL("acme", boleto, noon),
	} {
		c.wantStatus(t, forged, http.StatusNotFound)
	}
	if c.asked.Load() != 0 {
		t.Error("the ERP was asked for a forged link")
	}
}

func TestHeadJudgesTheLinkWithoutAskingTheERP(t *testing.T) {
	t.Parallel()
	c := newCounter(t, memory(t))
	url := c.signer.ViewURL("acme", boleto, noon)
	resp, body := c.do(t, http.MethodHead, url)
	if resp.StatusCode != http.StatusOK || body != "" || resp.Header.Get("Content-Type") != "application/pdf" || resp.ContentLength > 0 {
		t.Errorf("%d %q %v", resp.StatusCode, body, resp.Header)
	}
	c.now = noon.Add(time.Hour)
	if resp, body := c.do(t, http.MethodHead, url); resp.StatusCode != http.StatusGone || body != "" {
		t.Errorf("expired: %d %q", resp.StatusCode, body)
	}
	if c.asked.Load() != 0 {
		t.Error("the ERP was asked")
	}
	if resp, _ := c.do(t, http.MethodPost, url); resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", resp.StatusCode)
	}
}

func TestWhatIsNoPDFIsNeverPassedOn(t *testing.T) {
	t.Parallel()
	fail := func(kind erp.Kind) error {
		return &erp.Error{Kind: kind, Message: "Maria da Silva <b>52998224725</b>", Detail: "https://erp.example/boleto"}
	}
	tests := []struct {
		name   string
		pdf    string
		err    error
		status int
	}{
		{"HTML with 200", "<html>Maria 52998224725</html>", nil, 502},
		{"nothing", "", nil, 502},
		{"PDF later on", " %PDF-1.7", nil, 502},
		{"not found", "", fail(erp.NotFound), 404},
		{"refused", "", fail(erp.Refused), 404},
		{"not supported", "", fail(erp.NotSupported), 404},
		{"bad answer", "", fail(erp.BadAnswer), 502},
		{"unauthenticated", "", fail(erp.Unauthenticated), 502},
		{"unavailable", "", fail(erp.Unavailable), 503},
		{"too slow", "", &erp.Error{Kind: erp.Unavailable, Cause: context.DeadlineExceeded}, 504},
		{"some bug", "", errors.New("4711"), 503},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newCounter(t, memory(t))
			c.fetch = func(context.Context, string, erp.Input) (erp.PDF, error) { return erp.PDF(tt.pdf), tt.err }
			c.wantStatus(t, c.signer.ViewURL("acme", boleto, noon), tt.status)
			c.Close()
			for _, secret := range []string{"52998224725", "Maria"} {
				if strings.Contains(c.log.String(), secret) {
					t.Errorf("the log shows %q: %s", secret, c.log)
				}
			}
		})
	}
}

func TestFilenamesHoldNoDocument(t *testing.T) {
	t.Parallel()
	for invoice, want := range map[string]string{
		"4711": "boleto-4711.pdf", "52998224725": "boleto.pdf", `a"b`: "boleto.pdf", "": "boleto.pdf", "ç": "boleto.pdf",
		"0f8fad5b-d9cb-469f-a165": "boleto-0f8fad5b-d9cb-469f-a165.pdf",
	} {
		c := newCounter(t, memory(t))
		resp, _ := c.do(t, http.MethodGet, c.signer.ViewURL("acme", erp.BoletoInput{InvoiceID: invoice, Document: "52998224725"}, noon))
		if got := resp.Header.Get("Content-Disposition"); got != `inline; filename="`+want+`"` {
			t.Errorf("invoice %q: %s", invoice, got)
		}
	}
}

// One tenant's frozen ERP fills that tenant's slots and no other's.
func TestConcurrencyIsBoundedForEachTenant(t *testing.T) {
	t.Parallel()
	c := newCounter(t, memory(t))
	var running, most atomic.Int64
	entered, open := make(chan struct{}, 10), make(chan struct{})
	c.fetch = func(_ context.Context, tenant string, _ erp.Input) (erp.PDF, error) {
		if tenant == "zeta" {
			return pdf, nil
		}
		defer running.Add(-1)
		for now := running.Add(1); ; {
			if old := most.Load(); now <= old || most.CompareAndSwap(old, now) {
				break
			}
		}
		entered <- struct{}{}
		<-open
		return pdf, nil
	}
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() { c.wantStatus(t, c.signer.ViewURL("acme", boleto, noon), http.StatusOK) })
	}
	<-entered
	<-entered
	c.wantStatus(t, c.signer.ViewURL("zeta", boleto, noon), http.StatusOK)
	close(open)
	group.Wait()
	if most.Load() != 2 {
		t.Errorf("%d at once, want 2", most.Load())
	}
}

// Shares behave alike on every store.
func TestShares(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		sharesScenario(t, open(t, store.Options{SQLite: filepath.Join(t.TempDir(), "balcao.db")}))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		sharesScenario(t, open(t, store.Options{Postgres: storetest.StartPostgres(t).Database(t)}))
	})
}

func sharesScenario(t *testing.T, st *store.Store) {
	ctx := context.Background()
	c := newCounter(t, st)
	share, err := c.shares.Create(ctx, "acme", "site", boleto, 3*24*time.Hour, noon)
	if err != nil || !share.ExpiresAt.Equal(noon.Add(3*24*time.Hour).Truncate(time.Second)) {
		t.Fatalf("Create = %v, %v", share, err)
	}
	c.fetch = func(_ context.Context, tenant string, in erp.Input) (erp.PDF, error) {
		if tenant != "acme" || in != boleto {
			t.Errorf("asked for %q, %v", tenant, in)
		}
		return pdf, nil
	}
	c.now = noon.Add(2 * 24 * time.Hour)
	c.wantStatus(t, share.URL, http.StatusOK)
	if err := c.shares.Revoke(ctx, "zeta", share.ID, c.now); !errors.Is(err, files.ErrNoShare) {
		t.Errorf("another tenant's Revoke = %v", err)
	}
	c.wantStatus(t, share.URL, http.StatusOK)
	for range 2 {
		if err := c.shares.Revoke(ctx, "acme", share.ID, c.now); err != nil {
			t.Errorf("Revoke = %v", err)
		}
		c.wantStatus(t, share.URL, http.StatusGone)
	}
	expiredSharesAreDeleted(t, c, st)
}

func expiredSharesAreDeleted(t *testing.T, c *counter, st *store.Store) {
	ctx := context.Background()
	old, err := c.shares.Create(ctx, "acme", "app", boleto, time.Hour, noon)
	if err != nil {
		t.Fatal(err)
	}
	c.now = noon.Add(files.LongestShare)
	if _, err := c.shares.Create(ctx, "acme", "app", boleto, time.Hour, c.now); err != nil {
		t.Fatal(err)
	}
	c.wantStatus(t, old.URL, http.StatusGone)
	var rows int
	var sealed, client string
	row := st.Read().QueryRow("SELECT count(*), max(boleto), max(created_by) FROM share")
	if err := row.Scan(&rows, &sealed, &client); err != nil || rows != 1 || client != "app" || strings.Contains(sealed, "52998224725") {
		t.Errorf("%d rows, boleto %q, client %q, %v", rows, sealed, client, err)
	}
}

func TestSharesLastAMonthAtMost(t *testing.T) {
	t.Parallel()
	c := newCounter(t, memory(t))
	for _, lifetime := range []time.Duration{0, -time.Hour, files.LongestShare + time.Second} {
		if share, err := c.shares.Create(context.Background(), "acme", "site", boleto, lifetime, noon); err == nil {
			t.Errorf("a share of %v: %v", lifetime, share)
		}
	}
}

func TestAShareWithoutItsRowIsUnknown(t *testing.T) {
	t.Parallel()
	writer, reader := newCounter(t, memory(t)), newCounter(t, memory(t))
	share, err := writer.shares.Create(context.Background(), "acme", "site", boleto, time.Hour, noon)
	if err != nil {
		t.Fatal(err)
	}
	reader.wantStatus(t, share.URL, http.StatusNotFound)
}

func TestABrokenStoreIsUnavailable(t *testing.T) {
	t.Parallel()
	st := memory(t)
	c := newCounter(t, st)
	share, err := c.shares.Create(context.Background(), "acme", "site", boleto, time.Hour, noon)
	if err := errors.Join(err, st.Close()); err != nil {
		t.Fatal(err)
	}
	resp, body := c.do(t, http.MethodGet, share.URL)
	if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("%d %v", resp.StatusCode, resp.Header)
	}
	checkPage(t, resp, body)
	if _, err := c.shares.Create(context.Background(), "acme", "site", boleto, time.Hour, noon); err == nil || strings.Contains(fmt.Sprint(err), "52998224725") {
		t.Errorf("Create = %v", err)
	}
}
