package erptest_test

import (
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/standin"
)

// The red box says nothing of what was wrong, nor whether anything was done: it
// is neither a refusal nor shown to anybody.
func TestIXCRedBox(t *testing.T) {
	t.Parallel()
	pipe := holdIXC(t, `"fantasia":""`) // and no city, without which IXC takes no record back
	err := changeEmail(t, pipe)
	wantKind(t, err, erp.MaybeSent)
	if words := erp.WordsOf(err); strings.Contains(err.Error(), "<div") || words != "" {
		t.Errorf("got %v in the words %q, want no word of the box", err, words)
	}
}

// A day that nobody knows is none, also after the whole record was written back.
func TestIXCNoDay(t *testing.T) {
	t.Parallel()
	pipe := holdIXC(t, `"cidade":"1","data_cadastro":"2015-03-02"`)
	if err := changeEmail(t, pipe); err != nil {
		t.Fatal(err)
	}
	got, _, err := erp.GetCustomer.Call(t.Context(), pipe, erp.CustomerInput{Document: standin.Nobody})
	if err != nil || got.BirthDate != nil || got.RegisteredOn == nil {
		t.Errorf("got %+v, %v, want somebody without a birthday", got, err)
	}
}

// holdIXC has IXC hold an old record of Nobody's, which lacks columns.
func holdIXC(t *testing.T, columns string) erp.Pipe {
	t.Helper()
	install, url := serveIXC(t)
	row := `{"id":"900","razao":"Cadastro Antigo","cnpj_cpf":"` + standin.Nobody.Formatted() + `","ativo":"S","tipo_pessoa":"F",` + columns + `}`
	if err := install.Hold("cliente", []byte("["+row+"]")); err != nil {
		t.Fatal(err)
	}
	return connectIXC(t, url)
}

func changeEmail(t *testing.T, pipe erp.Pipe) error {
	t.Helper()
	email := "nova@cliente.example"
	_, _, err := erp.UpdateCustomer.Call(t.Context(), pipe,
		erp.UpdateInput{Document: standin.Nobody, Changes: erp.Changes{Email: &email}, Reference: "c-1"})
	return err
}

// The words of a city are compared, whatever is in them: names of fields reach
// IXC's database as SQL, and no word of a person's may.
func TestIXCWordsAreNoFilter(t *testing.T) {
	t.Parallel()
	install, url := serveIXC(t)
	pipe := connectIXC(t, url)
	for _, name := range []string{"Lugar Nenhum' OR '1'='1", "Lugar Nenhum OR cidade.id > 0", "%"} {
		in := erp.UpdateInput{Document: standin.Estela.Document, Reference: "c-1",
			Changes: erp.Changes{BillingAddress: &erp.Address{City: &name, State: &standin.Estela.State}}}
		_, _, err := erp.UpdateCustomer.Call(t.Context(), pipe, in)
		wantKind(t, err, erp.Refused)
	}
	if got := install.Records(""); len(got) > 0 {
		t.Errorf("a city was found, and written: %q", got)
	}
}
