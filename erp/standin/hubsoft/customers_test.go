package hubsoft_test

import (
	"maps"
	"slices"
	"testing"

	"balcao/erp/standin"
)

type cliente struct {
	ID       int64    `json:"id_cliente"`
	Code     int64    `json:"codigo_cliente"`
	Name     string   `json:"nome_razaosocial"`
	Kind     string   `json:"tipo_pessoa"`
	Document string   `json:"cpf_cnpj"`
	Born     *string  `json:"data_nascmento"`
	Since    string   `json:"data_cadastro"`
	Alert    bool     `json:"alerta"`
	Alerts   []string `json:"alerta_mensagens"`
	Services []struct {
		ID        int64  `json:"id_cliente_servico"`
		Status    string `json:"status_prefixo"`
		Password  string `json:"senha"`
		Installed struct {
			State string `json:"estado"`
			UF    string `json:"uf"`
		} `json:"endereco_instalacao"`
	} `json:"servicos"`
}

// statuses are the services of a customer, as id and status.
func (c cliente) statuses() map[int64]string {
	found := map[int64]string{}
	for _, s := range c.Services {
		found[s.ID] = s.Status
	}
	return found
}

func (e *erp) customers(query string) []cliente {
	e.t.Helper()
	var all struct {
		Status   string
		Clientes []cliente
	}
	if a := e.get("cliente?"+query, &all); all.Status != "success" || all.Clientes == nil {
		e.t.Fatalf("cliente?%s: %s", query, a.body)
	}
	return all.Clientes
}

func ids(all []cliente) []int64 {
	found := []int64{}
	for _, c := range all {
		found = append(found, c.ID)
	}
	return found
}

func TestCustomersAreFound(t *testing.T) {
	t.Parallel()
	tests := []struct {
		query string
		want  []int64
	}{
		{"busca=cpf_cnpj&termo_busca=52998224725", []int64{1001}},
		{"busca=cpf_cnpj&termo_busca=529.982.247-25", []int64{}}, // digits only
		{"busca=cpf_cnpj&termo_busca=00000000191", []int64{}},
		{"busca=codigo_cliente&termo_busca=71", []int64{1001}},
		{"busca=codigo_cliente&termo_busca=1001", []int64{}},
		{"busca=nome_razaosocial&termo_busca=d%27%C3%A1vila", []int64{1002}},
		{"busca=nome_fantasia&termo_busca=estrela+%26", []int64{1003}},
		{"busca=nome_fantasia&termo_busca=maria", []int64{}},
		{"busca=telefone&termo_busca=11987650004", []int64{1004}},
		{"busca=telefone&termo_busca=1132650004", []int64{1004}},
		{"busca=login_radius&termo_busca=cliente5003", []int64{1002}},
		{"busca=ipv4&termo_busca=100.64.0.3", []int64{1002}},
		{"busca=mac&termo_busca=02:00:00:00:00:03", []int64{1002}},
		{"busca=id_cliente_servico&termo_busca=5010", []int64{1008}},
		// Former customers are left out unless asked for.
		{"busca=cpf_cnpj&termo_busca=39053344705", []int64{1007}},
		{"busca=cpf_cnpj&termo_busca=39053344705&inativo=nao", []int64{1007}},
		{"busca=cpf_cnpj&termo_busca=39053344705&inativo=sim", []int64{1006}},
		{"busca=cpf_cnpj&termo_busca=39053344705&inativo=todos", []int64{1006, 1007}},
		{"busca=cpf_cnpj&termo_busca=39053344705&inativo=todos&limit=1", []int64{1006}},
		// The first five of seven, silently.
		{"busca=nome_razaosocial&termo_busca=r", []int64{1001, 1002, 1003, 1004, 1005}},
		{"busca=nome_razaosocial&termo_busca=r&limit=101&inativo=todos", []int64{1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008}},
		{"busca=cpf_cnpj&termo_busca=22233344405&servico_status=suspenso_debito", []int64{1005}},
		{"busca=cpf_cnpj&termo_busca=22233344405&servico_status=suspenso_parcialmente", []int64{}},
	}
	e := open(t)
	for _, tt := range tests {
		if got := ids(e.customers(tt.query)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.query, got, tt.want)
		}
	}
	for _, query := range []string{"", "busca=cpf_cnpj", "termo_busca=52998224725", "busca=id_cliente&termo_busca=1001"} {
		var got envelope
		if e.get("cliente?"+query, &got); got.Status != "error" || got.Msg == "" {
			t.Errorf("%q: %+v", query, got)
		}
	}
}

