package automation_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
)

func quirkDuplicated(t *testing.T, q quirk) {
	t.Run("MK Solutions' Outros", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/mk/WSMKConsultaDoc.rule": says(`{"CodigoPessoa":1,"Nome":"Maria da Silva","Situacao":"Inativo","status":"OK",
			"Outros":[{"CodigoPessoa":2,"Nome":"Maria da Silva","Situacao":"Inativo"},{"CodigoPessoa":3,"Nome":"Maria da Silva","Situacao":"Ativo"}]}`)}.ServeHTTP)
		got, _, err := customer(t, connect(t, q.pack(t, "mksolutions"), server.URL), maria)
		if err != nil || *got.RemoteID != "3" || !got.Active {
			t.Errorf("got %+v, %v", got, err)
		}
		first := instead("get_customer.yaml", `first_of(find(all, .Situacao == "Ativo"), found)`, "found")
		got, _, err = customer(t, connect(t, q.pack(t, "mksolutions", first), server.URL), maria)
		if err != nil || *got.RemoteID != "1" || got.Active {
			t.Errorf("by the first record: %+v, %v", got, err)
		}
		alone := serve(t, routes{"/mk/WSMKConsultaDoc.rule": says(`{"CodigoPessoa":1,"Nome":"Maria da Silva","Situacao":"Inativo","status":"OK"}`)}.ServeHTTP)
		if got, _, err = customer(t, connect(t, q.pack(t, "mksolutions"), alone.URL), maria); err != nil || got.Active {
			t.Errorf("a former customer: %+v, %v", got, err)
		}
	})
	t.Run("MK-AUTH's log-ins", func(t *testing.T) { t.Parallel(); quirkLogins(t, q) })
	t.Run("SGP's row for each contract", func(t *testing.T) {
		t.Parallel()
		row := `{"clienteId":999,"contratoId":%d,"contratoStatus":%d,"cpfCnpj":"%s","planointernet":"%s"}`
		rows := strings.Join([]string{fmt.Sprintf(row, 1, 1, "529.982.247-25", "Fibra 500"), fmt.Sprintf(row, 2, 4, "529.982.247-25", "Fibra 300"), fmt.Sprintf(row, 9, 1, "111.444.777-35", "Fibra 100")}, ",")
		server := serve(t, routes{"/api/ura/consultacliente/": says(`{"contratos":[` + rows + `]}`)}.ServeHTTP)
		plans := func(changes ...change) []string {
			var got []string
			list, _, err := erp.ListPlans.Call(t.Context(), connect(t, q.pack(t, "sgp", changes...), server.URL), erp.CustomerInput{Document: maria})
			if err != nil {
				t.Error(err)
			}
			for _, p := range list {
				got = append(got, fmt.Sprint(p.ContractID, p.Status))
			}
			return got
		}
		if got := fmt.Sprint(plans()); got != "[1ACTIVE 2BLOCKED]" { // another person's is dropped
			t.Errorf("got %s", got)
		}
		if got := fmt.Sprint(plans(instead("list_plans.yaml", "answer.contratos", "first(answer.contratos)"))); got != "[1ACTIVE]" {
			t.Errorf("by the first row: %s: the blocked one is gone", got)
		}
	})
}

func quirkLogins(t *testing.T, q quirk) {
	server := serve(t, routes{"/api/cliente/listar/cpf_cnpj=52998224725": says(`{"Total":3,"clientes":[
		{"login":"maria","cpf_cnpj":"52998224725","plano":"Fibra 500","bloqueado":"nao","cli_ativado":"s"},
		{"login":"maria2","cpf_cnpj":"52998224725","plano":"Fibra 300","bloqueado":"sim","cli_ativado":"s"},
		{"login":"maria_antiga","cpf_cnpj":"52998224725","plano":"Rádio 5","bloqueado":"nao","cli_ativado":"n"}]}`)}.ServeHTTP)
	list, _, err := erp.ListPlans.Call(t.Context(), connect(t, q.pack(t, "mkauth"), server.URL), erp.CustomerInput{Document: maria})
	var got []string
	for _, p := range list {
		got = append(got, fmt.Sprint(p.ContractID, " ", p.Status))
	}
	if want := "maria ACTIVE, maria2 BLOCKED, maria_antiga CANCELLED"; err != nil || strings.Join(got, ", ") != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

// titles is SGP's list of so many titles; some installs ignore the offset.
func titles(total int, ignored bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.ParseForm()
		from, _ := strconv.Atoi(r.PostForm.Get("offset"))
		limit, _ := strconv.Atoi(r.PostForm.Get("limit"))
		if ignored {
			from = 0
		}
		rows := []object{}
		for i := from; i < min(total, from+limit); i++ {
			rows = append(rows, object{"id": i, "dataVencimento": "2026-12-01", "valor": 15.0})
		}
		reply(w, object{"paginacao": object{"offset": from, "limit": limit, "parcial": len(rows), "total": total}, "titulos": rows})
	}
}

func quirkPagination(t *testing.T, q quirk) {
	count := func(t *testing.T, server *recorder, changes ...change) (int, error) {
		list, _, err := erp.ListInvoices.Call(t.Context(), connect(t, q.pack(t, "sgp", changes...), server.URL), erp.InvoicesInput{Document: maria})
		return len(list), err
	}
	const pages = "    pages: {first: 0, next: len(taken), size: 250, at_most: 4}\n"
	for name, c := range map[string]struct {
		total   int
		ignored bool
		want    int
		calls   int
	}{
		"a short page":        {180, false, 180, 1},
		"three pages":         {600, false, 600, 3},
		"a full last page":    {500, false, 500, 3},
		"none":                {0, false, 0, 1},
		"the offset is deaf":  {600, true, 250, 2},
		"all that is allowed": {900, false, 900, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, titles(c.total, c.ignored))
			if n, err := count(t, server); err != nil || n != c.want || len(server.got()) != c.calls {
				t.Errorf("%d rows by %d calls, %v, want %d by %d", n, len(server.got()), err, c.want, c.calls)
			}
		})
	}
	t.Run("no end", func(t *testing.T) {
		t.Parallel()
		server := serve(t, titles(1<<20, false))
		_, err := count(t, server)
		wantKind(t, err, erp.BadAnswer)
		if n := len(server.got()); n != 4 {
			t.Errorf("%d calls", n)
		}
		q.symptom(t, err)
	})
	t.Run("without pages the rest is cut in silence", func(t *testing.T) {
		t.Parallel()
		one := instead("list_invoices.yaml", "      offset: $(page)\n", "      offset: 0\n")
		if n, err := count(t, serve(t, titles(600, false)), one, without("list_invoices.yaml", pages)); err != nil || n != 250 {
			t.Errorf("%d rows, %v", n, err)
		}
	})
	t.Run("HubSoft's limit of five", func(t *testing.T) { t.Parallel(); quirkLimit(t, q) })
}

// quirkLimit is HubSoft, which cuts a list at five unless it is told more.
func quirkLimit(t *testing.T, q quirk) {
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		limit, err := strconv.Atoi(r.URL.Query().Get("limit"))
		if err != nil {
			limit = 5
		}
		customers := []object{}
		for i := range min(7, limit) {
			customers = append(customers, object{"servicos": []object{{"id_cliente_servico": i, "nome": "Fibra"}}})
		}
		reply(w, object{"status": "success", "clientes": customers})
	})
	for want, pack := range map[int]*automation.Pack{
		7: q.pack(t, "hubsoft"),
		5: q.pack(t, "hubsoft", without("list_plans.yaml", "      limit: 100                    # 5 if it is not said\n")),
	} {
		list, _, err := erp.ListPlans.Call(t.Context(), connect(t, pack, server.URL), erp.CustomerInput{Document: maria})
		if err != nil || len(list) != want {
			t.Errorf("%d plans, %v, want %d", len(list), err, want)
		}
	}
}
