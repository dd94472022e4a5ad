package erptest

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/erp"
)

// spoiledReads are the scenarios of every read on a day on which the ERP's
// answers are not as they should be.
func spoiledReads() []scenario {
	var all []scenario
	for _, f := range erp.Functions {
		if f.Effect != erp.Read {
			continue
		}
		on := func(kind Kind, name string, run func(*testing.T, desk, *erp.Info), needs ...need) {
			all = append(all, scenario{f, kind, name, func(t *testing.T, d desk) { run(t, d, f) }, needs})
		}
		on(Slow, "", slowRead)
		on(Error500, "", always(Answer{http.StatusInternalServerError, "text/html", "<h1>Server Error</h1>"}))
		on(Error500, "once", onceBroken(Answer{http.StatusInternalServerError, "text/html", "<h1>Server Error</h1>"}))
		on(HTML200, "", pageRead)
		on(Truncated, "", truncatedRead, not(maps("pdf"), "half a file is not told from a whole one"))
		on(WrongCharset, "", mislabelledRead)
		on(TokenDead, "a new log-in", renewedRead, hasSession)
		on(TokenDead, "for good", refusedRead, not(hasSession, "the pack logs in again"))
		if f == erp.ListInvoices.Info { // the one list of which somebody has more than a page
			on(PageLoop, "", loopingRead, paged)
		}
		on(PDFAsHTML, "", paperPage, maps("pdf"))
	}
	return all
}

func hasSession(s source) string {
	if s.unit.NeedsSession {
		return ""
	}
	return "the ERP has no log-in"
}

// spoilAll answers in place of the ERP whatever is no log-in.
func (d desk) spoilAll(a Answer) {
	d.proxy.Spoil(func(w http.ResponseWriter, r Request, _ func() *httptest.ResponseRecorder) bool {
		if d.logsIn(r) {
			return false
		}
		a.write(w)
		return true
	})
}

func (d desk) logsIn(r Request) bool { return d.IsLogIn != nil && d.IsLogIn(r) }

// always answers everything with the same, and wants an error for it.
func always(a Answer) func(*testing.T, desk, *erp.Info) {
	return func(t *testing.T, d desk, f *erp.Info) {
		in := d.probe(t, f)
		d.spoilAll(a)
		got := d.doBriefly(t, f, in)
		wantKind(t, got.Err, erp.Unavailable)
		wantNoMarkup(t, got.Err)
	}
}

// onceBroken breaks the first answer: a read is asked again.
func onceBroken(a Answer) func(*testing.T, desk, *erp.Info) {
	return func(t *testing.T, d desk, f *erp.Info) {
		in := d.probe(t, f)
		want := d.good(t, f, in)
		d.spoilFirst(a)
		d.wantSame(t, f, in, want)
	}
}

// spoilFirst answers the first request that is no log-in.
func (d desk) spoilFirst(a Answer) {
	d.proxy.Spoil(func(w http.ResponseWriter, r Request, _ func() *httptest.ResponseRecorder) bool {
		if d.logsIn(r) {
			return false
		}
		d.proxy.Spoil(nil)
		a.write(w)
		return true
	})
}

// slowRead has the ERP say nothing: the reader's time ends the waiting.
func slowRead(t *testing.T, d desk, f *erp.Info) {
	in := d.probe(t, f)
	ended := make(chan struct{})
	t.Cleanup(func() { close(ended) })
	d.proxy.Spoil(func(http.ResponseWriter, Request, func() *httptest.ResponseRecorder) bool {
		<-ended
		panic(http.ErrAbortHandler)
	})
	wantKind(t, d.doBriefly(t, f, in).Err, erp.Unavailable)
}

// doBriefly asks for as long as it takes to be told no once: asking again until
// a reader's time is over would only make the suite slow.
func (d desk) doBriefly(t *testing.T, f *erp.Info, in erp.Input) erp.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	return d.pipe.Do(ctx, erp.Call{Function: f, Inputs: []erp.Input{in}})[0]
}

const maintenance = `<!DOCTYPE html><html><body><h1>Sistema em manuten&ccedil;&atilde;o</h1></body></html>`

// page is what this ERP shows where JSON is due.
func (d desk) page() Answer {
	body := d.Page
	if body == "" {
		body = maintenance
	}
	return Answer{http.StatusOK, "text/html; charset=utf-8", body}
}

func pageRead(t *testing.T, d desk, f *erp.Info) {
	in := d.probe(t, f)
	d.spoilAll(d.page())
	got := d.doBriefly(t, f, in)
	wantKind(t, got.Err, erp.BadAnswer, erp.Unavailable, erp.Unauthenticated)
	wantNoMarkup(t, got.Err)
}

// wantNoMarkup wants no words of the page in what a reader may see.
func wantNoMarkup(t *testing.T, err error) {
	t.Helper()
	if words := erp.WordsOf(err); strings.ContainsAny(words, "<>") || strings.Contains(words, "&ccedil;") {
		t.Errorf("the reader would see %q", words)
	}
}

// truncatedRead cuts every answer in half.
func truncatedRead(t *testing.T, d desk, f *erp.Info) {
	in := d.probe(t, f)
	d.proxy.Spoil(func(w http.ResponseWriter, r Request, answer func() *httptest.ResponseRecorder) bool {
		if d.logsIn(r) {
			return false
		}
		whole := answer()
		body := bytes.TrimSpace(whole.Body.Bytes())
		pass(w, whole, body[:len(body)/2])
		return true
	})
	wantKind(t, d.doBriefly(t, f, in).Err, erp.BadAnswer, erp.Unavailable)
}