// Everybody of the cast, with the services and invoices that doc.go tells.
func TestCast(t *testing.T) {
	t.Parallel()
	tests := []struct {
		who            standin.Person
		id             int64
		services       map[int64]string
		open, invoices int
		alert          bool
	}{
		{standin.Maria, 1001, map[int64]string{5001: "servico_habilitado"}, 2, 3, true},
		{standin.Joao, 1002, map[int64]string{5002: "servico_habilitado", 5003: "servico_habilitado"}, 2, 2, false},
		{standin.Padaria, 1003, map[int64]string{5004: "servico_habilitado"}, 0, 0, false},
		{standin.Aurora, 1004, map[int64]string{5005: "servico_habilitado"}, 3, 50, false},
		{standin.Estela, 1005, map[int64]string{5006: "servico_habilitado", 5007: "suspenso_debito"}, 0, 0, false},
		{standin.Antonio, 1006, map[int64]string{5008: "cancelado"}, 1, 1, false},
		{standin.Bento, 1008, map[int64]string{5010: "suspenso_parcialmente"}, 1, 1, false},
	}
	e := open(t)
	for _, tt := range tests {
		document := string(tt.who.Document)
		c := e.customers("busca=cpf_cnpj&inativo=todos&cancelado=sim&termo_busca=" + document)[0]
		kind := map[bool]string{false: "pf", true: "pj"}[tt.who.Company]
		if c.ID != tt.id || c.Name != tt.who.Name || c.Kind != kind || c.Alert != tt.alert || c.Alert != (len(c.Alerts) > 0) || (c.Born == nil) != tt.who.Company {
			t.Errorf("%+v", c)
		}
		if got := c.statuses(); !maps.Equal(got, tt.services) {
			t.Errorf("%s: services %v", tt.who.Name, got)
		}
		open, all := e.invoices(document, "&limit=50"), e.invoices(document, "&limit=50&apenas_pendente=nao")
		if len(open) != tt.open || len(all) != tt.invoices {
			t.Errorf("%s: %d of %d invoices open", tt.who.Name, len(open), len(all))
		}
	}
}

func TestServicesOfACustomer(t *testing.T) {
	t.Parallel()
	e := open(t)
	former := "busca=cpf_cnpj&termo_busca=39053344705&inativo=sim"
	if got := e.customers(former)[0].Services; len(got) != 0 {
		t.Errorf("cancelled services came unasked: %+v", got)
	}
	if got := e.customers(former + "&servico_status=cancelado")[0].statuses(); !maps.Equal(got, map[int64]string{5008: "cancelado"}) {
		t.Errorf("cancelled: %v", got)
	}
	blocked := e.customers("busca=cpf_cnpj&termo_busca=22233344405&servico_status=suspenso_debito")[0]
	if got := blocked.statuses(); !maps.Equal(got, map[int64]string{5007: "suspenso_debito"}) {
		t.Errorf("blocked: %v", got)
	}
	one := blocked.Services[0]
	if one.Password == "" || one.Installed.State != "SP" || one.Installed.UF != "São Paulo" {
		t.Errorf("quirks of a service: %+v", one)
	}
	if *blocked.Born != "25/01/1990" || blocked.Since != "2016-11-26 09:30:00" {
		t.Errorf("days %q and %q", *blocked.Born, blocked.Since)
	}
}

// hubsoft.md, quirk 6: limit is 5 unless told, and 100 at most.
func TestRecordsOfOneCPFAreCutSilently(t *testing.T) {
	t.Parallel()
	e := open(t)
	var last string
	for range 120 {
		last = e.Register(standin.Padaria)
	}
	query := "busca=cpf_cnpj&termo_busca=11444777000161"
	for limit, want := range map[string]int{"": 5, "&limit=3": 3, "&limit=100": 100, "&limit=500": 100, "&limit=0": 5} {
		if got := e.customers(query + limit); len(got) != want || got[0].ID != 1003 {
			t.Errorf("%q: %d customers from %d on", limit, len(got), got[0].ID)
		}
	}
	if last != "1128" || len(e.customers("busca=id_cliente_servico&termo_busca=5130")) != 1 {
		t.Errorf("the last is %s", last)
	}
}
