package web

import "net/http"

// contentSecurityPolicy is for answers that are data; pages bring their own.
const contentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// yearOfHTTPS tells browsers to come by HTTPS only, for a year (RFC 6797).
const yearOfHTTPS = "max-age=31536000"

// Secured sets the headers that every answer carries; a handler may set its
// own. With https, which is how front ends reach this server, browsers are told
// to never come otherwise.
func Secured(https bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if https {
			h.Set("Strict-Transport-Security", yearOfHTTPS)
		}
		next.ServeHTTP(w, r)
	})
}
