package sgp_test

import (
	"strings"
	"testing"

	"balcao/erp/standin/sgp"
)

func TestListsOfCodes(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for path, want := range map[string]string{
		"/api/precadastro/plano/list": `[{"id":2,"descricao":"Fibra 300 Mega","valor":99.9,"tipo":"internet","observacao":"Instalação grátis","gateway":{}},` +
			`{"id":3,"descricao":"Fibra 600 Mega & TV","valor":149.5,"tipo":"internet","observacao":"","gateway":{}}]`,
		"/api/precadastro/vendedor/list":   `[{"id":1,"nome":"Vendas Internas"},{"id":2,"nome":"José Antônio Representações"}]`,
		"/api/precadastro/vencimento/list": `[{"id":1,"dia":5},{"id":2,"dia":10},{"id":3,"dia":20}]`,
		"/api/ura/pontosrecebimentos/":     `[{"id":1,"descricao":"Caixa Central"},{"id":2,"descricao":"Banco de Teste"}]`,
		"/api/ura/planoscontas/":           `[{"id":1,"descricao":"Receitas"},{"id":2,"descricao":"Mensalidades"}]`,
	} {
		if a := i.post(path, nil); a.status != 200 || string(a.body) != want {
			t.Errorf("%s: status %d: %s", path, a.status, a.body)
		}
	}
}

// These are GETs: by the query string, or with a form as the documentation has
// it.
func TestListsThatAreGET(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	plans := i.rows(i.get("/api/ura/consultaplano/", fields{"pop": "1"}), "planos")
	if len(plans) != 3 || plans[1]["preco"] != "99.90" || plans[1].number("download") != "300" {
		t.Errorf("plans %v", plans)
	}
	if plans := i.rows(i.get("/api/ura/consultaplano/", fields{"pop": "2"}), "planos"); len(plans) != 0 {
		t.Errorf("plans of another point %v", plans)
	}
	form := strings.NewReader(withCredentials(nil).values().Encode())
	if rows := i.list(i.send("GET", "/api/ura/portador/", "application/x-www-form-urlencoded", form)); len(rows) != 1 {
		t.Errorf("form: %v", rows)
	}
	for _, path := range []string{"/api/ura/portador/", "/api/os/ocorrencia/tipo/list/"} {
		if rows := i.list(i.get(path, nil)); len(rows) == 0 || rows[0].text("descricao") == "" {
			t.Errorf("%s: %v", path, rows)
		}
	}
	if o := i.object(i.get("/api/auth/info/", nil)); o["username"] != sgp.DefaultApp {
		t.Errorf("auth/info: %v", o)
	}
}

func TestViability(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	street := fields{"logradouro": "Praça da Sé", "bairro": "Sé", "cidade": "São Paulo"}
	for _, tt := range []struct {
		send fields
		want any
	}{
		{fields{"cep": "01001000"}, true}, {fields{"cep": "99999999"}, false}, {street, true},
		{fields{"logradouro": "Praça da Sé", "bairro": "Sé", "cidade": "Santos"}, false}, {fields{"logradouro": "Praça da Sé"}, nil},
	} {
		if o := i.object(i.post("/api/ura/viabilidade/", tt.send)); o["viabilidade"] != tt.want {
			t.Errorf("%v: %v", tt.send, o)
		}
	}
}
