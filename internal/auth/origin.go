package auth

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

const anyPort = ":*"

// CheckOrigin refuses what a browser would never send as an Origin header:
// paths, upper-case letters, a bare host. Only a loopback host may leave its
// port open, as "http://localhost:*".
func CheckOrigin(origin string) error {
	fixed, open := strings.CutSuffix(origin, anyPort)
	u, err := url.Parse(fixed)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.Scheme+"://"+u.Host != fixed || strings.Contains(fixed, "*") {
		return fmt.Errorf("%q is no web origin; write scheme and host only, as in https://www.example.com.br", origin)
	}
	if fixed != strings.ToLower(fixed) {
		return fmt.Errorf("%q has upper-case letters; browsers send origins in lower case", origin)
	}
	if open && !loopback(u.Hostname()) {
		return fmt.Errorf("%q leaves the port open; only localhost, 127.0.0.1 and [::1] may", origin)
	}
	return nil
}

func loopback(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}

func originMatches(allowed, origin string) bool {
	prefix, open := strings.CutSuffix(allowed, anyPort)
	if !open {
		return allowed == origin
	}
	rest, ok := strings.CutPrefix(origin, prefix)
	if !ok || rest == "" {
		return ok
	}
	port, ok := strings.CutPrefix(rest, ":")
	_, err := strconv.ParseUint(port, 10, 16)
	return ok && err == nil
}
