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
	c := connect(t, load(t, files{"pack.yaml": picking("accounts"), "parts/accounts.yaml": accounts}), server.URL)
	if got, err := c.Choices(t.Context(), "url"); err != nil || got == nil || len(got) != 0 {
		t.Errorf("without pick: %v, %v", got, err)
	}
	if got, err := c.Choices(t.Context(), "account"); err != nil || got == nil || len(got) != 0 {
		t.Errorf("nothing found: %v, %v", got, err)
	}
	_, err := c.Choices(t.Context(), "acount")
	wantKind(t, err, erp.InvalidInput)
}

// Nothing is changed, and nothing sent without what it needs, for a list of codes.
func TestChoicesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"rows": []any{}}))
	for name, part := range map[string]string{
		"it changes something": strings.Replace(accounts, "get: /accounts,", "post: /accounts, effect: write,", 1),
		"a setting is missing": strings.Replace(accounts, "get: /accounts,", "get: /accounts, query: {till: $(settings.till)},", 1),
	} {
		pack := strings.Replace(picking("accounts"), "hosts:", "  till: {label: Till}\nhosts:", 1)
		c := connect(t, load(t, files{"pack.yaml": pack, "parts/accounts.yaml": part}), server.URL)
		_, err := c.Choices(t.Context(), "account")
		if erp.KindOf(err) != erp.NotSupported || len(server.got()) != 0 {
			t.Errorf("%s: %v after %d requests", name, err, len(server.got()))
		}
	}
}
