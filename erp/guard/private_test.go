package guard

import (
	"errors"
	"net/netip"
	"net/url"
	"testing"
)

func TestPublicAddresses(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "177.10.20.30": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.0.10": false,
		"169.254.169.254": false, "100.64.1.1": false, "0.0.0.0": false, "224.0.0.1": false,
		"255.255.255.255": false, "::1": false, "::": false, "fc00::1": false, "fe80::1": false,
		"ff02::1": false, "64:ff9b::a00:1": false, "2002:a00:1::": false, "::ffff:10.0.0.1": false,
	} {
		if got := public(netip.MustParseAddr(addr).Unmap()); got != want {
			t.Errorf("public(%s) = %v", addr, got)
		}
	}
}

// A name that leads to a private address is refused as the address is.
func TestLinksToPrivateAddressesAreNotDialled(t *testing.T) {
	t.Parallel()
	c, err := New(Options{})
	must(t, err)
	defer c.Close()
	for _, link := range []string{"http://127.0.0.1:1/", "http://localhost:1/", "http://[::1]:1/", "http://[::ffff:127.0.0.1]:1/"} {
		u, err := url.Parse(link)
		must(t, err)
		_, err = c.Do(t.Context(), Request{Method: "GET", URL: u, Way: Link})
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Reason != Private || e.Sent {
			t.Errorf("%s: %v", link, err)
		}
	}
}
