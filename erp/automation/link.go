package automation

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/erp/guard"
)

// link is the request of a download: a link that the ERP gave, to one of its own
// hosts or to one that the pack names. The latter may have public addresses
// only. It carries nothing of the host's: no token leaves the ERP.
func (f *frame) link(s *Step, scope *value.Scope) (guard.Request, *failure) {
	v, err := s.Download.Link.Eval(scope)
	if err != nil {
		return guard.Request{}, failed(err)
	}
	if v == nil {
		return guard.Request{}, &failure{kind: erp.NotFound, detail: "there is no link"}
	}
	u, err := url.Parse(strings.TrimSpace(fmt.Sprint(v)))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return guard.Request{}, &failure{kind: erp.BadAnswer, detail: "the link is no address of a file", settled: true}
	}
	request := guard.Request{Method: http.MethodGet, URL: f.run.c.directed(u), Timeout: s.Timeout}
	switch {
	case f.run.b.own(u), f.run.c.stage != nil:
		request.Way = guard.Effect
	case s.Download.allows(u.Hostname()):
		request.Way = guard.Link
	default:
		return guard.Request{}, &failure{kind: erp.BadAnswer, detail: fmt.Sprintf("a link to %q, which is neither a host of the pack nor named under from", u.Hostname()), settled: true}
	}
	return request, nil
}

// own tells whether a link leads to one of the ERP's hosts, by name and port.
func (b *bound) own(u *url.URL) bool {
	for _, host := range b.hosts {
		if strings.EqualFold(host.Hostname(), u.Hostname()) && port(host) == port(u) {
			return true
		}
	}
	return false
}

func port(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}

func (d *Download) allows(host string) bool {
	host = strings.ToLower(host)
	for _, from := range d.From {
		from = strings.ToLower(from)
		below, wild := strings.CutPrefix(from, "*")
		if host == from || wild && strings.HasSuffix(host, below) {
			return true
		}
	}
	return false
}
