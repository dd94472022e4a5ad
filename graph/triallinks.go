package graph

import (
	"net/url"
	"regexp"
	"strings"
)

// links finds addresses in an ERP's answer; PHP writes the slashes of its JSON with
// a backslash. A boleto's opens without any key: who may have those is said by
// `external_links`, for the desk as for everybody.
var links = regexp.MustCompile(`https?:\\?/\\?/(?:[^\s"'<>\\]|\\/)+`)

// linkMask hides in what a trial shows where the links of answers lead to, all but
// their hosts, and knows them again when they are fetched.
type linkMask struct {
	// off is true for clients that may have links.
	off  bool
	seen map[string]bool
}

// text hides the links of a body or value.
func (m *linkMask) text(s string) string {
	if m.off {
		return s
	}
	return links.ReplaceAllStringFunc(s, func(link string) string {
		link = strings.ReplaceAll(link, `\/`, "/")
		m.seen[link] = true
		return hostOnly(link)
	})
}

func (m *linkMask) lines(headers []string) []string {
	shown := make([]string, len(headers))
	for i, line := range headers {
		shown[i] = m.text(line)
	}
	return shown
}

// request hides an address if it is a link of an earlier answer; those of the pack
// are shown.
func (m *linkMask) request(address string) string {
	if m.off || !m.seen[address] {
		return address
	}
	return hostOnly(address)
}

func hostOnly(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return "***"
	}
	return u.Scheme + "://" + u.Host + "/***"
}
