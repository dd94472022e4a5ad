package erptest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
)

// Request is one request as the ERP gets it.
type Request struct {
	Method, Path, Query string
	Header              http.Header
	Body                []byte
}

// Proxy stands between a connection and its ERP: it counts the requests and can
// let something happen just before one of them arrives.
type Proxy struct {
	// URL is the address to give to the connection.
	URL string

	mu       sync.Mutex
	requests []Request
	before   func(Request)
	lose     func(Request) bool
	spoil    func(w http.ResponseWriter, r Request, answer func() *httptest.ResponseRecorder) bool
}

// NewProxy starts a proxy before the ERP at target; it ends with the test.
func NewProxy(t *testing.T, target string) *Proxy {
	t.Helper()
	to, err := url.Parse(target)
	if err != nil {
		t.Fatalf("the ERP's address %q: %v", target, err)
	}
	p := &Proxy{}
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host // an ERP's links begin with the address that it was called by
	}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		request := Request{Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Header: r.Header.Clone(), Body: body}
		p.pass(request)
		answer := func() *httptest.ResponseRecorder {
			recorded := httptest.NewRecorder()
			forward.ServeHTTP(recorded, r.WithContext(context.WithoutCancel(r.Context())))
			return recorded
		}
		if p.loses(request) {
			answer()
			panic(http.ErrAbortHandler)
		}
		if !p.spoils(w, request, answer) {
			forward.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	p.URL = server.URL
	return p
}

func (p *Proxy) pass(r Request) {
	p.mu.Lock()
	p.requests = append(p.requests, r)
	before := p.before
	p.mu.Unlock()
	if before != nil {
		before(r)
	}
}

// Before lets f happen before each request is forwarded, while its sender waits.
func (p *Proxy) Before(f func(Request)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.before = f
}

// Lose forwards the next request that matches, and cuts the connection instead
// of giving its answer back.
func (p *Proxy) Lose(match func(Request) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lose = match
}

func (p *Proxy) loses(r Request) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lose == nil || !p.lose(r) {
		return false
	}
	p.lose = nil
	return true
}

// Spoil lets f answer in place of the ERP, wherever it tells true; answer asks the
// ERP. Nil ends it.
func (p *Proxy) Spoil(f func(w http.ResponseWriter, r Request, answer func() *httptest.ResponseRecorder) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spoil = f
}

func (p *Proxy) spoils(w http.ResponseWriter, r Request, answer func() *httptest.ResponseRecorder) bool {
	p.mu.Lock()
	spoil := p.spoil
	p.mu.Unlock()
	return spoil != nil && spoil(w, r, answer)
}

// Count is how many requests matched since the last [Proxy.Forget]; nil matches
// all.
func (p *Proxy) Count(match func(Request) bool) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, r := range p.requests {
		if match == nil || match(r) {
			n++
		}
	}
	return n
}

// Forget starts counting anew.
func (p *Proxy) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = nil
}
