package erptest_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http/httptest"
	"testing"

	"balcao/erp"
	"balcao/erp/erptest"
	"balcao/erp/guard"
	"balcao/erp/standin"
)

// An SGP on a bare address with a certificate that nobody vouches for: nothing is
// sent to it, unless its key is pinned. Then all is as ever, its links too.
func TestSGPWithACertificateOfItsOwn(t *testing.T) {
	t.Parallel()
	server := sgpServer(t)
	listener := httptest.NewTLSServer(server.Handler())
	t.Cleanup(listener.Close)
	in := erp.BoletoInput{InvoiceID: server.Bill(standin.Maria.Document, 9990), Document: standin.Maria.Document}

	_, _, err := erp.GetBoletoPDF.Call(t.Context(), erptest.Connect(t, "sgp", sgpSettings(listener.URL), nil), in)
	if calls := server.Desk().Calls(); !erp.IsKind(err, erp.Unavailable) || len(calls) > 0 {
		t.Errorf("got %v, and it was asked %v; want %s and nothing asked", err, calls, erp.Unavailable)
	}
	key := sha256.Sum256(listener.Certificate().RawSubjectPublicKeyInfo)
	pinned := guard.Security{Pin: base64.StdEncoding.EncodeToString(key[:])}
	pdf, _, err := erp.GetBoletoPDF.Call(t.Context(), erptest.ConnectSecurely(t, "sgp", sgpSettings(listener.URL), pinned), in)
	if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Errorf("with the key pinned: %.10q, %v", pdf, err)
	}
}
