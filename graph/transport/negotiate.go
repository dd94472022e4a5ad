package transport

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// The media types of answers. Which one a client gets decides the status of a
// document that does not validate.
const (
	plainJSON   = "application/json"
	graphqlJSON = "application/graphql-response+json"
)

// preference is one element of an Accept or Accept-Encoding header.
type preference struct {
	name    string
	charset string
	q       float64
}

// preferences reads a header (RFC 9110, 12.4.2). What cannot be read is left out.
func preferences(values []string) []preference {
	var all []preference
	for element := range strings.SplitSeq(strings.Join(values, ","), ",") {
		name, params, err := mime.ParseMediaType(element)
		if err != nil {
			continue
		}
		q := 1.0
		if text, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(text, 64); err != nil || !(q >= 0 && q <= 1) {
				continue
			}
		}
		all = append(all, preference{name, params["charset"], q})
	}
	return all
}

// How closely a preference names what is offered.
const (
	notAtAll = iota
	anything
	anyApplication
	exactly
)

func (p preference) names(offer string) int {
	switch {
	case !isUTF8(p.charset):
		return notAtAll
	case p.name == offer:
		return exactly
	case p.name == "application/*":
		return anyApplication
	case p.name == "*/*" || p.name == "*":
		return anything
	}
	return notAtAll
}

// weigh gives the q-value of the preference that names an offer most closely.
func weigh(all []preference, offer string) (q float64, closeness int) {
	for _, p := range all {
		if c := p.names(offer); c > closeness || c == closeness && c > notAtAll && p.q > q {
			q, closeness = p.q, c
		}
	}
	return q, closeness
}

// negotiate chooses the answer's media type, "" if none of ours is wanted.
// Without a wish it is application/json; between equals the newer type is chosen
// only if the client names it, since only such a client knows its statuses.
func negotiate(accept []string) string {
	if strings.TrimSpace(strings.Join(accept, "")) == "" {
		return plainJSON
	}
	all := preferences(accept)
	older, _ := weigh(all, plainJSON)
	newer, closeness := weigh(all, graphqlJSON)
	switch {
	case newer > older, newer == older && newer > 0 && closeness == exactly:
		return graphqlJSON
	case older > 0:
		return plainJSON
	}
	return ""
}

func acceptsGzip(header http.Header) bool {
	q, _ := weigh(preferences(header.Values("Accept-Encoding")), "gzip")
	return q > 0
}

// checkBodyType lets only bodies through that a web page of somebody else cannot
// send without the browser asking us first.
func checkBodyType(header http.Header) *Refusal {
	name, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || name != plainJSON || len(header.Values("Content-Type")) != 1 {
		return unsupportedType("the Content-Type of the body has to be " + plainJSON)
	}
	if !isUTF8(params["charset"]) {
		return unsupportedType("the body has to be in UTF-8")
	}
	if encoding := header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return unsupportedType("the body may not be compressed")
	}
	return nil
}

func isUTF8(charset string) bool {
	return charset == "" || strings.EqualFold(charset, "utf-8") || strings.EqualFold(charset, "utf8")
}
