// Package page shows a person a short page of ours instead of what they asked
// for: a boleto that is gone, a fault. Nothing of an ERP's answer, of a link or
// of an error is on it; the request's id is, for whoever they call.
//
// Start reading at [Message.Write].
package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"

	"golang.org/x/text/language"
)

// Text is what a page says, in one language.
type Text struct {
	// Title is a few words, Body a sentence or two.
	Title, Body string
}

// Message is a page with its HTTP status.
type Message struct {
	Status              int
	Portuguese, English Text
}

//go:embed page.html
var source string

//go:embed page.css
var style template.CSS

var layout = template.Must(template.New("page").Parse(source))

// contentSecurityPolicy lets the page have its own style and nothing else.
var contentSecurityPolicy = "default-src 'none'; style-src 'sha256-" + styleHash() +
	"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

func styleHash() string {
	sum := sha256.Sum256([]byte(style))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// languages are those of the pages; the first is for whoever asks for none of
// them.
var languages = language.NewMatcher([]language.Tag{language.BrazilianPortuguese, language.English})

// Write answers a request with the page, in Portuguese or by Accept-Language.
// The answer to HEAD has the same headers and no body.
func (m Message) Write(w http.ResponseWriter, r *http.Request, requestID string) {
	tag, text := m.in(r)
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", tag.String())
	h.Set("Content-Security-Policy", contentSecurityPolicy)
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Referrer-Policy", "no-referrer")
	h.Add("Vary", "Accept-Language")
	w.WriteHeader(m.Status)
	if r.Method == http.MethodHead {
		return
	}
	// An error here is the reader's connection; nobody is left to tell.
	_ = layout.Execute(w, struct {
		Text
		Language, RequestID string
		Style               template.CSS
	}{text, tag.String(), requestID, style})
}

func (m Message) in(r *http.Request) (language.Tag, Text) {
	wanted, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		wanted = nil
	}
	if _, index, _ := languages.Match(wanted...); index == 1 {
		return language.English, m.English
	}
	return language.BrazilianPortuguese, m.Portuguese
}
