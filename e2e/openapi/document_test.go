// Package openapi_test holds the standard ERP API's document
// (docs/standard-erp-api.openapi.yaml) against the sandbox that serves it, so
// that neither has a path, an answer or a field that the other lacks; and it
// talks to the sandbox with a client that is made from the document.
//
// Start reading at answers_test.go: scenarios_test.go has the requests,
// fields_test.go is strict about what comes back.
package openapi_test

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"balcao/erp"
)

const documentFile = "../../docs/standard-erp-api.openapi.yaml"

// load reads the document and fails the test unless it is valid.
func load(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := parse(t, readDocument(t))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func readDocument(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(documentFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// parse wants valid OpenAPI 3.1, the examples included.
func parse(t *testing.T, text string) (*openapi3.T, error) {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(text))
	if err != nil {
		return nil, err
	}
	if err := doc.Validate(t.Context(), openapi3.EnableExamplesValidation(), openapi3.EnableSchemaFormatValidation()); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1.") {
		return nil, fmt.Errorf("the document is OpenAPI %s, want 3.1", doc.OpenAPI)
	}
	return doc, nil
}

// TestABrokenDocumentIsNotValid: the validation sees what it is there for.
func TestABrokenDocumentIsNotValid(t *testing.T) {
	t.Parallel()
	for name, change := range map[string][2]string{
		"another version":     {"openapi: 3.1.1", "openapi: 3.0.3"},
		"an unknown key":      {"operationId: listCustomers", "operationID: listCustomers"},
		"a reference to none": {"#/components/schemas/Customer\"", "#/components/schemas/Costumer\""},
		"an unknown type":     {"ativo: {type: boolean", "ativo: {type: bool"},
		"no such parameter":   {"/clientes/{cnpj_cpf}/cadastro:", "/clientes/{documento}/cadastro:"},
		"the same id twice":   {"operationId: listContacts", "operationId: listCustomers"},
		"a wrong example":     {"valor_pago: \"129.90\"", "valor_pago: \"129,90\""},
		"no description":      {"description: Stored.", "x-description: Stored."},
	} {
		text := readDocument(t)
		broken := strings.Replace(text, change[0], change[1], 1)
		if broken == text {
			t.Errorf("%s: the document has no %s", name, change[0])
		}
		if _, err := parse(t, broken); err == nil {
			t.Errorf("%s: it is taken for valid", name)
		}
	}
}

// operation is a call that the document describes.
type operation struct {
	*openapi3.Operation
	method, path string
	// shared are the parameters of its path.
	shared openapi3.Parameters
}

// operations are the document's, by operationId.
func operations(doc *openapi3.T) map[string]operation {
	all := map[string]operation{}
	for path, item := range doc.Paths.Map() {
		for method, o := range item.Operations() {
			all[o.OperationID] = operation{o, method, path, item.Parameters}
		}
	}
	return all
}

// takesKey tells an operation with an Idempotency-Key.
func (o operation) takesKey() bool {
	return o.Parameters.GetByInAndName(openapi3.ParameterInHeader, "Idempotency-Key") != nil
}

// statuses are the declared ones.
func (o operation) statuses() []string { return slices.Sorted(maps.Keys(o.Responses.Map())) }

// answer is what the document says of an answer, nil if it says nothing.
func (o operation) answer(status string) *openapi3.Response {
	found := o.Responses.Map()[status]
	if found == nil {
		return nil
	}
	return found.Value
}

// TestEveryFunctionHasOperations holds x-balcao-functions against the contract.
func TestEveryFunctionHasOperations(t *testing.T) {
	t.Parallel()
	served := map[string]erp.Effect{}
	for id, o := range operations(load(t)) {
		names, _ := o.Extensions["x-balcao-functions"].([]any)
		if len(names) == 0 {
			t.Errorf("%s is of no function", id)
		}
		for _, name := range names {
			name, _ := name.(string)
			if f := erp.Function(name); f == nil {
				t.Errorf("%s is of %q, which is no function", id, name)
			}
			if served[name] != erp.Write {
				served[name] = effect(o)
			}
		}
	}
	for _, f := range erp.Functions {
		if served[f.Name] != f.Effect {
			t.Errorf("%s: the document's operations are %q, the function is %q", f.Name, served[f.Name], f.Effect)
		}
	}
}

func effect(o operation) erp.Effect {
	if o.method == http.MethodGet {
		return erp.Read
	}
	return erp.Write
}
