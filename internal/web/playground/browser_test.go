package playground_test

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

type action = chromedp.Action[chromedp.Void]

// openBrowser starts Chromium without internet and collects what the page complains about.
func openBrowser(t *testing.T, origin string) (context.Context, *complaints) {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("this test drives a real browser: install chromium and have it in PATH: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), pageTimeout)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		chromedp.WindowSize(1280, 800),
	)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)

	found := &complaints{origin: origin}
	if err := chromedp.Listen(ctx, found.hear); err != nil {
		t.Fatalf("starting %s: %v", path, err)
	}
	if err := chromedp.Do(ctx, reportPolicyViolations()); err != nil {
		t.Fatalf("preparing the page: %v", err)
	}
	return ctx, found
}

// reportPolicyViolations turns violations of the Content-Security-Policy into console errors, whatever the browser
// does with them by itself.
func reportPolicyViolations() action {
	const script = `document.addEventListener('securitypolicyviolation', (event) =>
		console.error('policy violation', event.violatedDirective, event.blockedURI))`
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		params := page.AddScriptToEvaluateOnNewDocumentParams{Source: script}
		_, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, params)
		return err
	})
}

// complaints are console errors and warnings, uncaught exceptions, and requests that leave the origin.
type complaints struct {
	origin string
	mu     sync.Mutex
	heard  []string
}

func (c *complaints) hear(event any) {
	switch event := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError || event.Type == runtime.ConsoleAPICalledTypeWarning {
			c.add("console %s: %s", event.Type, consoleText(event.Args))
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

func consoleText(arguments []*runtime.RemoteObject) string {
	var text strings.Builder
	for _, argument := range arguments {
		fmt.Fprintf(&text, "%s%s ", argument.Value, argument.Description)
	}
	return text.String()
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
