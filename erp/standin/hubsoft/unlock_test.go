package hubsoft_test

import (
	"slices"
	"testing"
	"time"

	"balcao/erp/standin"
)

func (e *erp) release(service, days any) envelope {
	e.t.Helper()
	var got envelope
	e.post("cliente/desbloqueio_confianca", map[string]any{"id_cliente_servico": service, "dias_desbloqueio": days}, &got)
	return got
}

func (e *erp) statusOfBento() string {
	e.t.Helper()
	return e.customers("busca=cpf_cnpj&termo_busca=98765432100")[0].Services[0].Status
}

func TestTrustUnlock(t *testing.T) {
	t.Parallel()
	e := open(t)
	for _, refused := range []struct{ service, days any }{
		{5010, 4}, {5010, -1}, {5010, "x"}, {5007, 1}, {5001, 1}, {9999, 1}, {nil, 1},
	} {
		if got := e.release(refused.service, refused.days); got.Status != "error" || got.Msg == "" {
			t.Errorf("%+v: %+v", refused, got)
		}
	}
	if got := e.statusOfBento(); got != "suspenso_parcialmente" {
		t.Fatalf("before: %s", got)
	}
	isGolden(t, "desbloqueio.json", e.post("cliente/desbloqueio_confianca", map[string]any{"id_cliente_servico": "5010"}, &envelope{}).body)
	if got := e.statusOfBento(); got != "servico_habilitado" {
		t.Errorf("after: %s", got)
	}
	if got := e.release(5010, 1); got.Status != "error" {
		t.Errorf("while it is released: %+v", got)
	}
	e.tick(24 * time.Hour) // a day by default
	if got := e.statusOfBento(); got != "servico_habilitado" {
		t.Errorf("on the last day: %s", got)
	}
	e.tick(24 * time.Hour)
	if got := e.statusOfBento(); got != "suspenso_parcialmente" {
		t.Errorf("after the last day: %s", got)
	}
	if got := e.release(5010, 1); got.Status != "error" {
		t.Errorf("a second time: %+v", got)
	}
	books := e.Desk().Books()
	want := standin.Entry{Seq: 8, Kind: "desbloqueio_confianca", Invoice: "5010", Document: "98765432100", Applied: "yes"}
	applied := slices.DeleteFunc(books, func(b standin.Entry) bool { return b.Applied == "no" })
	if !slices.Equal(applied, []standin.Entry{want}) {
		t.Errorf("books %+v", applied)
	}
}
