package sgp_test

import (
	"testing"

	"balcao/erp/standin"
	"balcao/erp/standin/sgp"
)

func contractIDs(rows []row) string {
	all := ""
	for _, r := range rows {
		all += r.number("contratoId") + " "
	}
	return all
}

func TestConsultation(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	tests := []struct {
		name string
		send fields
		want string
	}{
		{"by document", fields{"cpfcnpj": joao}, "306 307 "},
		{"by masked document", fields{"cpfcnpj": "529.982.247-25"}, ""},
		{"nobody", fields{"cpfcnpj": nobody}, ""},
		{"by contract", fields{"contrato": "309"}, "309 "},
		{"by name", fields{"nome": "d'ávila"}, "306 307 "},
		{"by login", fields{"login": "pppoe305"}, "305 "},
		{"by e-mail", fields{"email": "maria.silva@example.com"}, "305 "},
		{"by telephone", fields{"telefone": "11987650001"}, "305 "},
		{"two filters", fields{"cpfcnpj": joao, "contrato": "307"}, "307 "},
		{"no filter", fields{}, ""},
		{"an empty filter", fields{"cpfcnpj": ""}, "305 306 307 308 309 310 311 312 313 314 "},
		{"blocked", fields{"cpfcnpj": "", "status": "4,7"}, "311 314 "},
		{"overdue", fields{"cpfcnpj": "", "atrasado": "1"}, "305 "},
		{"with a cancelled title", fields{"cpfcnpj": "", "titulo_status": "cancelados"}, "309 "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := i.post("/api/ura/consultacliente/", tt.send)
			if got := contractIDs(i.rows(a, "contratos")); got != tt.want || a.status != 200 {
				t.Errorf("status %d: contracts %q, want %q", a.status, got, tt.want)
			}
		})
	}
}

func TestNobodyIsFound(t *testing.T) {
	t.Parallel()
	for quirk, status := range map[bool]int{false: 200, true: 404} {
		i := open(t, sgp.Quirks{NotFound404: quirk})
		a := i.post("/api/ura/consultacliente/", fields{"cpfcnpj": nobody})
		if o := i.object(a); a.status != status || o["msg"] == "" || len(i.rows(a, "contratos")) != 0 {
			t.Errorf("status %d, want %d: %s", a.status, status, a.body)
		}
	}
}

func TestRowOfAContract(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	a := i.post("/api/ura/consultacliente/", fields{"cpfcnpj": maria})
	for _, want := range []string{
		`"clienteId":301,"contratoId":305,"contratoStatus":1,"contratoStatusDisplay":"Ativo"`, `"razaoSocial":"Maria da Silva"`,
		`"cpfCnpj":"529.982.247-25"`, `"dataCadastro":"24/12/2024 09:11:04"`, `"dataNascimento":"1985-04-12"`,
		`"contratoTitulosAReceber":2,"contratoValorAberto":202.13`, `"servico_vlan":"None"`, `"endereco_complemento":null`, `"endereco_ll":""`,
		`"contratoCentralSenha":"central-segredo-305"`, `"servico_senha":"pppoe-segredo-305"`, `"planotv":null`,
		`"telefones":[{"tipoContato":"Celular Pessoal","contato":"(11) 98765-0001","inscricoes":[]}`,
		`"emails":[{"tipoContato":"E-mail Pessoal","contato":"maria.silva@example.com","inscricoes":[]}]`,
	} {
		if !a.has(want) {
			t.Errorf("no %s in %s", want, a.body)
		}
	}
}

func TestNamesAndStatesOfContracts(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	tests := []struct{ document, want string }{
		{padaria, `"contratoStatus":1,"contratoStatusDisplay":"Ativo "`},
		{padaria, `"razaoSocial":"Padaria Estrela & Filhos \"Matriz\"","cpfCnpj":"11.444.777/0001-61"`},
		{padaria, `"contratoTitulosAReceber":0,"contratoValorAberto":0.0`},
		{antonio, `"contratoStatus":0,"contratoStatusDisplay":"Cancelado"`},
		{string(standin.Bento.Document), `"contratoStatus":4,"contratoStatusDisplay":"Suspenso"`},
	}
	for _, tt := range tests {
		if a := i.post("/api/ura/consultacliente/", fields{"cpfcnpj": tt.document}); !a.has(tt.want) {
			t.Errorf("no %s in %s", tt.want, a.body)
		}
	}
}

func TestPlainContacts(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{PlainContacts: true})
	a := i.post("/api/ura/consultacliente/", fields{"cpfcnpj": maria})
	if !a.has(`"telefones":["(11) 98765-0001","(11) 3265-0001"],"emails":["maria.silva@example.com"]`) {
		t.Errorf("answer %s", a.body)
	}
}

func TestBrokenAccents(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{Latin1: []string{"/api/ura/consulta"}})
	a := i.post("/api/ura/consultacliente/", fields{"cpfcnpj": joao})
	if !a.has("Jo\xE3o D'\xC1vila") || a.has("João") {
		t.Errorf("answer %s", a.body)
	}
	i.post("/api/ura/contato/add/", fields{"contrato": "306", "contato": "recado…"})
	if a := i.post("/api/ura/consultacliente/", fields{"cpfcnpj": joao}); !a.has(`"recado?"`) {
		t.Errorf("a letter that Latin-1 lacks: %s", a.body)
	}
	if a := i.post("/api/ura/titulos/", fields{"cpfcnpj": joao}); !a.has("João D'Ávila") {
		t.Errorf("another path: %s", a.body)
	}
}

func TestWholeCast(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for _, p := range standin.Cast() {
		rows := i.rows(i.post("/api/ura/consultacliente/", fields{"cpfcnpj": string(p.Document)}), "contratos")
		if len(rows) == 0 || rows[0]["razaoSocial"] != p.Name || rows[0]["endereco_cep"] != p.PostalCode {
			t.Errorf("%s: %v", p.Name, rows)
		}
	}
}
