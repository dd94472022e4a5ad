package sgp_test

import (
	"testing"

	"balcao/erp/standin/sgp"
)

func TestTickets(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	first := i.object(i.postJSON("/api/ura/chamado/", map[string]any{"contrato": 305, "ocorrenciatipo": 1, "tipoclassificacoes": []int{3, 4},
		"conteudo": "<p>Sem sinal</p>", "conteudolimpo": "Sem sinal REF-1", "contato_nome": "Maria"}))
	second := i.object(i.post("/api/central/chamado/", fields{"contrato": "305", "conteudo": "Troca de senha", "sem_os": "1", "ocorrenciatipo": "2"}))
	if first.number("status") != "1" || first["protocolo"] != "261124123000" || first.number("contratoId") != "305" || second["protocolo"] != "261124123001" {
		t.Errorf("answers %v, %v", first, second)
	}
	if got := i.sgp.Records("REF-1"); len(got) != 1 {
		t.Errorf("records %q", got)
	}
	for path, want := range map[string]struct {
		name, number string
		rows         int
	}{
		occurrences:                   {"ocorrencias", "numero", 2},
		"/api/ura/ordemservico/list/": {"ordens_servico", "protocolo", 1},
		"/api/central/chamado/list/":  {"data", "protocolo", 2},
	} {
		rows := i.rows(i.post(path, fields{"contrato": "305", "status": "0"}), want.name)
		if len(rows) != want.rows || rows[0][want.number] != "261124123000" || rows[0].number("status_id") != "0" || rows[0].number("clientecontrato_id") != "305" {
			t.Errorf("%s: %v", path, rows)
		}
		if rows := i.rows(i.post(path, fields{"contrato": "306"}), want.name); len(rows) != 0 {
			t.Errorf("%s of another contract: %v", path, rows)
		}
		if rows := i.rows(i.post(path, fields{"status": "1"}), want.name); len(rows) != 0 {
			t.Errorf("%s that are closed: %v", path, rows)
		}
	}
}

func TestTicketsAreRefused(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	right := fields{"contrato": "305", "conteudo": "Sem sinal"}
	for name, a := range map[string]answer{
		"a form where JSON is due": i.post("/api/ura/chamado/", right),
		"unknown contract":         i.post("/api/central/chamado/", fields{"contrato": "999", "conteudo": "x"}),
		"no text":                  i.post("/api/central/chamado/", fields{"contrato": "305"}),
		"unknown kind":             i.post("/api/central/chamado/", fields{"contrato": "305", "conteudo": "x", "ocorrenciatipo": "9"}),
	} {
		if o := i.object(a); o.number("status") != "0" || a.status != 200 {
			t.Errorf("%s: %v", name, o)
		}
	}
	if got := i.sgp.Records(""); len(got) != 0 {
		t.Errorf("records %q", got)
	}
}

func TestNamesOfTicketLists(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{Version: sgp.Renamed})
	for path, name := range map[string]string{occurrences: "results", "/api/ura/ordemservico/list/": "result", "/api/central/chamado/list/": "ocorrencias"} {
		if rows := i.rows(i.post(path, nil), name); len(rows) != 0 {
			t.Errorf("%s: %v", path, rows)
		}
	}
	i.sgp.SetQuirks(sgp.Quirks{Version: sgp.Bare})
	if a := i.post(occurrences, nil); string(a.body) != "[]" {
		t.Errorf("bare: %s", a.body)
	}
}
