package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/language"

	"balcao/erp"
	"balcao/graph"
	"balcao/internal/association"
	"balcao/internal/auth"
	"balcao/internal/br"
	"balcao/internal/files"
	"balcao/internal/globalid"
	"balcao/internal/ledger"
	"balcao/internal/ordering"
	"balcao/internal/selfservice"
	"balcao/internal/store"
	"balcao/internal/web"
)

// fakeERP is the end of a tenant's pipe: it answers by function and remembers
// the calls.
type fakeERP struct {
	mu      sync.Mutex
	calls   []string
	answers map[string]func(erp.Input) erp.Result
	// hold, if set, keeps each call until as many have come together.
	hold *sync.WaitGroup
}

func (f *fakeERP) Do(ctx context.Context, call erp.Call) []erp.Result {
	f.mu.Lock()
	f.calls = append(f.calls, fmt.Sprintf("%s×%d", call.Function.Name, len(call.Inputs)))
	f.mu.Unlock()
	if f.hold != nil {
		f.meet(ctx)
	}
	results := make([]erp.Result, len(call.Inputs))
	for i, in := range call.Inputs {
		results[i] = f.answerOf(call.Function.Name)(in)
		results[i].FetchedAt = now
	}
	return results
}

// answer changes what is answered while calls may be under way.
func (f *fakeERP) answer(function string, answer func(erp.Input) erp.Result) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[function] = answer
}

func (f *fakeERP) answerOf(function string) func(erp.Input) erp.Result {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.answers[function]
}

// meet waits until as many calls have come together as there are to be, or until
// the request is over.
func (f *fakeERP) meet(ctx context.Context) {
	f.hold.Done()
	met := make(chan struct{})
	go func() { f.hold.Wait(); close(met) }()
	select {
	case <-met:
	case <-ctx.Done():
	}
}

func (f *fakeERP) seen() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	calls := f.calls
	f.calls = nil
	return calls
}

var now = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// counter is one server with a tenant "acme" and a key for each kind of client.
type counter struct {
	t      *testing.T
	erp    *fakeERP
	server *httptest.Server
	log    *bytes.Buffer
	// settle is the runner of settle_boleto.
	settle ledger.Runner
	// supports says what the ERP can do.
	supports func(*erp.Info) (bool, string)
	// now is the server's clock.
	now time.Time
	// selling are the tenant's rules on orders; tenant is what requests reach.
	selling ordering.Settings
	tenant  *graph.Tenant
	// deskTime bounds what admins check and try.
	deskTime time.Duration
	// late is how long a desk's ERP takes for its due dates.
	late time.Duration
}

