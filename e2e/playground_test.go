package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"balcao/e2e/harness"
)

// browserTimeout bounds the whole test; the server has the race detector.
const browserTimeout = 2 * time.Minute

// A newcomer runs `balcao` in an empty folder, opens the playground without
// internet and presses the button.
func TestAnExampleOfThePlaygroundRuns(t *testing.T) {
	t.Parallel()
	address := harness.FreeAddress(t)
	origin := "http://" + address
	node := harness.Start(t, t.TempDir(), []string{"BALCAO_LISTEN=" + address}, harness.Binary(t))
	node.WaitFor(t, origin+"/readyz")

	tab, trouble := openTab(t, origin)
	open(t, tab, origin+"/playground/")
	waitForText(t, tab, ".graphiql-query-editor .view-lines", "CustomerAndBoletos")
	click(t, tab, ".graphiql-execute-button")
	waitForText(t, tab, ".graphiql-response .view-lines", "Maria da Silva")
	screenshot(t, tab, "answer.png")
	trouble.check(t)
}

// Every example is valid and finds something, so that nobody's first try fails.
func TestEveryExampleOfThePlaygroundAnswers(t *testing.T) {
	t.Parallel()
	address := harness.FreeAddress(t)
	origin := "http://" + address
	node := harness.Start(t, t.TempDir(), []string{"BALCAO_LISTEN=" + address}, harness.Binary(t))
	node.WaitFor(t, origin+"/readyz")
	var config struct {
		DefaultKey string
		Examples   []struct{ Title, Query, Variables string }
	}
	if err := json.Unmarshal(harness.Get(t, origin+"/playground/config.json", http.StatusOK), &config); err != nil {
		t.Fatal(err)
	}
	for _, example := range config.Examples {
		var variables map[string]any
		if example.Variables != "" {
			if err := json.Unmarshal([]byte(example.Variables), &variables); err != nil {
				t.Errorf("%s: variables: %v", example.Title, err)
			}
		}
		if answer := harness.Post(origin, config.DefaultKey, example.Query, variables); answer.Status != http.StatusOK || answer.Code() != "" {
			t.Errorf("%s: %d %s", example.Title, answer.Status, answer.Body)
		}
	}
}

// A subscription runs in the playground as a query does.
func TestThePlaygroundFollowsAWrite(t *testing.T) {
	t.Parallel()
	address := harness.FreeAddress(t)
	origin := "http://" + address
	node := harness.Start(t, t.TempDir(), []string{"BALCAO_LISTEN=" + address}, harness.Binary(t))
	node.WaitFor(t, origin+"/readyz")
	lead := harness.Query[struct {
		CreateLead struct{ Lead struct{ ID string } }
	}](t, origin, "demo-site",
		`mutation { createLead(input: {idempotencyKey: "playground-1", name: "Ana", email: "ana@lead.example"}) { lead { id } } }`, nil).CreateLead.Lead.ID

	tab, trouble := openTab(t, origin)
	open(t, tab, origin+"/playground/")
	state, err := json.Marshal(map[string]any{"activeTabIndex": 0, "tabs": []any{map[string]any{
		"id": "1", "title": "Follow", "query": `subscription Follow { writeUpdated(id: "` + lead + `") { __typename state createdAt } }`,
	}}})
	if err != nil {
		t.Fatal(err)
	}
	do(t, tab, "putting the query into the tab", chromedp.PollFunction[chromedp.Void](
		`(state) => { sessionStorage.setItem('graphiql:tabState', state); return true }`, chromedp.WithPollingArgs(string(state))))
	open(t, tab, origin+"/playground/")
	waitForText(t, tab, ".graphiql-query-editor .view-lines", "subscription Follow")
	click(t, tab, ".graphiql-execute-button")
	waitForText(t, tab, ".graphiql-response .view-lines", `"state": "CONFIRMED"`)
	screenshot(t, tab, "subscription.png")
	trouble.check(t)
}

// openTab starts Chromium, for which every name but this machine's address is
// unknown, and listens to what it complains about.
func openTab(t *testing.T, origin string) (context.Context, *complaints) {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("this test drives a real browser: install chromium and have it in PATH: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), browserTimeout)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.WindowSize(1280, 800))...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	found := &complaints{origin: origin}
	if err := chromedp.Listen(ctx, found.hear); err != nil {
		t.Fatalf("starting %s: %v", path, err)
	}
	tellViolations(t, ctx)
	return ctx, found
}

// tellViolations turns violations of the Content-Security-Policy into console
// errors.
func tellViolations(t *testing.T, tab context.Context) {
	t.Helper()
	const script = `document.addEventListener('securitypolicyviolation', (event) =>
		console.error('policy violation', event.violatedDirective, event.blockedURI))`
	do(t, tab, "watching the policy", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	}))
}

func do(t *testing.T, tab context.Context, what string, action chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(tab, action); err != nil {
		screenshot(t, tab, "failure.png")
		t.Fatalf("%s: %v (run with -artifacts to keep screenshots)", what, err)
	}
}

func open(t *testing.T, tab context.Context, url string) {
	t.Helper()
	do(t, tab, "opening "+url, chromedp.Navigate(url))
}

func click(t *testing.T, tab context.Context, selector string) {
	t.Helper()
	do(t, tab, "clicking "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// waitForText compares without spaces: the editor shows them as no-break spaces.
func waitForText(t *testing.T, tab context.Context, selector, text string) {
	t.Helper()
	do(t, tab, "waiting for "+text, chromedp.PollFunction[chromedp.Void](`(selector, text) =>
		document.querySelector(selector)?.textContent.replace(/\s/g, '').includes(text)`,
		chromedp.WithPollingArgs(selector, strings.ReplaceAll(text, " ", ""))))
}

func screenshot(t *testing.T, tab context.Context, name string) {
	t.Helper()
	image, err := chromedp.Run(tab, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(t.ArtifactDir(), name), image, 0o600)
	}
	if err != nil {
		t.Errorf("screenshot %s: %v", name, err)
	}
}

// complaints are console errors and warnings, exceptions, and requests that
// leave the origin.
type complaints struct {
	origin string
	mu     sync.Mutex
	heard  []string
}

func (c *complaints) hear(event any) {
	switch event := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError || event.Type == runtime.ConsoleAPICalledTypeWarning {
			text, _ := json.Marshal(event.Args)
			c.add("console %s: %s", event.Type, text)
		}
	case *runtime.EventExceptionThrown:
		c.add("exception: %s", (&chromedp.ExceptionError{ExceptionDetails: event.ExceptionDetails}).Error())
	case *log.EventEntryAdded:
		if event.Entry.Level == log.EntryLevelError || event.Entry.Level == log.EntryLevelWarning {
			c.add("log: %s %s", event.Entry.Text, event.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if url := event.Request.URL; !strings.HasPrefix(url, c.origin+"/") && !strings.HasPrefix(url, "data:") {
			c.add("request to another origin: %s", url)
		}
	}
}

func (c *complaints) add(format string, values ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heard = append(c.heard, fmt.Sprintf(format, values...))
}

func (c *complaints) check(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, complaint := range c.heard {
		t.Error(complaint)
	}
}
