package automation

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/erp/guard"
)

// digest stands for a request in memory: what was sent may hold personal data.
type digest [sha256.Size]byte

// digestOf covers all that is sent.
func digestOf(r guard.Request) digest {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00", r.Method, r.URL)
	r.Header.Write(h)
	h.Write([]byte{0})
	h.Write(r.Body)
	return digest(h.Sum(nil))
}

// build makes the HTTP request of a step. Whatever cannot be written the way
// its place needs ends it here, before anything is sent.
func (f *frame) build(s *Step, scope *value.Scope) (guard.Request, *failure) {
	r, host := s.Request, s.Request.Host
	out := guard.Request{Method: r.Method, Header: http.Header{}, Timeout: orElse(s.Timeout, host.Timeout)}
	var err error
	if out.URL, err = f.url(r, scope); err != nil {
		return out, failed(err)
	}
	for _, m := range merged(host.Headers, r.Headers, textproto.CanonicalMIMEHeaderKey) {
		if err := header(out.Header, m, scope); err != nil {
			return out, failed(err)
		}
	}
	body, kind, err := f.body(r, scope)
	if err != nil {
		return out, failed(err)
	}
	out.Body = body
	if kind != "" && out.Header.Get("Content-Type") == "" {
		out.Header.Set("Content-Type", kind)
	}
	return out, nil
}

// url puts host, path and query together as text and parses that, so that the
// path stays escaped as it was written: a slash in a value is %2F and no slash.
func (f *frame) url(r *Request, scope *value.Scope) (*url.URL, error) {
	base := f.run.b.hosts[r.Host]
	if base == nil {
		return nil, &erp.Error{Kind: erp.NotSupported, Detail: fmt.Sprintf("the host %q has settings that are not filled in", r.Host.Name)}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s://%s%s", base.Scheme, base.Host, strings.TrimSuffix(base.EscapedPath(), "/"))
	path, err := r.Path.Eval(scope)
	if err != nil {
		return nil, err
	}
	fmt.Fprint(&b, path)
	query, err := pairs(merged(r.Host.Query, r.Query, asWritten), scope)
	if err != nil {
		return nil, err
	}
	if len(query) > 0 {
		b.WriteString("?" + string(query))
	}
	u, err := url.Parse(b.String())
	if err != nil {
		return nil, &erp.Error{Kind: erp.InvalidInput, Detail: "the address cannot be written as a URL"}
	}
	return f.run.c.directed(u), nil
}

// directed is u itself, or for examples the server that plays the ERP.
func (c *Connection) directed(u *url.URL) *url.URL {
	if c.stage != nil {
		u.Scheme, u.Host = c.stage.Scheme, c.stage.Host
	}
	return u
}

func asWritten(name string) string { return name }

// merged are the host's members and the request's own; one of the same name
// stands in the host's place.
func merged(host, own []*Member, form func(string) string) []*Member {
	if len(host) == 0 {
		return own
	}
	taken := make(map[string]bool, len(own))
	for _, m := range own {
		name, _ := m.Name.Constant()
		taken[form(name)] = true
	}
	var all []*Member
	for _, m := range host {
		if name, _ := m.Name.Constant(); !taken[form(name)] {
			all = append(all, m)
		}
	}
	return append(all, own...)
}

func header(h http.Header, m *Member, scope *value.Scope) error {
	name, v, ok, err := m.eval(scope)
	if err != nil || !ok {
		return err
	}
	h.Set(name, fmt.Sprint(v))
	return nil
}

// pairs writes a query or form.
func pairs(members []*Member, scope *value.Scope) ([]byte, error) {
	var b []byte
	for _, m := range members {
		name, v, ok, err := m.eval(scope)
		if err != nil {
			return nil, err
		}
		if ok {
			b = value.AppendPair(b, name, v)
		}
	}
	return b, nil
}

// eval is a member's name and value; ok is false where it is left out.
func (m *Member) eval(scope *value.Scope) (name string, v any, ok bool, err error) {
	n, err := m.Name.Eval(scope)
	if err != nil {
		return "", nil, false, err
	}
	v, ok, err = plainNode(m.Value, m.Optional, scope)
	if err == nil && v == nil && !m.Optional && ok {
		err = &erp.Error{Kind: erp.InvalidInput, Detail: fmt.Sprintf("%s: it is null, and null is never sent by accident", m.Pos)}
	}
	return fmt.Sprint(n), v, ok && v != nil, err
}