// pass gives an answer on with another body.
func pass(w http.ResponseWriter, whole *httptest.ResponseRecorder, body []byte) {
	for name, values := range whole.Header() {
		w.Header()[name] = values
	}
	w.Header().Del("Content-Length")
	w.WriteHeader(whole.Code)
	_, _ = w.Write(body) // the caller may be gone
}

// mislabelledRead has every answer say that it is a page in Latin-1: what
// counts are its bytes.
func mislabelledRead(t *testing.T, d desk, f *erp.Info) {
	in := d.probe(t, f)
	want := d.good(t, f, in)
	d.proxy.Spoil(func(w http.ResponseWriter, _ Request, answer func() *httptest.ResponseRecorder) bool {
		whole := answer()
		whole.Header().Set("Content-Type", "text/html; charset=ISO-8859-1")
		pass(w, whole, whole.Body.Bytes())
		return true
	})
	d.wantSame(t, f, in, want)
}

// tokenDead is how this ERP answers to a token that has died.
func (d desk) tokenDead() Answer {
	if d.TokenDead != nil {
		return *d.TokenDead
	}
	return Answer{Status: http.StatusUnauthorized}
}

// renewedRead finds its token dead: there is one new log-in, and an answer.
func renewedRead(t *testing.T, d desk, f *erp.Info) {
	in := d.probe(t, f)
	want := d.good(t, f, in)
	d.proxy.Forget()
	d.spoilFirst(d.tokenDead())
	d.wantSame(t, f, in, want)
	if got := d.proxy.Count(d.logsIn); got != 1 {
		t.Errorf("logged in %d times, want once", got)
	}
}

// refusedRead finds its token dead where there is nothing to log in with: nobody
// asks on, since an ERP may lock a user for it.
func refusedRead(t *testing.T, d desk, f *erp.Info) {
	in := d.probe(t, f)
	d.spoilAll(d.tokenDead())
	wantKind(t, d.doBriefly(t, f, in).Err, erp.Unauthenticated)
}

// loopingRead has the ERP give the same page again and again: each row is shown
// once, and the asking ends.
func loopingRead(t *testing.T, d desk, f *erp.Info) {
	in := d.probe(t, f)
	first, repeated := map[string]*httptest.ResponseRecorder{}, false
	var lock sync.Mutex
	d.proxy.Spoil(func(w http.ResponseWriter, r Request, answer func() *httptest.ResponseRecorder) bool {
		if d.logsIn(r) {
			return false
		}
		lock.Lock()
		defer lock.Unlock()
		key := pageless(r)
		if repeated = repeated || first[key] != nil; first[key] == nil {
			first[key] = answer()
		}
		pass(w, first[key], first[key].Body.Bytes())
		return true
	})
	got := d.do(t, f, in)
	if !repeated {
		t.Error("no second page was asked for: the customer has too few invoices")
	}
	if got.Err != nil {
		wantKind(t, got.Err, erp.BadAnswer)
		return
	}
	wantDistinct(t, got.Value)
}

// isEmpty tells a list without rows.
func isEmpty(value any) bool {
	rows := reflect.ValueOf(value)
	return !rows.IsValid() || rows.Kind() == reflect.Slice && rows.Len() == 0
}

// pageless tells requests apart, but not the pages of one list: their numbers
// are left out.
func pageless(r Request) string {
	return r.Method + r.Path + pageNumber.ReplaceAllString(r.Query+string(r.Body), "$1")
}

// pageNumber is how the packs' ERPs write which page they want.
var pageNumber = regexp.MustCompile(`("?(?:page|pagina|offset)"?[=:]\s*"?)\d+`)

// wantDistinct wants no row twice.
func wantDistinct(t *testing.T, value any) {
	t.Helper()
	rows := reflect.ValueOf(value)
	if rows.Kind() != reflect.Slice || rows.Type().Elem().Kind() != reflect.Struct {
		return
	}
	for i := range rows.Len() {
		for j := range i {
			if reflect.DeepEqual(rows.Index(i).Interface(), rows.Index(j).Interface()) {
				t.Fatalf("row %d is row %d again", i, j)
			}
		}
	}
}

// paperPage has the ERP give a page where the file is due, and everything else
// as it is.
func paperPage(t *testing.T, d desk, f *erp.Info) {
	in := d.probe(t, f)
	d.proxy.Spoil(func(w http.ResponseWriter, r Request, answer func() *httptest.ResponseRecorder) bool {
		whole := answer()
		if body := whole.Body.Bytes(); bytes.Contains(body, []byte("%PDF")) || bytes.Contains(body, []byte("JVBERi")) {
			d.page().write(w)
		} else {
			pass(w, whole, body)
		}
		return true
	})
	got := d.doBriefly(t, f, in)
	wantKind(t, got.Err, erp.BadAnswer, erp.Unavailable, erp.Unauthenticated)
	wantNoMarkup(t, got.Err)
}

// good is the answer on a good day.
func (d desk) good(t *testing.T, f *erp.Info, in erp.Input) any {
	t.Helper()
	got := d.do(t, f, in)
	if got.Err != nil {
		t.Fatal(got.Err)
	}
	return got.Value
}

func (d desk) wantSame(t *testing.T, f *erp.Info, in erp.Input, want any) {
	t.Helper()
	got := d.do(t, f, in)
	if got.Err != nil {
		t.Fatal(got.Err)
	}
	if _, isFile := want.(erp.PDF); isFile {
		return // a file may say when it was made
	}
	if !reflect.DeepEqual(got.Value, want) {
		t.Errorf("got %+v, want %+v", got.Value, want)
	}
}
