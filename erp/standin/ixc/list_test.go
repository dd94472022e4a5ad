package ixc_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"balcao/erp/standin/ixc"
)

// grid writes conditions as grid_param, in fours of TB, OP, P and P2.
func grid(conditions ...string) string {
	var rows []string
	for n := 0; n < len(conditions); n += 4 {
		rows = append(rows, object(map[string]string{"TB": conditions[n], "OP": conditions[n+1], "P": conditions[n+2], "P2": conditions[n+3]}))
	}
	return "[" + strings.Join(rows, ",") + "]"
}

func ids(rows []map[string]string) string {
	var all []string
	for _, row := range rows {
		all = append(all, row["id"])
	}
	return strings.Join(all, " ")
}

func TestFilters(t *testing.T) {
	t.Parallel()
	i := open(t)
	hold(t, i, "fn_areceber", `[{"id":"9001","id_cliente":"900","data_vencimento":"2024-03-10","pagamento_data":"0000-00-00","status":"A","obs":"abc"},
		{"id":"9002","id_cliente":"900","data_vencimento":"2024-03-20","pagamento_data":"2024-03-21","status":"R","obs":"Abd"},
		{"id":"9003","id_cliente":"900","data_vencimento":"2024-04-02","pagamento_data":"2024-05-01","status":"C","obs":"xyz","valor":"9.50"},
		{"id":"9004","id_cliente":"900","data_vencimento":"2024-04-03","pagamento_data":"0000-00-00","status":"P","obs":"","valor":"26.00"}]`)
	for _, c := range []struct{ field, operator, p, p2, want string }{
		{"status", "=", "A", "", "9001"},
		{"status", "!=", "R", "", "9001 9003 9004"},
		{"status", "!=", "R", "C", "9001 9004"},
		{"status", "IN", "A,P", "", "9001 9004"},
		{"status", "NI", "A, P", "", "9002 9003"},
		{"obs", "L", "b", "", "9001 9002"},
		{"obs", "L", "bc", "yz", "9001 9003"},
		{"obs", "NL", "b", "", "9003 9004"},
		{"obs", "=", "%", "", ""},
		{"obs", "=", "abc OR 1=1", "", ""}, // of SQL only a field's name becomes a part
		{"data_vencimento", ">=", "20/03/2024", "", "9002 9003 9004"},
		{"data_vencimento", ">", "2024-03-20", "", "9003 9004"},
		{"data_vencimento", "<=", "20/03/2024", "", "9001 9002"},
		{"data_vencimento", "<", "02/04/2024", "", "9001 9002"},
		{"pagamento_data", "BE", "01/03/2024", "31/03/2024", "9001 9002 9004"}, // 0000-00-00 too: quirk 4
		{"pagamento_data", "NBE", "01/03/2024", "31/03/2024", "9003"},
		{"pagamento_data", ">=", "01/03/2024", "", "9002 9003"},
		{"valor", ">", "9.5", "", "9004"},
		{"valor", "=", "26", "", "9004"},
		{"valor", "BE", "9", "10", "9003"},
		{"id", "IN", "9004,9001", "", "9001 9004"},
	} {
		got := i.list("fn_areceber", map[string]string{"qtype": "fn_areceber.id_cliente", "query": "900", "oper": "=",
			"grid_param": grid("fn_areceber."+c.field, c.operator, c.p, c.p2)})
		if ids(got.Rows) != c.want {
			t.Errorf("%s %s %q %q: %q, want %q", c.field, c.operator, c.p, c.p2, ids(got.Rows), c.want)
		}
	}
}

func TestAnIDThatIsNotThereFindsNothing(t *testing.T) {
	t.Parallel()
	i := open(t)
	got := i.list("fn_areceber", map[string]string{"qtype": "fn_areceber.id", "query": "999999999", "oper": "=", "rp": "1"})
	if len(got.Rows) != 0 {
		t.Errorf("got %s, want nothing", ids(got.Rows))
	}
}

