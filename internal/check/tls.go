package check

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"time"
)

// secure makes the TLS handshake as the connection's requests do, and tells
// whether the server is trusted.
func (r *run) secure(ctx context.Context, conn net.Conn, host, server string) bool {
	config, err := r.target.Security.Config()
	if err != nil {
		r.tell(Finding{Stage: StageTLS, What: server, Verdict: Fails, Detail: err.Error(), Advice: "correct pin or ca_file of the connection"})
		return false
	}
	config.ServerName = host
	began := time.Now()
	secured, err := handshake(ctx, conn, config)
	f := Finding{Stage: StageTLS, What: server, Took: time.Since(began), Verdict: Works}
	if err == nil {
		f.Detail = described(secured, r.target.Security.Insecure)
		r.tell(f)
		return true
	}
	var shown *x509.Certificate
	f.Verdict = Fails
	if isDistrust(err) {
		shown = r.certificate(ctx, host, server)
		f.Verdict = Refused
	}
	f.Detail, f.Advice = insecure(err, shown)
	r.tell(f)
	return false
}

func handshake(ctx context.Context, conn net.Conn, config *tls.Config) (tls.ConnectionState, error) {
	ctx, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	secured := tls.Client(conn, config)
	err := secured.HandshakeContext(ctx)
	return secured.ConnectionState(), err
}

func described(s tls.ConnectionState, unverified bool) string {
	leaf := s.PeerCertificates[0]
	text := fmt.Sprintf("%s, certificate until %s", tls.VersionName(s.Version), leaf.NotAfter.UTC().Format(time.DateOnly))
	if unverified {
		text += "; NOT VERIFIED (insecure_tls): set pin: " + pinOf(leaf)
	}
	return text
}

// pinOf is a certificate's key as the connection's pin takes it.
func pinOf(c *x509.Certificate) string {
	sum := sha256.Sum256(c.RawSubjectPublicKeyInfo)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// certificate asks the server once more for what it shows, trusting nobody and
// sending nothing; nil if it shows nothing.
func (r *run) certificate(ctx context.Context, host, server string) *x509.Certificate {
	ctx, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", server)
	if err != nil {
		return nil
	}
	defer conn.Close()
	state, err := handshake(ctx, conn, &tls.Config{MinVersion: tls.VersionTLS12, ServerName: host, InsecureSkipVerify: true})
	if err != nil || len(state.PeerCertificates) == 0 {
		return nil
	}
	return state.PeerCertificates[0]
}

// isDistrust is true where the handshake failed because of us.
func isDistrust(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.AlertError](err); ok {
		return false
	}
	_, ofNetwork := errors.AsType[*net.OpError](err)
	_, noTLS := errors.AsType[tls.RecordHeaderError](err)
	return !ofNetwork && !noTLS && !errors.Is(err, context.DeadlineExceeded)
}

// insecure says why the handshake failed. shown is nil where the server showed
// no certificate.
func insecure(err error, shown *x509.Certificate) (detail, advice string) {
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "the server speaks no TLS on this port", "correct the port, or use http:// if the ERP has nothing else"
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "the server does not answer the handshake", "the port may be another service's: correct it in the connection's address"
	}
	if shown == nil {
		return "the handshake failed: " + err.Error(), "the server may know only versions older than TLS 1.2: it needs an update, or a proxy before it"
	}
	pin := "and set pin: " + pinOf(shown)
	const compare = "Make sure by another way that this is the ERP's key (on its machine, or with its vendor), "
	_, otherName := errors.AsType[x509.HostnameError](err)
	invalid, isInvalid := errors.AsType[x509.CertificateInvalidError](err)
	switch {
	case !isVerification(err):
		return err.Error(), "the ERP has another key than the pinned one. " + compare + pin
	case isInvalid && invalid.Reason == x509.Expired:
		return "the certificate holds from " + shown.NotBefore.UTC().Format(time.DateOnly) + " to " + shown.NotAfter.UTC().Format(time.DateOnly),
			"renew it on the ERP's side, and look at this machine's clock"
	case bytes.Equal(shown.RawIssuer, shown.RawSubject):
		return "the certificate is self-signed", compare + pin
	case otherName:
		return "the certificate is for another name", "use the name that it is for. Or: " + compare + pin
	}
	return "the certificate is of an authority that is not known here", "set ca_file to the authority's certificate. Or: " + compare + pin
}

func isVerification(err error) bool {
	_, ok := errors.AsType[*tls.CertificateVerificationError](err)
	return ok
}
