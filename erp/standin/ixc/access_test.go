package ixc_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"balcao/erp/standin"
	"balcao/erp/standin/ixc"
)

func basic(token string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(token))
}

func TestTokens(t *testing.T) {
	t.Parallel()
	i := open(t)
	encoded := base64.StdEncoding.EncodeToString([]byte(ixc.DefaultToken))
	for header, want := range map[string]int{
		basic(ixc.DefaultToken):          200,
		"basic " + encoded:               200,
		basic(encoded):                   401, // encoded twice
		basic("7:wrong"):                 401,
		"Basic %%%":                      401,
		"":                               401,
		"Bearer " + encoded:              400,
		"Token " + ixc.DefaultToken:      400,
		"Basic " + ixc.DefaultToken:      401, // not encoded
		basic(ixc.DefaultToken + "\n"):   401,
		basic(ixc.DefaultToken + "tail"): 401,
	} {
		if a := i.call("GET", "empresa", "", "ixcsoft", "listar", "Authorization", header); a.status != want {
			t.Errorf("%q: %d, want %d", header, a.status, want)
		}
	}
}

// TestTokenDies: 403 after a migration, 401 after the user was changed.
func TestTokenDies(t *testing.T) {
	t.Parallel()
	i := open(t)
	status := func(token string) int {
		return i.call("GET", "empresa", "", "ixcsoft", "listar", "Authorization", basic(token)).status
	}
	i.server.KillTokens()
	if got := status(ixc.DefaultToken); got != 403 {
		t.Errorf("after the migration: %d", got)
	}
	if a := i.call("POST", settlementResource, object(payment)); a.status != 403 || len(i.server.Desk().Books()) != 0 {
		t.Errorf("settled with a dead token: %d %s", a.status, a.body)
	}
	if got := status(""); got != 401 {
		t.Errorf("an empty token while there is none: %d", got)
	}
	for _, token := range []string{"8:another", "8:third"} {
		i.server.Renew(token)
		if got := status(token); got != 200 {
			t.Errorf("renewed %s: %d", token, got)
		}
	}
	if got := status("8:another"); got != 401 {
		t.Errorf("a token that was renewed: %d", got)
	}
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	i := open(t)
	const gone = `{"type":"error","message":"Recurso não disponível<br />"}`
	if a := i.call("POST", "viabilidade_tecnica", "{}"); a.body != gone {
		t.Errorf("paid module: %s", a.body)
	}
	i.server.SetQuirks(ixc.Quirks{Forbidden: []string{"vendedor", settlementResource, "get_pix"}})
	for _, resource := range []string{"vendedor", settlementResource, "get_pix"} {
		if a := i.call("POST", resource, object(payment), "ixcsoft", "listar"); a.status != 200 || a.body != gone {
			t.Errorf("%s: %d %s", resource, a.status, a.body)
		}
	}
	if got := i.list("empresa", nil); len(got.Rows) != 1 {
		t.Errorf("empresa %v", got)
	}
	i.server.SetQuirks(ixc.Quirks{ForeignAddress: true})
	if a := i.call("POST", "empresa", "{}", "ixcsoft", "listar"); a.body != `{"type":"error","message":"IP não liberado<br />"}` {
		t.Errorf("foreign address: %s", a.body)
	}
}

func TestWrongPathsAndMethods(t *testing.T) {
	t.Parallel()
	i := open(t)
	for _, c := range []struct {
		method, resource string
		want             int
	}{
		{"PATCH", "cliente", 500}, {"PUT", "cliente", 500}, {"GET", "cliente/101", 500},
		{"POST", "cliente/101", 500}, {"POST", "get_pix/1", 500}, {"PUT", "fn_areceber_altera/5003", 500},
		{"POST", "view_vd_contratos_produtos_gen", 500}, {"PUT", settlementResource, 500},
	} {
		header := "listar"
		if c.method == "POST" {
			header = ""
		}
		if a := i.call(c.method, c.resource, "{}", "ixcsoft", header); a.status != c.want {
			t.Errorf("%s %s: %d, want %d", c.method, c.resource, a.status, c.want)
		}
	}
	i.url += "/elsewhere"
	if a := i.call("POST", "cliente", "{}", "ixcsoft", "listar"); a.status != 404 {
		t.Errorf("another path: %d", a.status)
	}
}

// TestFaultsOfReads: the page of this ERP is the red box.
func TestFaultsOfReads(t *testing.T) {
	t.Parallel()
	i := open(t)
	i.server.Desk().Switch(standin.Switches{Faults: standin.Faults{HTML200: 1}})
	if a := i.call("GET", "empresa", "", "ixcsoft", "listar"); !isRedBox(a) {
		t.Errorf("page: %s", a.body)
	}
	i.server.Desk().Switch(standin.Switches{Faults: standin.Faults{Error500: 1}})
	if a := i.call("GET", "empresa", "", "ixcsoft", "listar"); a.status != 500 || strings.Contains(a.body, "{") {
		t.Errorf("failure: %d %s", a.status, a.body)
	}
	if got := i.server.Desk().Calls()["GET /webservice/v1/empresa"]; got != 2 {
		t.Errorf("%d calls", got)
	}
}
