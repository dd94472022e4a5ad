package playground_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"balcao/internal/web/playground"
)

// One action may wait for the whole page to load; a test stuck in one leaves time for a screenshot.
const (
	stepTimeout = 30 * time.Second
	pageTimeout = 2 * time.Minute
)

var examples = []playground.Example{
	{Title: "Ping", Query: "query Ping {\n  __typename\n}\n"},
	{
		Title:     "Greeting",
		Query:     "query Greeting($name: String) {\n  greeting(name: $name)\n}\n",
		Variables: "{\n  \"name\": \"Maria\"\n}",
	},
	{Title: "Mistake", Query: "query Mistake {\n  unknownField\n}\n"},
	{Title: "One line", Query: "query OneLine { __typename }"},
}

// The steps share one browser tab, in the order in which an admin would take them.
func TestPageInBrowser(t *testing.T) {
	t.Parallel()
	api := newFakeAPI(t)
	ctx, complaints := openBrowser(t, api.URL)

	step(t, ctx, "a newcomer runs the first example", []action{
		chromedp.Navigate(api.URL + "/playground/"),
		chromedp.WaitVisible(chromedp.CSS(".graphiql-query-editor .view-line")),
		chromedp.Click(chromedp.CSS(".graphiql-execute-button")),
		waitForAnswer(`"__typename": "Query"`),
	})
	screenshot(t, ctx, "first-answer.png")
	step(t, ctx, "an example of the menu opens with its variables", []action{
		chooseExample("1"),
		chromedp.WaitVisible(chromedp.CSS("#graphiql-session-tab-1")),
		chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)),
		waitForAnswer("hello Maria"),
	})
	step(t, ctx, "the GraphQL worker marks an unknown field", []action{
		chooseExample("2"),
		chromedp.WaitVisible(chromedp.CSS(".graphiql-query-editor .squiggly-error")),
	})
	step(t, ctx, "the formatter loads its own chunk", []action{
		chooseExample("3"),
		chromedp.Click(chromedp.CSS(`[aria-label^="Prettify"]`)),
		waitForLines(".graphiql-query-editor", 4),
	})
	step(t, ctx, "the documentation shows the schema", []action{
		chromedp.Click(chromedp.CSS(`[aria-label="Show Documentation Explorer"]`)),
		waitForText(".graphiql-doc-explorer", "A schema for the test of the page."),
	})
	screenshot(t, ctx, "documentation.png")
	step(t, ctx, "another key is used from then on", []action{
		chromedp.Focus(chromedp.CSS("#client-key")),
		chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)),
		chromedp.KeyEvent("other-key" + kb.Enter),
		chromedp.Click(chromedp.CSS("#graphiql-session-tab-0")),
		chromedp.Click(chromedp.CSS(".graphiql-execute-button")),
		waitForAnswer("Query"),
	})
	if got := api.lastAuthorization(); got != "Bearer other-key" {
		t.Errorf("Authorization = %q, want the key typed last", got)
	}
	checkKeyStaysInTab(t, ctx)
	step(t, ctx, "a reload keeps key and tabs, Forget drops the key", []action{
		chromedp.Reload(),
		chromedp.WaitVisible(chromedp.CSS("#graphiql-session-tab-3")),
		waitForValue("#client-key", "other-key"),
		chromedp.Click(chromedp.Search(`//button[text()="Forget"]`)),
		chromedp.Click(chromedp.CSS(".graphiql-execute-button")),
		waitForAnswer("Enter a client key"),
	})
	complaints.check(t)
}

func step(t *testing.T, ctx context.Context, name string, actions []action) {
	t.Helper()
	for i, action := range actions {
		limited, cancel := context.WithTimeout(ctx, stepTimeout)
		defer cancel()
		if err := chromedp.Do(limited, action); err != nil {
			screenshot(t, ctx, "failure.png")
			t.Fatalf("%s: action %d: %v (run with -artifacts to keep screenshots)", name, i+1, err)
		}
	}
}

func screenshot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	image, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		t.Errorf("screenshot %s: %v", name, err)
		return
	}
	if err := os.WriteFile(filepath.Join(t.ArtifactDir(), name), image, 0o600); err != nil {
		t.Errorf("screenshot %s: %v", name, err)
	}
}

// chooseExample sets the menu as a user would; React listens for the bubbling change event.
func chooseExample(index string) action {
	return chromedp.Evaluate[chromedp.Void](`{
		const menu = document.querySelector('.examples select')
		menu.value = '` + index + `'
		menu.dispatchEvent(new Event('change', { bubbles: true }))
	}`)
}

func waitForAnswer(text string) action {
	return waitForText(".graphiql-response .view-lines", text)
}

// waitForText compares without spaces, for the editor shows them as no-break spaces.
func waitForText(selector, text string) action {
	return chromedp.PollFunction[chromedp.Void](`(selector, text) =>
		document.querySelector(selector)?.textContent.replace(/\s/g, '').includes(text)`,
		chromedp.WithPollingArgs(selector, strings.ReplaceAll(text, " ", "")))
}

func waitForLines(selector string, count int) action {
	return chromedp.PollFunction[chromedp.Void](`(selector, count) =>
		document.querySelectorAll(selector + ' .view-line').length === count`,
		chromedp.WithPollingArgs(selector, count))
}

func waitForValue(selector, value string) action {
	return chromedp.PollFunction[chromedp.Void](`(selector, value) => document.querySelector(selector)?.value === value`,
		chromedp.WithPollingArgs(selector, value))
}

func checkKeyStaysInTab(t *testing.T, ctx context.Context) {
	t.Helper()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`[
		String(localStorage.length), document.cookie, location.href, sessionStorage.getItem('balcao:clientKey')]`))
	if err != nil {
		t.Fatalf("reading where the key is: %v", err)
	}
	stored, cookies, address, key := got[0], got[1], got[2], got[3]
	if stored != "0" || cookies != "" || strings.Contains(address, "key") {
		t.Errorf("localStorage has %s entries, cookies %q, address %q; want nothing outside the tab", stored, cookies, address)
	}
	if key != "other-key" {
		t.Errorf("key in sessionStorage = %q, want the key typed last", key)
	}
}