func TestConditionsAreANDed(t *testing.T) {
	t.Parallel()
	i := open(t)
	got := i.list("cliente_contrato", map[string]string{"rp": "50", "grid_param": grid("cliente_contrato.status", "=", "A", "",
		"cliente_contrato.status_internet", "IN", "CA,CM,FA", "")})
	if ids(got.Rows) != "1007 1010" {
		t.Errorf("blocked contracts %q", ids(got.Rows))
	}
}

func TestMasksAreComparedLiterally(t *testing.T) {
	t.Parallel()
	i := open(t)
	for _, c := range []struct{ field, operator, value, want string }{
		{"cnpj_cpf", "=", "529.982.247-25", "101"},
		{"cnpj_cpf", "=", "52998224725", ""},
		{"cnpj_cpf", "L", "52998224725", ""},
		{"cnpj_cpf", "L", "982.247", "101"},
		{"cnpj_cpf", "=", "390.533.447-05", "106 107"},
		{"cnpj_cpf", "=", "11.222.333/0001-81", "104"},
		{"cnpj_cpf", "=", "000.000.001-91", ""},
		{"telefone_celular", "=", "(11) 98765-0001", "101"},
		{"telefone_celular", "=", "11987650001", ""},
		{"razao", "=", "João D'Ávila Pereira", "102"},
		{"razao", "=", "' OR '1'='1", ""},
	} {
		got := i.list("cliente", map[string]string{"qtype": "cliente." + c.field, "query": c.value, "oper": c.operator})
		if ids(got.Rows) != c.want {
			t.Errorf("%s %s %s: %q, want %q", c.field, c.operator, c.value, ids(got.Rows), c.want)
		}
	}
	if got := i.server.Expressions(); len(got) != 0 {
		t.Errorf("values became expressions: %q", got)
	}
}

// TestPages: page is a string; total a string or a number; registros is missing
// where nothing is found.
func TestPages(t *testing.T) {
	t.Parallel()
	i := open(t)
	list := func(resource, body string) string { return i.call("POST", resource, body, "ixcsoft", "listar").body }
	for _, c := range [][3]string{
		{"fn_areceber", `{"qtype":"fn_areceber.id_cliente","query":"0","oper":"="}`, `{"page":"1","total":"0"}`},
		{"cliente_contrato", `{"qtype":"cliente_contrato.id","query":"0","oper":"="}`, `{"page":"1","total":0}`},
		{"uf", `{"page":"7","rp":5}`, `{"page":"7","total":"27"}`},
		{"uf", `{"page":2,"rp":"2","sortname":"uf.id","sortorder":"desc"}`, `{"page":"2","total":"27","registros":[{"id":"25","nome":"São Paulo"},{"id":"24","nome":"Santa Catarina"}]}`},
		{"uf", `{"qtype":"uf.id","query":3,"oper":"="}`, `{"page":"1","total":"1","registros":[{"id":"3","nome":"Amapá"}]}`},
	} {
		if got := list(c[0], c[1]); got != c[2] {
			t.Errorf("%s %s:\n got %s\nwant %s", c[0], c[1], got, c[2])
		}
	}
}

func TestAuroraByPages(t *testing.T) {
	t.Parallel()
	i := open(t)
	seen := map[string]bool{}
	for page := 1; ; page++ {
		got := i.list("fn_areceber", map[string]string{"qtype": "fn_areceber.id_cliente", "query": "104", "oper": "=", "page": fmt.Sprint(page),
			"rp": "100", "sortname": "fn_areceber.data_vencimento", "sortorder": "desc", "grid_param": grid("fn_areceber.liberado", "=", "S", "")})
		if got.Total != "260" {
			t.Fatalf("total %v", got.Total)
		}
		if got.Rows == nil {
			break
		}
		if !slices.IsSortedFunc(got.Rows, func(a, b map[string]string) int {
			return strings.Compare(b["data_vencimento"], a["data_vencimento"])
		}) {
			t.Errorf("page %d is not in order", page)
		}
		for _, row := range got.Rows {
			seen[row["id"]] = true
		}
	}
	if len(seen) != 260 {
		t.Errorf("%d titles, want 260", len(seen))
	}
}

