package cli_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// A write that was done is no failure because its example needs a look: whoever
// reads a failure sends the write again.
func TestAWriteThatWasDoneIsSaidToBeDone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "noter")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	// The proof is the ERP's own note, and notes become others in examples.
	for name, text := range map[string]string{
		"pack.yaml": `pack: noter
title: An ERP that proves by a note
language: 1
settings: {url: {type: url, label: Address}}
hosts: {api: {url: $(settings.url)}}
evidence: reference
settles_within: 1m
`,
		"settle_boleto.yaml": `steps:
  sent: {effect: write, post: /baixas, form: {titulo: $(input.invoice_id)}}
  after: {get: /titulos, until: after.obs == "Baixa confirmada", every: 1s, for: 2s, if_never: not_done}
output:
  remote_id: sent.nro
`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	erp := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"nro": 88258, "obs": "Baixa confirmada"}`)
	}))
	defer erp.Close()
	const input = `{"document":"52998224725","invoice_id":"7","reference":"R1","settlement":{"amount":"10.00","method":"PIX","paid_at":"2026-11-24T12:00:00-03:00"}}`
	out := ran(t, 0, "try", "settle_boleto", "--pack", dir, "--set", "url="+erp.URL, "--input", input, "--apply", "--record=paid")
	says(t, out, "paid.yaml.todo", "do not play yet", "do not send it again")
	text, err := os.ReadFile(filepath.Join(dir, "examples", "settle_boleto", "paid.yaml.todo"))
	if err != nil {
		t.Fatal(err)
	}
	says(t, string(text), `remote_id: "88258"`)
}
