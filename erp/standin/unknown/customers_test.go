package unknown_test

import (
	"net/http"
	"strings"
	"testing"

	"balcao/erp/standin"
	"balcao/erp/standin/unknown"
)

func TestEverybodyIsFound(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	for _, p := range standin.Cast() {
		typed, bare := f.get("/ng/clientes/buscar", "doc", p.Document.Formatted()), f.get("/ng/clientes/buscar", "doc", string(p.Document))
		if (typed.at("ok") == 1.0) == (bare.at("ok") == 1.0) {
			t.Errorf("%s must be found by one way of typing the document alone: %s %s", p.Name, typed.text, bare.text)
		}
		if !strings.Contains(typed.text+bare.text, strings.ReplaceAll(p.Name, `"`, `\"`)) {
			t.Errorf("%s is not in %s %s", p.Name, typed.text, bare.text)
		}
	}
	f.refused(f.get("/ng/clientes/buscar", "doc", "000.000.001-91"), 44)
	f.refused(f.get("/ng/clientes/buscar", "doc", string(standin.Nobody)), 44)
}

func TestSearchOfCustomers(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	one := f.granted(f.get("/ng/clientes/buscar", "nome", "padaria"))
	if got := one.at("cliente", "cpf_cnpj"); got != "11444777000161" {
		t.Errorf("document %v, want it as it was typed in version 2", got)
	}
	if one.at("cliente", "tipo") != "J" || one.at("cliente", "nascimento") != "01/06/1999" || one.at("cliente", "fones") != "(11) 98765-0003 / (11) 3265-0003" {
		t.Errorf("sheet %s", one.text)
	}
	many := f.granted(f.get("/ng/clientes/buscar", "doc", standin.Antonio.Document.Formatted()))
	if many.at("qtd") != 2.0 || many.at("clientes", 0, "situacao") != 9.0 || many.at("clientes", 1, "situacao") != 1.0 {
		t.Errorf("records of Antonio: %s", many.text)
	}
	if many.at("cliente") != nil || many.at("clientes", 1, "doc") != "***.533.447-**" {
		t.Errorf("short rows: %s", many.text)
	}
	f.refused(f.get("/ng/clientes/buscar"), 12)
	f.refused(f.get("/ng/clientes/buscar", "nome", "ma"), 12)
	f.refused(f.get("/ng/clientes/buscar", "nome", "ninguém"), 44)
}

func TestSheet(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	a := f.granted(f.get("/ng/clientes/ficha", "codigo", "1007"))
	if a.at("cliente", "nome") != standin.Antonio.Name || a.at("cliente", "endereco", "cidade") != "São Paulo" {
		t.Errorf("sheet %s", a.text)
	}
	f.refused(f.get("/ng/clientes/ficha", "codigo", "1"), 44)
	f.refused(f.get("/ng/clientes/ficha", "codigo", "x"), 44)
	f.refused(f.get("/ng/clientes/ficha"), 12)
}

func TestCharset(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	if a := f.get("/ng/clientes/buscar?nome=%CDris"); a.at("cliente", "nome") != "Bento Íris" {
		t.Errorf("asked in ISO-8859-1: %s", a.text)
	}
	if a := f.get("/ng/clientes/buscar?nome=%C3%8Dris"); a.at("cliente", "nome") != "Bento Íris" || a.kind != "application/json; charset=iso-8859-1" {
		t.Errorf("asked in UTF-8: %s %s", a.kind, a.text)
	}
	f.granted(f.post("/ng/suporte/abrir", "cliente", "1001", "assunto", "10", "descricao", "preço de 10 € ✓"))
	if got := f.get("/ng/suporte/chamados", "cliente", "1001").at("chamados", 0, "descricao"); got != "preço de 10 ? ?" {
		t.Errorf("letters that ISO-8859-1 does not have: %v", got)
	}
}

func TestWrongPaths(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	for _, a := range []answer{f.get("/"), f.get("/ng/cliente"), f.get("/ng/financeiro/baixa"), f.post("/ng/planos")} {
		if a.status != http.StatusNotFound || !strings.HasPrefix(a.kind, "text/html") || !strings.Contains(a.text, "não existe") {
			t.Errorf("%d %s %s, want a page of HTML", a.status, a.kind, a.text)
		}
	}
}
