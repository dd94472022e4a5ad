package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balcao/internal/ordering"
)

// withOrdering loads a config whose tenant "acme" has these lines.
func withOrdering(t *testing.T, lines string) ordering.Settings {
	t.Helper()
	path := filepath.Join(t.TempDir(), "balcao.yaml")
	write(t, path, `
keys:
  ids: {current: {env: KEY}}
  cache: {current: {env: KEY}}
  files: {current: {env: KEY}}
`+lines+`
    connection: {pack: standard}
    clients:
      site: {kind: site, keys: ["sha256:`+strings.Repeat("0", 64)+`"]}
`)
	settings, err := load(t, path, "KEY="+strings.Repeat("k", 32)).Tenants["acme"].Ordering.Settings()
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

func TestOrderingOfWhoSaysNothing(t *testing.T) {
	t.Parallel()
	s := withOrdering(t, "tenants:\n  acme:")
	if s.ExistingCustomer != ordering.AsOrder || s.SkipCustomerCheck || s.CountInactive || s.Pendencies.Ask() || s.Message == nil {
		t.Errorf("%+v", s)
	}
}

// The example of docs/ordering.md is a config, and does what the page says.
func TestTheExampleOfOrdering(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/ordering.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(page), "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	s := withOrdering(t, strings.TrimRight(example, "\n"))
	if s.ExistingCustomer != ordering.AsTicket || s.CountInactive {
		t.Errorf("%+v", s)
	}
	for text, want := range map[string]ordering.Consequence{
		"CPF Negativado": ordering.Refuse, "Fatura vencida há 3 dias": ordering.Note, "Fatura vencida há 30 dias": ordering.MakeLead,
		"Boletos vencidos ha 1 dia": ordering.Note, "Equipamento": ordering.NoConsequence,
	} {
		if got := s.Pendencies.Judge(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestEverySettingOfOrderingIsRead(t *testing.T) {
	t.Parallel()
	s := withOrdering(t, `tenants:
  acme:
    ordering:
      existing_customer: lead
      skip_customer_check: true
      count_inactive: true
      pendency_rules: [{contains: vencida}]
      pendency_otherwise: note`)
	if s.ExistingCustomer != ordering.AsLead || !s.SkipCustomerCheck || !s.CountInactive ||
		s.Pendencies.Judge("vencida") != ordering.Refuse || s.Pendencies.Judge("outra") != ordering.Note {
		t.Errorf("%+v", s)
	}
}
