package record_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/automation/record"
	"balcao/erp/packs"
)

const settlePack = `pack: noter
title: An ERP that keeps our reference in a note
language: 1
settings:
  url: {type: url, label: Address}
hosts:
  api: {url: $(settings.url)}
evidence: reference
settles_within: 1m
`

// settleFunction proves a payment by what its note says.
const settleFunction = `steps:
  sent:
    effect: write
    post: /baixas
    form: {titulo: $(input.invoice_id), obs: $(input.reference)}
  after:
    get: /titulos/$(input.invoice_id)
    until: any(after.baixas, %s)
    every: 1s
    for: 3s
    if_never: not_done
output:
  remote_id: sent.nro
`

// noter is an ERP that keeps one note: ours, or words of its own.
func noter(words string) http.Handler {
	obs := ""
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.Method == http.MethodPost {
			if obs = words; words == "" {
				obs = r.FormValue("obs")
			}
			fmt.Fprint(w, `{"nro": 88258}`)
			return
		}
		note, err := json.Marshal(obs)
		if err != nil {
			panic(err)
		}
		fmt.Fprintf(w, `{"baixas": [{"nro": 88258, "obs": %s}]}`, note)
	})
}

// settled records a settlement that the ERP has done.
func settled(t *testing.T, words, proof, reference string) record.Made {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "noter")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"pack.yaml": settlePack, "settle_boleto.yaml": fmt.Sprintf(settleFunction, proof)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	pack, problems := automation.Load(os.DirFS(dir), "noter", packs.FS)
	if pack == nil {
		t.Fatal(problems)
	}
	server := httptest.NewServer(noter(words))
	t.Cleanup(server.Close)
	settings := map[string]string{"url": server.URL}
	s := &studio{record.New(pack, settings), pack, settings}
	in := erp.SettleInput{Document: maria, InvoiceID: "70263", Reference: reference, Settlement: erp.Settlement{Amount: 123456, Method: erp.PIX, EndToEndID: &reference, PaidAt: noon.Add(-time.Hour)}}
	if result := s.take(t, erp.SettleBoleto.Info, "paid", in); result.Err != nil {
		t.Fatal(result.Err)
	}
	made, _ := s.Finish(t.Context())
	return made[0]
}

// A note that is exactly our reference goes on proving the payment, also where the
// reference is a PIX's own id, which becomes another.
func TestASettlementProvedByItsNote(t *testing.T) {
	t.Parallel()
	for _, reference := range []string{"E60746948202611241405A1b2C3d4E5f", "balcao-01KB3Q7ZP8"} {
		made := settled(t, "", ".obs == input.reference", reference)
		text := string(made.Files["examples/settle_boleto/paid.yaml"])
		if made.Problem != nil || !strings.Contains(text, `remote_id: "88258"`) {
			t.Errorf("%s: %v\n%s", reference, made.Problem, text)
		}
	}
}

// Where the example takes another way than the run, it gets the run's output.
func TestASettlementThatTheExampleDoesNotProve(t *testing.T) {
	t.Parallel()
	made := settled(t, "Baixa confirmada", `.obs == "Baixa confirmada"`, "balcao-01KB3Q7ZP8")
	text := string(made.Files["examples/settle_boleto/paid.yaml"])
	if made.Problem == nil || !strings.Contains(made.Problem.Error(), "led to an output") {
		t.Errorf("%v", made.Problem)
	}
	if !strings.Contains(text, `remote_id: "88258"`) || strings.Contains(text, "error:") {
		t.Error(text)
	}
}
