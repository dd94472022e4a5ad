package guard_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/pem"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balcao/erp/guard"
)

func TestTrust(t *testing.T) {
	t.Parallel()
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(s.Close)
	key := sha256.Sum256(s.Certificate().RawSubjectPublicKeyInfo)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	other := base64.StdEncoding.EncodeToString(make([]byte, 32))
	for name, c := range map[string]struct {
		security guard.Security
		trusted  bool
	}{
		"system":           {guard.Security{}, false},
		"authority":        {guard.Security{CAFile: ca}, true},
		"pin":              {guard.Security{Pin: base64.StdEncoding.EncodeToString(key[:])}, true},
		"another's pin":    {guard.Security{Pin: other}, false},
		"pin and insecure": {guard.Security{Pin: other, Insecure: true}, false},
		"insecure":         {guard.Security{Insecure: true}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer, err := connect(t, guard.Options{Security: c.security}).Do(t.Context(), get(parse(t, s.URL)))
			if (err == nil) != c.trusted {
				t.Errorf("error %v, want trusted %v", err, c.trusted)
			}
			if err == nil {
				answer.Release()
			}
		})
	}
}

func TestInsecureIsLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	connect(t, guard.Options{Security: guard.Security{Insecure: true}, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if !strings.Contains(log.String(), "level=WARN") || !strings.Contains(log.String(), "not verified") {
		t.Errorf("the log says %q", log.String())
	}
}

func TestWrongTLSOptionsAreTold(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]guard.Security{
		"44 characters":  {Pin: "abc"},
		"no such file":   {CAFile: "/does/not/exist.pem"},
		"no certificate": {CAFile: "secure_test.go"},
	} {
		if _, err := guard.New(guard.Options{Security: s}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q in it", err, want)
		}
	}
}
