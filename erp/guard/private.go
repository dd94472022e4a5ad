package guard

import (
	"fmt"
	"net/netip"
	"syscall"
)

// forbidden are ranges beside those netip knows: "this network", carriers'
// shared addresses (RFC 6598), NAT64 (RFC 6052), where a private IPv4 address
// may hide in an IPv6 one, and what is reserved.
var forbidden = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2002::/16"),
}

// publicOnly is a dialer's control: it sees the address that is about to be
// dialled, after DNS, so a public name of a private address is caught too.
func publicOnly(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !public(at.Addr().Unmap()) {
		return &privateError{at.Addr()}
	}
	return nil
}

func public(a netip.Addr) bool {
	for _, p := range forbidden {
		if p.Contains(a) {
			return false
		}
	}
	return a.IsGlobalUnicast() && !a.IsPrivate()
}

type privateError struct{ addr netip.Addr }

func (e *privateError) Error() string {
	return fmt.Sprintf("%s is not a public address", e.addr)
}
