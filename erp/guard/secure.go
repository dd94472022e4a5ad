package guard

import (
	"bytes"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
)

// Security is how a connection trusts its ERP's server. The zero value trusts
// the system's authorities. Many ERPs stand on a bare address with a
// certificate of their own: prefer a pin or an authority's file, which keep
// others out, to Insecure, which does not.
type Security struct {
	// CAFile holds the authorities to trust instead of the system's, as PEM.
	CAFile string
	// Pin is the base64 SHA-256 of the server's public key (as curl's
	// --pinnedpubkey without "sha256//"). With a pin and no CAFile the key
	// alone is trusted, whatever name the certificate carries.
	Pin string
	// Insecure trusts any server. It is said in the log at every start.
	Insecure bool
}

// Config is the TLS of a client that trusts so. The error tells what is wrong with
// the options.
func (s Security) Config() (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.CAFile != "" {
		pool, err := authorities(s.CAFile)
		if err != nil {
			return nil, err
		}
		c.RootCAs = pool
	}
	if s.Pin != "" {
		pin, err := base64.StdEncoding.DecodeString(s.Pin)
		if err != nil || len(pin) != sha256.Size {
			return nil, errors.New("tls pin: want the base64 of a SHA-256 of the server's public key (44 characters)")
		}
		c.VerifyConnection = pinned(pin)
		c.InsecureSkipVerify = s.CAFile == ""
	}
	if s.Insecure {
		c.InsecureSkipVerify = true
	}
	return c, nil
}

func authorities(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("tls authorities: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("tls authorities: %s holds no certificate in PEM", file)
	}
	return pool, nil
}

func pinned(pin []byte) func(tls.ConnectionState) error {
	return func(state tls.ConnectionState) error {
		key := sha256.Sum256(state.PeerCertificates[0].RawSubjectPublicKeyInfo)
		if !bytes.Equal(key[:], pin) {
			return fmt.Errorf("tls pin: the server's key is %s, not the pinned one", base64.StdEncoding.EncodeToString(key[:]))
		}
		return nil
	}
}
