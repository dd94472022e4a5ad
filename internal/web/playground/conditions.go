package playground

import (
	"strconv"
	"strings"
)

// matches reports whether an If-None-Match header names the tag, by the weak comparison that RFC 9110, section 13.1.2
// asks for.
func matches(ifNoneMatch, etag string) bool {
	opaque := strings.TrimPrefix(etag, "W/")
	for candidate := range strings.SplitSeq(ifNoneMatch, ",") {
		candidate = strings.TrimSpace(candidate)
		if candidate == "*" || strings.TrimPrefix(candidate, "W/") == opaque {
			return true
		}
	}
	return false
}

// acceptsGzip reads an Accept-Encoding header (RFC 9110, section 12.5.3): gzip by name decides, else the wildcard.
func acceptsGzip(acceptEncoding string) bool {
	wildcard := false
	for item := range strings.SplitSeq(acceptEncoding, ",") {
		coding, parameters, _ := strings.Cut(item, ";")
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			return weight(parameters) > 0
		case "*":
			wildcard = weight(parameters) > 0
		}
	}
	return wildcard
}

// weight is the q parameter of an accepted coding: 1 when absent, 0 (refused) when malformed.
func weight(parameters string) float64 {
	name, value, found := strings.Cut(strings.TrimSpace(parameters), "=")
	if !found || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil {
		return 0
	}
	return q
}
