package chaos_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"balcao/e2e/harness"
	"balcao/erp"
	"balcao/erp/standin"
	"balcao/erp/standin/ixc"
	"balcao/internal/br"
)

func onSandbox(t *testing.T) system { return ofSandbox{harness.StartSandboxOnDisk(t)} }

// ofIXC is the stand-in of IXC, which keeps no references.
type ofIXC struct {
	server  *ixc.Server
	address string
}

func onIXC(t *testing.T) system {
	server := ixc.New(ixc.Options{})
	server.SetQuirks(ixc.Quirks{TakesReceived: true})
	listener := httptest.NewServer(server.Handler())
	t.Cleanup(func() {
		listener.Close()
		server.Close()
	})
	return ofIXC{server, listener.URL}
}

func (s ofIXC) tenant() (string, map[string]any, []string) {
	return "ixc", map[string]any{"token": map[string]string{"env": "IXC_TOKEN"}, "pix_account": "1", "card_account": "2", "card_receipt_type": "C",
		"stage": "1", "ticket_subject": "1", "ticket_sector": "1"}, []string{"IXC_TOKEN=" + ixc.DefaultToken}
}

func (s ofIXC) url() string { return s.address }

// documents are those who have an active contract and few invoices.
func (s ofIXC) documents(*testing.T) []string {
	var all []string
	for _, p := range []standin.Person{standin.Maria, standin.Joao, standin.Padaria, standin.Estela, standin.Antonio} {
		all = append(all, string(p.Document))
	}
	return all
}

// bill makes invoices that are due in ten days; nothing depends on the day here.
func (s ofIXC) bill(t *testing.T, of *settlement) string {
	var amount erp.Money
	if err := amount.UnmarshalText([]byte(of.amount)); err != nil {
		t.Fatal(err)
	}
	return s.server.Bill(br.Document(of.document), amount)
}

func (s ofIXC) invoice(code string) string { return s.server.TitleOf(code) }

func (s ofIXC) settled(r *http.Request, body []byte) string {
	if !strings.HasSuffix(r.URL.Path, "/fn_areceber_recebimentos_baixas_novo") {
		return ""
	}
	return member(body, "id_receber")
}

// pay brings what a bank's file brings: a payment of the day before.
func (s ofIXC) pay(_ context.Context, of *settlement) (bool, error) {
	return s.server.PayIfOpen(of.invoice, br.DateOf(time.Now().In(zone())).AddDays(-1)), nil
}

func (s ofIXC) spoil(_ *testing.T, f form) {
	s.server.Desk().Switch(standin.Switches{Latency: latency, Late: f.late, Slow: slowAnswer, Seed: f.seed, Faults: standin.Faults{BeforeApply: rate,
		AfterApply: rate, LateApply: rate, NeverApplied: rate, Error500: rate, HTML200: rate, Reset: rate, Slow: rate}})
}

func (s ofIXC) calm(*testing.T) { s.server.Desk().Switch(standin.Switches{}) }

// books are settlements, and of each order its deal.
func (s ofIXC) books(*testing.T) []harness.Entry {
	var all []harness.Entry
	for _, e := range s.server.Desk().Books() {
		if e.Kind != "baixa" && e.Kind != "negociacao" {
			continue
		}
		entry := harness.Entry{Seq: e.Seq, Kind: e.Kind, Invoice: e.Invoice, Document: e.Document, Key: e.Key, Applied: e.Applied, Fault: e.Fault,
			Amount: int64(e.Amount)}
		if e.Applied == "no" && e.Fault == "" {
			entry.Status = http.StatusUnprocessableEntity // it was refused
		}
		all = append(all, entry)
	}
	return all
}

// unsound wants one prospect for each person.
func (s ofIXC) unsound() []string {
	prospects := map[string]int{}
	var all []string
	for _, e := range s.server.Desk().Books() {
		if e.Kind != "prospecto" || e.Applied == "no" {
			continue
		}
		if prospects[e.Document]++; prospects[e.Document] == 2 {
			all = append(all, fmt.Sprintf("the ERP has two prospects of one person, by write %d", e.Seq))
		}
	}
	return all
}

func (s ofIXC) associations() string {
	return `associate(input: {kind: PRODUCT, localCode: "fibra", code: "1"}) { userErrors { code } }`
}

func (s ofIXC) codes() map[string]any { return nil }