// TestOldTitlesComeFirst: quirk 7.
func TestOldTitlesComeFirst(t *testing.T) {
	t.Parallel()
	i := open(t)
	got := i.list("fn_areceber", map[string]string{"qtype": "fn_areceber.id_cliente", "query": "104", "oper": "=", "rp": "1", "sortname": "fn_areceber.data_vencimento",
		"sortorder": "asc", "grid_param": grid("fn_areceber.status", "IN", "A,P", "")})
	if ids(got.Rows) != "5136" || got.Rows[0]["data_vencimento"] > "2024-12-31" || got.Rows[0]["id_contrato"] != "" {
		t.Errorf("first open title %v", got.Rows)
	}
}

// TestRefusedFilters: what is not table.field is a 500, what does not exist, or
// cannot be processed, a red box with 200.
func TestRefusedFilters(t *testing.T) {
	t.Parallel()
	i := open(t)
	const red, wrong = 200, 500
	for _, c := range []struct {
		resource, body string
		want           int
	}{
		{"cliente", `{"qtype":"cnpj_cpf","query":"1","oper":"="}`, wrong},
		{"cliente", `{"qtype":"cliente.id","query":"1","oper":"=","sortname":"id"}`, wrong},
		{"cliente", `{"grid_param":"[{\"TB\":\"ativo\",\"OP\":\"=\",\"P\":\"S\"}]"}`, wrong},
		{"clientes", `{}`, wrong},
		{"fn_areceber_altera", `{}`, wrong},
		{"cliente", `{"qtype":"cliente.cpf","query":"1","oper":"="}`, red},
		{"cliente", `{"qtype":"cidade.nome","query":"1","oper":"="}`, red},
		{"cliente", `{"qtype":"cliente.id","oper":"="}`, red},
		{"cliente", `{"sortname":"cliente.age"}`, red},
		{"cliente", `{"rp":"0"}`, red},
		{"cliente", `{"page":"-1"}`, red},
		{"cliente", `{"grid_param":[{"TB":"cliente.ativo","OP":"=","P":"S"}]}`, red},
		{"cliente", `{"grid_param":"{}"}`, red},
		{"cliente", `{"grid_param":"[{\"TB\":\"cliente.ativo\",\"OP\":\"=\",\"P\":[]}]"}`, red},
		{"cliente", `not JSON`, red},
		{"su_ticket", `{"qtype":"su_ticket.id","query":"1","oper":"GE"}`, red},
		{"su_ticket", `{"qtype":"su_ticket.id","query":"1","oper":"LE"}`, red},
		{"vd_contratos", `{"qtype":"vd_contratos.ativo","query":"S","oper":"="}`, red},
	} {
		a := i.call("POST", c.resource, c.body, "ixcsoft", "listar")
		if a.status != c.want || (c.want == red) != isRedBox(a) || !strings.HasPrefix(a.content, "text/html") {
			t.Errorf("%s %s: %d %s %s", c.resource, c.body, a.status, a.content, a.body)
		}
	}
}

// TestFieldNamesReachSQL: quirk 8.
func TestFieldNamesReachSQL(t *testing.T) {
	t.Parallel()
	i := open(t)
	for _, c := range []struct{ field, value, want string }{
		{"MONTH(cliente.data_nascimento)", "4", "101"},
		{"YEAR(cliente.data_nascimento)", "1972", "102"},
		{"DAY(cliente.data_nascimento)", "25", "105"},
		{"cliente.id=0 or cliente.id", "0", "101 102 103 104 105 106 107 108"},
	} {
		if got := i.list("cliente", map[string]string{"qtype": c.field, "query": c.value, "oper": "="}); ids(got.Rows) != c.want {
			t.Errorf("%s: %q, want %q", c.field, ids(got.Rows), c.want)
		}
	}
	if a := i.call("POST", "cliente", `{"qtype":"cliente.id; drop","query":"1"}`, "ixcsoft", "listar"); !isRedBox(a) {
		t.Errorf("bad SQL: %s", a.body)
	}
	if a := i.call("POST", "cliente", `{"qtype":"MONTH(cliente.x)","query":"1"}`, "ixcsoft", "listar"); !isRedBox(a) {
		t.Errorf("function of no field: %s", a.body)
	}
	if got := i.server.Expressions(); len(got) != 6 {
		t.Errorf("expressions %q", got)
	}
}

