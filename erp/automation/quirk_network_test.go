package automation_test

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/pem"
	"io"
	"log"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/guard"
	"balcao/internal/config"
)

// trusting replaces the guard by one that trusts as it is told.
func trusting(t *testing.T, security guard.Security, logger *slog.Logger) func(*automation.Options) {
	t.Helper()
	g, err := guard.New(guard.Options{Security: security, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	return func(o *automation.Options) {
		o.Guard.Close()
		o.Guard = g
	}
}

// secured is an ERP with a certificate of its own. What the handshakes that
// fail make it say is not heard.
func secured(t *testing.T, h http.Handler, c *tls.Config) *httptest.Server {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.TLS = c
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func pinOf(s *httptest.Server) string {
	key := sha256.Sum256(s.Certificate().RawSubjectPublicKeyInfo)
	return base64.StdEncoding.EncodeToString(key[:])
}

func quirkTLS(t *testing.T, q quirk) {
	mkauth := routes{"/api/cliente/show/52998224725": says(`{"nome":"Maria da Silva","cli_ativado":"s"}`)}
	server := secured(t, mkauth, nil)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(t *testing.T, url string, security guard.Security, logger *slog.Logger) error {
		_, _, err := customer(t, connect(t, q.pack(t, "mkauth", hurried), url, trusting(t, security, logger)), maria)
		return err
	}
	quiet := slog.New(slog.DiscardHandler)
	for name, c := range map[string]struct {
		url      string
		security guard.Security
		refused  string
	}{
		"the system's authorities": {server.URL, guard.Security{}, "certificate"},
		"a pin":                    {server.URL, guard.Security{Pin: pinOf(server)}, ""},
		"an authority":             {server.URL, guard.Security{CAFile: ca}, ""},
		"any server":               {server.URL, guard.Security{Insecure: true}, ""},
		"without TLS":              {serve(t, mkauth.ServeHTTP).URL, guard.Security{}, ""},
		"another's pin":            {server.URL, guard.Security{Pin: base64.StdEncoding.EncodeToString(make([]byte, 32))}, "not the pinned one"},
		"a protocol of old":        {secured(t, mkauth, &tls.Config{MaxVersion: tls.VersionTLS11}).URL, guard.Security{Insecure: true}, "protocol version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := ask(t, c.url, c.security, quiet)
			if c.refused == "" {
				wantKind(t, err, "")
				return
			}
			wantKind(t, err, erp.Unavailable)
			if text := err.Error(); !strings.Contains(text, "tls: ") || !strings.Contains(text, c.refused) || !strings.Contains(text, "nothing was sent") {
				t.Errorf("the operator reads %q", text)
			}
			if name == "the system's authorities" {
				q.symptom(t, err)
			}
		})
	}
	t.Run("trusting anybody is said at every start", func(t *testing.T) {
		t.Parallel()
		var said bytes.Buffer
		wantKind(t, ask(t, server.URL, guard.Security{Insecure: true}, slog.New(slog.NewTextHandler(&said, nil))), "")
		if !strings.Contains(said.String(), "level=WARN") || !strings.Contains(said.String(), "its TLS is not verified") {
			t.Errorf("the log says %q", said.String())
		}
	})
	for file, want := range map[string]guard.Security{
		"pin.yaml": {Pin: "tBhTe2r0jjkdZ+RLHuWlqgFx3ZTpxXqLgB6xTPJ0oGk="}, "ca.yaml": {CAFile: "/etc/balcao/acme-ca.pem"}, "insecure.yaml": {Insecure: true},
	} {
		c := q.connection(t, file)
		if got := (guard.Security{CAFile: c.CAFile, Pin: c.Pin, Insecure: c.InsecureTLS}); got != want {
			t.Errorf("%s says %+v, want %+v", file, got, want)
		}
	}
}

// connection is a tenant's connection as the config file has it.
func (q quirk) connection(t *testing.T, file string) config.Connection {
	t.Helper()
	text, err := os.ReadFile("testdata/quirks/" + q.dir() + "/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var tenant config.Tenant
	if err := yaml.UnmarshalWithOptions(text, &tenant, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return tenant.Connection
}

func quirkPorts(t *testing.T, q quirk) {
	api := serve(t, routes{"/external/integrations/thirdparty/people/txid/52998224725": says(`{"success":true,"response":{"name":"Maria da Silva","status":1}}`)}.ServeHTTP)
	door := serve(t, routes{"/connect/token": says(`{"access_token":"tok-1","expires_in":3600,"token_type":"Bearer"}`)}.ServeHTTP)
	const closed = "http://127.0.0.1:1"
	forbidden := serve(t, fails(http.StatusForbidden))
	ask := func(t *testing.T, url, loginURL string) error {
		_, _, err := customer(t, connect(t, q.pack(t, "voalle", hurried), url, settings(map[string]string{"login_url": loginURL, "client_id": "7", "client_secret": "s-client"})), maria)
		return err
	}
	for name, c := range map[string]struct {
		url, login string
		kind       erp.Kind
		says       string
	}{
		"two ports":                {api.URL, door.URL, "", ""},
		"a firewall before one":    {closed, door.URL, erp.Unavailable, "dial: "},
		"a firewall at the log-in": {api.URL, closed, erp.Unavailable, "log-in: no answer"},
		"a name that is none":      {"http://erp.invalid:45715", door.URL, erp.Unavailable, "lookup erp.invalid"},
		"TLS on a port without":    {strings.Replace(api.URL, "http:", "https:", 1), door.URL, erp.Unavailable, "tls: "},
		"a user without rights":    {forbidden.URL, door.URL, erp.Unauthenticated, "HTTP status 403"},
		"a user that is none":      {api.URL, forbidden.URL, erp.Unauthenticated, "log-in: HTTP status 403"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := ask(t, c.url, c.login)
			wantKind(t, err, c.kind)
			if err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("the operator reads %q, want %q in it", err, c.says)
			}
			if name == "a firewall before one" {
				q.symptom(t, err)
			}
		})
	}
	t.Run("an address that is not on the list", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/webservice/v1/cliente": says(`{"type":"error","message":"IP não liberado"}`)}.ServeHTTP)
		_, _, err := customer(t, connect(t, q.pack(t, "ixc"), server.URL), maria)
		wantKind(t, err, erp.Unauthenticated)
		if erp.WordsOf(err) != "" || len(server.got()) != 1 {
			t.Errorf("the customer reads %q; asked %d times", erp.WordsOf(err), len(server.got()))
		}
		rule := "  - unauthenticated: lower(text) contains \"ip não liberado\"     # our address is not in \"Redes permitidas\"\n"
		_, _, err = customer(t, connect(t, q.pack(t, "ixc", without("pack.yaml", rule)), server.URL), maria)
		wantKind(t, err, erp.Refused)
		if erp.WordsOf(err) != "IP não liberado" {
			t.Errorf("without the rule the customer reads %q", erp.WordsOf(err))
		}
	})
}

// security pins a server's key.
func security(s *httptest.Server) guard.Security { return guard.Security{Pin: pinOf(s)} }
