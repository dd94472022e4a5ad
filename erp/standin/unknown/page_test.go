package unknown_test

import (
	"os"
	"strings"
	"testing"

	"balcao/erp/standin/unknown"
)

// TestVendorsPage holds API.md and its deliberate errors, as doc.go tells them.
func TestVendorsPage(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("API.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for _, told := range []string{
		"POST /ng/sessao", "GET /ng/clientes/buscar", "GET /ng/clientes/ficha", "GET /ng/contratos", "POST /ng/contratos/desbloqueio",
		"GET /ng/financeiro/titulos", "/boleto`", "POST /ng/financeiro/baixa", "GET /ng/financeiro/caixas", "GET /ng/financeiro/formas",
		"GET /ng/suporte/assuntos", "POST /ng/suporte/abrir", "GET /ng/suporte/chamados", "GET /ng/planos", "GET /ng/vendedores",
		"POST /ng/propostas", "GET /ng/propostas", "X-NG-Bilhete",
		`"linhaDigitavel":`, `"baixa":88000,"data":"09/11/26"`, `"total":48`, // wrong on purpose
	} {
		if !strings.Contains(text, told) {
			t.Errorf("API.md does not tell %s", told)
		}
	}
	f := open(t, unknown.Options{})
	detail := f.granted(f.get("/ng/financeiro/titulos/70001"))
	if detail.at("titulo", "linhadigitavel") == nil || detail.at("titulo", "linhaDigitavel") != nil {
		t.Error("the line's name must differ from API.md")
	}
	if got := detail.at("titulo", "baixas", 0, "data"); got != "15/10/2026" {
		t.Errorf("a payment's date is %v, must differ from API.md", got)
	}
	if got := f.get("/ng/financeiro/titulos", "cliente", "1001").at("total"); got != "3" {
		t.Errorf("the total is %v, must differ from API.md", got)
	}
}
