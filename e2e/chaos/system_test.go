package chaos_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"balcao/e2e/harness"
)

// system is the ERP of a run, as its people and its own screens see it.
type system interface {
	// tenant is the pack to stand over, its settings without the address, and what
	// they need of the environment.
	tenant() (pack string, settings map[string]any, env []string)
	// url is where it listens.
	url() string
	// documents are customers that can be billed.
	documents(t *testing.T) []string
	// bill makes an open invoice and gives the ERP's id.
	bill(t *testing.T, s *settlement) string
	// invoice is the ERP's id of the invoice that Balcão shows with this code.
	invoice(code string) string
	// settled tells the invoice that a request to the ERP settles, empty for
	// every other request.
	settled(r *http.Request, body []byte) string
	// pay pays an invoice as the bank does, past Balcão; false if it is paid.
	pay(ctx context.Context, s *settlement) (bool, error)
	// spoil begins to fail as the form says; calm ends it.
	spoil(t *testing.T, f form)
	calm(t *testing.T)
	// books are all writes that came in, orders one for each.
	books(t *testing.T) []harness.Entry
	// unsound tells what is twice beside the books.
	unsound() []string
	// associations tie the codes of an order to the ERP's.
	associations() string
	// codes are those of an order.
	codes() map[string]any
}

// ofSandbox is the standard ERP API, which keeps references: `balcao sandbox`.
type ofSandbox struct{ *harness.Sandbox }

func (s ofSandbox) tenant() (string, map[string]any, []string) {
	return "standard", map[string]any{"token": map[string]string{"env": "ERP_TOKEN"}}, nil
}

func (s ofSandbox) url() string                     { return s.URL }
func (s ofSandbox) documents(t *testing.T) []string { return s.Documents(t) }

func (s ofSandbox) bill(t *testing.T, of *settlement) string {
	var made struct{ ID string }
	invoice := map[string]any{"document": of.document, "amount": of.amount, "due_on": of.dueOn}
	if _, err := s.Control(t.Context(), http.MethodPost, "/_sandbox/invoices", invoice, &made); err != nil {
		t.Fatal(err)
	}
	return made.ID
}

// invoice: the sandbox's code ends with its id: 2026/11-900000001.
func (s ofSandbox) invoice(code string) string { return after(code, "-") }

func (s ofSandbox) settled(r *http.Request, _ []byte) string {
	return between(r.URL.Path, "/faturas/", "/baixa")
}

func (s ofSandbox) pay(ctx context.Context, of *settlement) (bool, error) {
	body := map[string]any{"invoice_id": of.invoice, "reference": "BANCO-" + of.name}
	status, err := s.Control(ctx, http.MethodPost, "/_sandbox/pay", body, nil)
	if status == http.StatusUnprocessableEntity {
		return false, nil
	}
	return err == nil, err
}

// spoil: the ERP applies whatever it is sent, however often.
func (s ofSandbox) spoil(t *testing.T, f form) {
	s.Switch(t, map[string]any{"double": "apply", "latency_ms": latency.Milliseconds(), "late_ms": f.late.Milliseconds(), "slow_ms": slowAnswer.Milliseconds(),
		"faults": map[string]any{"before_apply": rate, "after_apply": rate, "late_apply": rate, "never_applied": rate,
			"error_500": rate, "html_200": rate, "reset": rate, "slow": rate}})
}

func (s ofSandbox) calm(t *testing.T)                  { s.Switch(t, map[string]any{"double": "apply"}) }
func (s ofSandbox) books(t *testing.T) []harness.Entry { return s.Books(t) }
func (s ofSandbox) unsound() []string                  { return nil }

func (s ofSandbox) associations() string {
	return `associate(input: {kind: PRODUCT, localCode: "fibra", code: "FIBRA500"}) { userErrors { code } }
		resellers: importAssociations(input: {kind: RESELLER}) { userErrors { code } }
		days: importAssociations(input: {kind: DUE_DATE}) { userErrors { code } }
		origins: importAssociations(input: {kind: COMMERCIAL_ORIGIN}) { userErrors { code } }`
}

func (s ofSandbox) codes() map[string]any {
	return map[string]any{"dueDateCode": "10", "resellerCode": "R01", "commercialOriginCode": "1"}
}

// member is a member of a JSON object, empty if it is not one.
func member(body []byte, name string) string {
	var object map[string]any
	if json.Unmarshal(body, &object) != nil {
		return ""
	}
	text, _ := object[name].(string)
	return text
}
