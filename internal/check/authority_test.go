package check_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"balcao/erp/guard"
	"balcao/internal/check"
)

// authority signs the certificates of a provider's own servers.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	file        string
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	a := authority{key: newKey(t), file: filepath.Join(t.TempDir(), "ca.pem")}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Provider's authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, a.key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.certificate, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(a.file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// serve serves with a certificate for erp.example and for an address, and gives
// its URL.
func (a authority) serve(t *testing.T, until time.Time, address ...net.IP) string {
	t.Helper()
	key := newKey(t)
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "erp.example"}, DNSNames: []string{"erp.example"}, IPAddresses: address,
		NotBefore: until.Add(-24 * time.Hour), NotAfter: until,
	}, a.certificate, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	s.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	s.StartTLS()
	t.Cleanup(s.Close)
	return "https://" + s.Listener.Addr().String()
}

func TestCertificatesOfAnAuthority(t *testing.T) {
	t.Parallel()
	own, here := newAuthority(t), net.IPv4(127, 0, 0, 1)
	trusting := guard.Security{CAFile: own.file}
	later, past := time.Now().Add(time.Hour), time.Now().Add(-time.Minute)
	for name, tc := range map[string]struct {
		url      string
		security guard.Security
		verdict  check.Verdict
		words    []string
	}{
		"trusted":         {own.serve(t, later, here), trusting, check.Works, []string{"certificate until"}},
		"not known":       {own.serve(t, later, here), guard.Security{}, check.Refused, []string{"authority that is not known", "ca_file", "pin: "}},
		"of another name": {own.serve(t, later), trusting, check.Refused, []string{"another name", "pin: "}},
		"past":            {own.serve(t, past, here), trusting, check.Refused, []string{past.UTC().Format(time.DateOnly), "renew", "clock"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			connection{url: tc.url, token: erpToken, security: tc.security}.check(t, maria).wants(t, "tls", tc.verdict, tc.words...)
		})
	}
}
