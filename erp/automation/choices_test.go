package automation_test

import (
	"slices"
	"strings"
	"testing"

	"balcao/erp"
)

// accounts is a part that lists what can be picked.
const accounts = `
steps:
  rows: {get: /accounts, take: answer.rows}
output:
  each: rows
  fields: {code: it.id, name: it.title}
`

const origins = `
steps:
  rows: {get: /origins, take: answer.rows}
output:
  each: rows
  if: it.id != null # the contract requires it
  fields: {code: it.id, description: it.title}
`

func picking(pick string) string {
	return strings.Replace(packYAML, "hosts:", "  account: {label: Account, optional: true, pick: "+pick+"}\nhosts:", 1)
}

func TestChoicesAreReadFromPartsAndFunctions(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"rows": []any{
		object{"id": 3, "title": "Sicoob"}, object{"id": nil, "title": "nothing to choose"}, object{"id": "x4", "title": "Itaú"},
	}}))
	want := []erp.Choice{{Code: "3", Name: "Sicoob"}, {Code: "x4", Name: "Itaú"}}
	for pick, file := range map[string]files{
		"accounts":                {"parts/accounts.yaml": accounts},
		"list_commercial_origins": {"list_commercial_origins.yaml": origins},
	} {
		file["pack.yaml"] = picking(pick)
		got, err := connect(t, load(t, file), server.URL).Choices(t.Context(), "account")
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, %v", pick, got, err)
		}
	}
}

func TestSettingsWithoutChoices(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{}))
	c := connect(t, load(t, files{"pack.yaml": picking("list_resellers")}), server.URL)
	if got, err := c.Choices(t.Context(), "url"); err != nil || got == nil || len(got) != 0 {
		t.Errorf("without pick: %v, %v", got, err)
	}
	_, err := c.Choices(t.Context(), "acount")
	wantKind(t, err, erp.InvalidInput)
	_, err = c.Choices(t.Context(), "account")
	wantKind(t, err, erp.NotSupported)
	c = connect(t, load(t, files{"pack.yaml": picking("accounts"), "parts/accounts.yaml": accounts}), server.URL)
	if got, err := c.Choices(t.Context(), "account"); err != nil || got == nil || len(got) != 0 {
		t.Errorf("nothing found: %v, %v", got, err)
	}
}