func newCounter(t *testing.T, change ...func(*counter)) *counter {
	t.Helper()
	c := &counter{t: t, erp: &fakeERP{answers: map[string]func(erp.Input) erp.Result{
		"get_customer": customer, "list_invoices": invoices, "get_invoice": invoice,
		"create_lead": func(erp.Input) erp.Result { return erp.Result{Value: &erp.Created{}} },
	}}, log: &bytes.Buffer{}, now: now, settle: confirm, supports: func(f *erp.Info) (bool, string) { return f != erp.GetBoletoPDF.Info, "no such call" }}
	// Long enough for a busy machine.
	c.deskTime = time.Minute
	for _, make := range change {
		make(c)
	}
	db, err := store.Open(t.Context(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	codec, err := globalid.New([]globalid.Key{bytes.Repeat([]byte("k"), globalid.ShortestKey)})
	if err != nil {
		t.Fatal(err)
	}
	links := files.NewSigner(codec, "https://balcao.example")
	message, err := ordering.ParseMessage(ordering.DefaultMessage)
	if err != nil {
		t.Fatal(err)
	}
	c.selling = ordering.Settings{ExistingCustomer: ordering.AsOrder, Message: message}
	times := ledger.DefaultTimes
	// Long enough for a busy machine. A second attempt comes later than anybody
	// waits, so what is not settled by the first is answered at once.
	times.Wait, times.FirstRetry = 4*time.Second, 5*time.Second
	rows, err := ledger.New(ledger.Options{Store: db, Node: "test", Times: times, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	writes := rows.Serve("acme", ledger.Connection{Pipe: c.erp, SettlesWithin: func() time.Duration { return time.Minute }, Handlers: c.handlers()})
	if err := rows.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.tenant = &graph.Tenant{
		ID: "acme", Zone: time.FixedZone("BRT", -3*3600), Language: language.BrazilianPortuguese, Pipe: c.erp, Writes: writes, Ledger: writes, IDs: codec,
		Supports: func(f *erp.Info) (bool, string) { return c.supports(f) },
		Links:    links, Shares: files.NewShares(db, links), Associations: association.NewStore(db),
	}
	server, err := graph.NewServer(graph.Config{
		Tenants: map[string]*graph.Tenant{"acme": c.tenant}, Limits: graph.DefaultLimits,
		Timeout: 8 * time.Second, DeskTime: c.deskTime, Logger: slog.New(slog.NewJSONHandler(c.log, nil)), Now: func() time.Time { return c.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	c.server = httptest.NewServer(web.API(keys(t), server.Deny, server))
	t.Cleanup(func() { c.server.Close(); _ = rows.Close(); _ = db.Close() })
	return c
}

func (c *counter) handlers() map[string]ledger.Handler {
	return map[string]ledger.Handler{
		"create_lead": ledger.Handle[erp.LeadInput](ordering.RunLead), "create_ticket": ledger.Handle[erp.TicketInput](selfservice.RunTicket),
		"unlock_on_trust": ledger.Handle[erp.UnlockInput](selfservice.UnlockRunner(0, time.UTC)), "update_customer": ledger.Handle[erp.UpdateInput](selfservice.RunUpdate),
		"settle_boleto": ledger.Handle[erp.SettleInput](func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) { return c.settle(ctx, a) }),
		"create_order": ledger.Handle[erp.ExistingOrderInput](func(ctx context.Context, a *ledger.Attempt) (ledger.Outcome, error) {
			has := func(f *erp.Info) bool { ok, _ := c.supports(f); return ok }
			return ordering.OrderRunner(c.selling, a.Pipe, has)(ctx, a)
		}),
	}
}

func confirm(context.Context, *ledger.Attempt) (ledger.Outcome, error) {
	return ledger.Outcome{State: ledger.Confirmed, Evidence: ledger.ByReference}, nil
}

// keys are the kinds' names in lower case; "behalf" acts on a person's behalf.
func keys(t *testing.T) *auth.Registry {
	t.Helper()
	var entries []auth.Entry
	for key, client := range map[string]auth.Client{
		"site": {Kind: auth.Site}, "app": {Kind: auth.App}, "totem": {Kind: auth.Totem},
		"payments": {Kind: auth.Payments}, "admin": {Kind: auth.Admin},
		"behalf": {Kind: auth.Site, OnBehalf: true, ExternalLinks: true},
	} {
		client.Name = key
		entries = append(entries, auth.Entry{Hash: auth.HashKey(key), At: key, Principal: auth.Principal{Tenant: "acme", Client: client}})
	}
	registry, err := auth.NewRegistry(entries)
	if err != nil {
		t.Fatal(err)
	}
	return registry
}

// until asks again and again until the answer has a part, and gives that answer.
func (c *counter) until(ask func() string, part string) string {
	c.t.Helper()
	end := time.Now().Add(30 * time.Second)
	for {
		answer := ask()
		if strings.Contains(answer, part) {
			return answer
		}
		if time.Now().After(end) {
			c.t.Fatalf("never %s: %s", part, answer)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// ask sends a query and gives the whole answer.
func (c *counter) ask(key, query string, language ...string) string {
	c.t.Helper()
	return c.askWith(key, query, nil, language...)
}

// askWith is ask with variables.
func (c *counter) askWith(key, query string, variables map[string]any, language ...string) string {
	c.t.Helper()
	body, _ := json.Marshal(map[string]any{"query": query, "variables": variables})
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.server.URL, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+key)
	for _, l := range language {
		req.Header.Set("Accept-Language", l)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return string(answer)
}

func customer(in erp.Input) erp.Result {
	if in.Subject() == unknown {
		return erp.Result{Err: &erp.Error{Kind: erp.NotFound}}
	}
	return erp.Result{Value: &erp.Customer{Document: in.Subject(), Name: "Maria da Silva", Active: true}}
}

const (
	maria   = br.Document("52998224725")
	unknown = br.Document("11144477735")
)

func text(s string) *string { return &s }

// invoices are five: days 1 to 4 of November, two of them on one day.
func invoices(in erp.Input) erp.Result {
	line := text("00190500954014481606906809350314337370000000100")
	day := func(d int) br.Date { return br.Date{Year: 2026, Month: time.November, Day: d} }
	list := []erp.Invoice{
		{ID: "3", DueOn: day(3), Status: erp.Open, DigitableLine: line, LinkBoleto: text("https://erp.example/b/3")},
		{ID: "1", DueOn: day(1), Status: erp.Paid, LinkBoleto: text("javascript:alert(1)")},
		{ID: "2", DueOn: day(2), Status: erp.Overdue, DigitableLine: line},
		{ID: "5", DueOn: day(4), Status: erp.Open},
		{ID: "4", DueOn: day(4), Status: erp.Open, PixCode: text("000201")},
	}
	for i := range list {
		list[i].DocumentNumber, list[i].OpenAmount = in.Subject(), 12990
	}
	return erp.Result{Value: list}
}

func invoice(in erp.Input) erp.Result {
	for _, i := range invoices(in).Value.([]erp.Invoice) {
		if i.ID == in.(erp.InvoiceInput).InvoiceID {
			return erp.Result{Value: &i}
		}
	}
	return erp.Result{Err: &erp.Error{Kind: erp.NotFound}}
}
