package check

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"balcao/erp"
)

// stepTime bounds one step on the way to a server: who waits longer for a
// packet waits for a firewall.
const stepTime = 5 * time.Second

// reach goes the way to each server, as far as it leads, and tells whether one
// can be asked.
func (r *run) reach(ctx context.Context) bool {
	reached := false
	for _, u := range r.servers() {
		reached = r.reachOne(ctx, u) || reached
	}
	return reached
}

// servers are the connection's addresses, each server once.
func (r *run) servers() []*url.URL {
	var servers []*url.URL
	seen := map[string]bool{}
	for _, u := range r.target.Connection.Addresses() {
		if key := u.Scheme + address(u); !seen[key] {
			seen[key] = true
			servers = append(servers, u)
		}
	}
	if len(servers) == 0 {
		r.tell(Finding{Stage: StageDNS, What: "no address", Verdict: Fails, Detail: "the connection has no address yet", Advice: r.unfilled()})
	}
	return servers
}

// unfilled says which settings are not filled in.
func (r *run) unfilled() string {
	for _, f := range erp.Functions {
		if unitOf(r.target.Connection.Pack(), f) != nil {
			_, reason := r.target.Connection.Supports(f)
			return reason
		}
	}
	return "the pack has no function yet"
}

// address is host and port.
func address(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

func (r *run) reachOne(ctx context.Context, u *url.URL) bool {
	if !r.resolve(ctx, u.Hostname()) {
		return false
	}
	conn := r.dial(ctx, address(u))
	if conn == nil {
		return false
	}
	defer conn.Close()
	if u.Scheme == "http" {
		r.tell(Finding{Stage: StageTLS, What: address(u), Verdict: Unprotected, Detail: "http://: whoever is on the way reads token and customers",
			Advice: "use https:// wherever the ERP is not on this machine or its own network"})
		return true
	}
	return r.secure(ctx, conn, u.Hostname(), address(u))
}

// resolve asks for the name's addresses.
func (r *run) resolve(ctx context.Context, host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	began := time.Now()
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	f := Finding{Stage: StageDNS, What: host, Took: time.Since(began), Verdict: Works}
	if err != nil {
		f.Verdict = Fails
		f.Detail, f.Advice = unresolved(err)
	} else {
		f.Detail = joined(found)
	}
	r.tell(f)
	return err == nil
}

func unresolved(err error) (detail, advice string) {
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return "there is no such name", "correct the host in the connection's address; a name of the provider's own network needs its DNS server here"
	}
	return "the name server gives no answer", "look at this machine's DNS (/etc/resolv.conf) and its way out"
}

func joined(addresses []netip.Addr) string {
	texts := make([]string, len(addresses))
	for i, a := range addresses {
		texts[i] = a.Unmap().String()
	}
	return strings.Join(texts, ", ")
}

// dial connects; nil if that fails.
func (r *run) dial(ctx context.Context, server string) net.Conn {
	ctx, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	began := time.Now()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", server)
	f := Finding{Stage: StageTCP, What: server, Took: time.Since(began), Verdict: Works}
	if err != nil {
		f.Verdict = Fails
		f.Detail, f.Advice = unconnected(err)
		f.Detail += egress(server)
	} else {
		f.Detail = fmt.Sprintf("from %s", hostOf(conn.LocalAddr()))
	}
	r.tell(f)
	return conn
}

// unconnected says why there is no connection. Some ERPs take calls from listed
// addresses only, and stand on ports of their own.
func unconnected(err error) (detail, advice string) {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "nobody listens on this port", "correct the port in the connection's address, or start the ERP's API"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return "there is no way to this address", "look at this machine's routes or VPN"
	}
	return "no answer to the connection", "a firewall may drop it: let the ERP's side allow this machine's public address, and check the port"
}

// egress is the address of this machine from which the server would be called;
// empty where there is no way. Nothing is sent: UDP only looks up the route.
func egress(server string) string {
	conn, err := net.Dial("udp", server)
	if err != nil {
		return ""
	}
	defer conn.Close()
	return ", called from " + hostOf(conn.LocalAddr())
}

func hostOf(a net.Addr) string {
	host, _, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	return host
}
