package sgp

import (
	"net/http"

	"balcao/erp/standin"
)

// access is who may call an endpoint.
type access int

const (
	withToken    access = iota // token and app, or HTTP Basic
	bySubscriber               // the subscriber's own password ("auth 3"), which this stand-in does not take
	byAddress                  // the address itself is the secret
)

// wrongCredentials: sgp.md, Transport facts, "errors".
var wrongCredentials = reply(http.StatusForbidden, object{{"detail", "Credenciais de autenticação incorretas."}})

// refused is the answer to a call that may not be made, or nil. A path that the
// token's list does not allow answers the login page with 200 (sgp.md,
// Transport facts, "errors", "when the path/ACL is wrong").
func (s *Server) refused(c *call, needed access) *standin.Reply {
	switch {
	case needed == byAddress:
		return nil
	case needed == bySubscriber || !s.isAdmitted(c):
		return &wrongCredentials
	case underAny(c.path, s.quirks.Denied):
		return &loginPage
	}
	return nil
}

// isAdmitted compares token and app, the latter with its case (sgp.md,
// Transport facts, "auth 1"), or user and password ("auth 2").
func (s *Server) isAdmitted(c *call) bool {
	if c.user != "" {
		return c.user == s.options.User && c.password == s.options.Password
	}
	return s.token != "" && c.text("token") == s.token && c.text("app") == s.options.App
}
