package chaos_test

import (
	"bytes"
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// counterOfBank stands between the nodes and the ERP: of invoices that somebody
// waits to pay at the bank it has them paid just before Balcão's own payment
// arrives, which is after Balcão has read the invoice.
type counterOfBank struct {
	url     string
	journal *journal
	waiting sync.Map // invoice → func() that pays it at the bank
}

func openBank(t *testing.T, erp system, folder string) *counterOfBank {
	to, err := url.Parse(erp.url())
	if err != nil {
		t.Fatal(err)
	}
	b := &counterOfBank{journal: openJournal(filepath.Join(folder, "bank.journal"))}
	forward := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) },
		// What the ERP cuts is cut here too.
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
		ErrorLog:     log.New(io.Discard, "", 0),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if pay, waits := b.waiting.LoadAndDelete(erp.settled(r, body)); waits {
			pay.(func())()
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	b.url = server.URL
	return b
}

// payBetween has an invoice paid between Balcão's read and its send.
func (b *counterOfBank) payBetween(invoice string, pay func()) { b.waiting.Store(invoice, pay) }

// payAtBank pays the invoice past Balcão, and writes that down. The bank refuses
// what is paid already.
func (w *world) payAtBank(j *journal, s *settlement) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	switch paid, err := w.erp.pay(ctx, s); {
	case err != nil:
		j.write(record{What: odd, Name: s.name, Why: err.Error()})
	case paid:
		j.write(record{What: atTheERP, Name: s.name, Invoice: s.invoice})
	}
}

// between is what stands between a beginning and an end, empty if they do not
// fit.
func between(text, beginning, end string) string {
	inner, ok := strings.CutPrefix(text, beginning)
	if !ok {
		return ""
	}
	inner, ok = strings.CutSuffix(inner, end)
	if !ok {
		return ""
	}
	return inner
}

func after(text, mark string) string {
	_, rest, _ := strings.Cut(text, mark)
	return rest
}