// TestHeaderDecides: the same body reads or inserts.
func TestHeaderDecides(t *testing.T) {
	t.Parallel()
	i := open(t)
	const body = `{"qtype":"uf.id","query":"1","oper":"=","page":"1","rp":"1"}`
	want := `{"page":"1","total":"1","registros":[{"id":"1","nome":"Acre"}]}`
	if a := i.call("GET", "uf", body, "ixcsoft", "listar"); a.body != want {
		t.Errorf("GET with a body: %s", a.body)
	}
	query := url.Values{"qtype": {"uf.id"}, "query": {"1"}, "oper": {"="}}.Encode()
	if a := i.call("POST", "uf", query, "ixcsoft", "listar", "Content-Type", "application/x-www-form-urlencoded"); a.body != want {
		t.Errorf("form: %s", a.body)
	}
	if a := i.call("GET", "uf", body); a.status != 404 {
		t.Errorf("GET without the header: %d", a.status)
	}
	for n, header := range []string{"", "Provedor", "listar "} {
		a := i.call("POST", "uf", body, "ixcsoft", header)
		if header == "listar " { // the space is cut off on the way
			if a.body != want {
				t.Errorf("listar: %s", a.body)
			}
			continue
		}
		if wantID := fmt.Sprintf(`"id":"%d"`, 28+n); !succeeded(a) || !strings.Contains(a.body, wantID) {
			t.Errorf("POST with ixcsoft %q: %s, want an insert with %s", header, a.body, wantID)
		}
	}
	if a := i.call("POST", "cliente", `{"qtype":"cliente.id","query":"101","oper":"="}`); !isRedBox(a) {
		t.Errorf("a customer without anything: %s", a.body)
	}
	if got := i.list("uf", nil); got.Total != "29" {
		t.Errorf("%v states", got.Total)
	}
}

func TestListQuirks(t *testing.T) {
	t.Parallel()
	i := open(t)
	i.server.SetQuirks(ixc.Quirks{MaxRows: 1000, IgnoreBrazilianDates: true, JSONErrors: true})
	if a := i.call("POST", "fn_areceber", `{"rp":"1001"}`, "ixcsoft", "listar"); a.status != 504 {
		t.Errorf("too many rows: %d", a.status)
	}
	if got := i.list("fn_areceber", map[string]string{"rp": "1000"}); len(got.Rows) != 270 {
		t.Errorf("%d titles", len(got.Rows))
	}
	for day, want := range map[string]any{"24/11/2026": "3", "2026-11-24": "1"} {
		got := i.list("fn_areceber", map[string]string{"qtype": "fn_areceber.id_cliente", "query": "101", "oper": "=",
			"grid_param": grid("fn_areceber.data_vencimento", ">=", day, "")})
		if got.Total != want {
			t.Errorf("due from %s on: %v, want %v", day, got.Total, want)
		}
	}
	bad := `{"qtype":"cliente.x","query":"1"}`
	a := i.call("POST", "cliente", bad, "ixcsoft", "listar", "ixc-type-response", "application/json")
	if a.body != `{"type":"error","message":"Ocorreu um erro ao processar. Contate o suporte IXC Soft.<br />"}` {
		t.Errorf("asked for JSON: %s", a.body)
	}
	if a := i.call("POST", "cliente", bad, "ixcsoft", "listar"); !isRedBox(a) {
		t.Errorf("not asked for JSON: %s", a.body)
	}
}

func TestView(t *testing.T) {
	t.Parallel()
	i := open(t)
	a := i.call("POST", "view_vd_contratos_produtos_gen", `{"qtype":"vd_contratos_produtos.id_vd_contrato","query":"2","oper":"="}`, "ixcsoft", "listar")
	if want := `{"page":"1","total":"2","rows":[{"id":"2","cell":["2","Internet 600 Mega","1","119,90"]},{"id":"3","cell":["3","Wi-Fi Mesh","1","20,00"]}],"tot":[]}`; a.body != want {
		t.Errorf("view:\n got %s\nwant %s", a.body, want)
	}
}
