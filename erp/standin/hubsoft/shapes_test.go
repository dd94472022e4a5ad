package hubsoft_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// shapeOf writes the names of a JSON text in their order with their types: s, n
// (number), b, null; of an array, its first row.
func shapeOf(t *testing.T, body string) string {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(body))
	var shape strings.Builder
	writeShape(t, decoder, &shape)
	return shape.String()
}

func writeShape(t *testing.T, decoder *json.Decoder, shape *strings.Builder) {
	t.Helper()
	token, err := decoder.Token()
	if err != nil {
		t.Fatal(err)
	}
	switch token := token.(type) {
	case json.Delim:
		fmt.Fprint(shape, token)
		for n := 0; decoder.More(); n++ {
			into := shape
			if token == '[' && n > 0 {
				into = new(strings.Builder)
			} else if n > 0 {
				shape.WriteByte(' ')
			}
			if token == '{' {
				key, err := decoder.Token()
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprint(into, key, ":")
			}
			writeShape(t, decoder, into)
		}
		end, err := decoder.Token()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(shape, end)
	case string:
		shape.WriteByte('s')
	case float64:
		shape.WriteByte('n')
	case bool:
		shape.WriteByte('b')
	case nil:
		shape.WriteString("null")
	}
}

const (
	head    = "{status:s msg:s "
	address = "{completo:s logradouro:s endereco:s numero:s complemento:null bairro:s cep:s estado:s uf:s cidade:s coordenadas:null}"
	paging  = "paginacao:{primeira_pagina:n ultima_pagina:n pagina_atual:n total_registros:n}}"
)

// The names are copied from hubsoft.md by hand, in its order: -update does not
// change them.
func TestShapes(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, path, want string }{
		{"hubsoft.md, customer by CPF/CNPJ", "cliente?busca=cpf_cnpj&termo_busca=52998224725", head +
			"clientes:[{id_cliente:n codigo_cliente:n nome_razaosocial:s nome_fantasia:null tipo_pessoa:s cpf_cnpj:s telefone_primario:s " +
			"telefone_secundario:s telefone_terciario:null email_principal:s email_secundario:null rg:null data_nascmento:s data_cadastro:s " +
			"alerta:b alerta_mensagens:[s] servicos:[{id_cliente_servico:n numero_plano:n nome:s valor:n status:s status_prefixo:s tecnologia:s " +
			"login:s senha:s ipv4:s mac_addr:s ultima_conexao:{} pacotes:[] endereco_cadastral:" + address + " endereco_instalacao:" + address +
			" endereco_fiscal:" + address + " endereco_cobranca:" + address + "}]}]}"},
		{"hubsoft.md, invoices of customer", "cliente/financeiro?busca=cpf_cnpj&termo_busca=52998224725&apenas_pendente=nao", head +
			"faturas:[{id_fatura:n nosso_numero:s linha_digitavel:s codigo_barras:s link:s tipo_cobranca:s valor:n data_vencimento:s " +
			"data_cadastro:s data_pagamento:s pix_copia_cola:s detalhamento:[{descricao:s valor:n}] empresa:{nome_razaosocial:s cpf_cnpj:s} " +
			"cliente:{codigo_cliente:n nome_razaosocial:s cpf_cnpj:s servico:{id_cliente_servico:n numero_plano:n nome:s}}}]}"},
		{"an invoice that is not registered yet", "cliente/financeiro?busca=cpf_cnpj&termo_busca=98765432100", head +
			"faturas:[{id_fatura:n nosso_numero:s linha_digitavel:null codigo_barras:null link:s tipo_cobranca:s valor:n data_vencimento:s " +
			"data_cadastro:s data_pagamento:null pix_copia_cola:null detalhamento:[{descricao:s valor:n}] empresa:{nome_razaosocial:s cpf_cnpj:s} " +
			"cliente:{codigo_cliente:n nome_razaosocial:s cpf_cnpj:s servico:{id_cliente_servico:n numero_plano:n nome:s}}}]}"},
		{"hubsoft.md, invoices (bulk), detalhado", "financeiro/fatura?busca=id_cliente&termo_busca=1001&tipo_resultado=detalhado&exibir_pix_copia_cola=sim", head +
			"faturas:[{id_fatura:n nosso_numero:s linha_digitavel:s codigo_barras:s link:s tipo_cobranca:s valor:s data_vencimento:s " +
			"data_cadastro:s data_pagamento:s pix_copia_cola:s detalhamento:[{descricao:s valor:s}] empresa:{nome_razaosocial:s cpf_cnpj:s} " +
			"cliente:{codigo_cliente:n nome_razaosocial:s cpf_cnpj:s servico:{id_cliente_servico:n numero_plano:n nome:s}}}] " + paging},
		{"hubsoft.md, invoices (bulk), simplificado", "financeiro/fatura?busca=id_cliente&termo_busca=1001", head +
			"faturas:[{id_fatura:n nosso_numero:s linha_digitavel:s codigo_barras:s link:s tipo_cobranca:s valor:s data_vencimento:s " +
			"data_cadastro:s data_pagamento:s cliente:{codigo_cliente:n nome_razaosocial:s cpf_cnpj:s servico:{id_cliente_servico:n numero_plano:n nome:s}}}] " + paging},
		{"hubsoft.md, notas fiscais + PDF", "cliente/nota_fiscal?busca=id_cliente&termo_busca=1001", head +
			"notas_fiscais:[{numero_nota:s valor:s data_emissao_br:s link:s}] nfes:[] nfses:[{numero:s link_pdf:s link_xml:s}]}"},
		{"nfes", "cliente/nota_fiscal?busca=id_cliente&termo_busca=1004", head +
			"notas_fiscais:[{numero_nota:s valor:s data_emissao_br:s link:s}] nfes:[{link:s}] nfses:[]}"},
		{"hubsoft.md, plans on sale", "prospecto/create?cep=01310100", head +
			"servicos:[{id_servico:n descricao:s valor:n display:s velocidade_download:n velocidade_upload:n}]}"},
		{"plans without price", "configuracao/servico", head + "servicos:[{id_servico:n descricao:s id_servico_tecnologia:n}]}"},
		{"hubsoft.md, sellers/resellers", "configuracao/vendedor", head + "vendedores:[{id:n name:s}]}"},
		{"hubsoft.md, due dates", "configuracao/vencimento", head + "vencimentos:[{id_vencimento:n dia_vencimento:n}]}"},
		{"hubsoft.md, commercial origins", "configuracao/origem_cliente", head + "origens_cliente:[{id_origem_cliente:n descricao:s}]}"},
		{"chosen: reasons", "configuracao/motivo_contratacao", head + "motivos_contratacao:[{id_motivo_contratacao:n descricao:s}]}"},
		{"chosen: cash accounts", "configuracao/caixa_financeiro", head + "caixas_financeiros:[{id_caixa_financeiro:n descricao:s}]}"},
		{"chosen: methods", "configuracao/meio_pagamento", head + "meios_pagamento:[{prefixo:s descricao:s}]}"},
		{"chosen: kinds of ticket", "configuracao/tipo_atendimento", head + "tipos_atendimento:[{id_tipo_atendimento:n descricao:s}]}"},
		{"chosen: funnels", "crm/all", head + "crms:[{id_crm:n descricao:s}]}"},
		{"hubsoft.md, Transport facts, errors", "cliente?busca=x&termo_busca=1", head + "errors:[]}"},
	}
	e := open(t)
	for _, tt := range tests {
		if got := shapeOf(t, e.get(tt.path, &envelope{}).body); got != tt.want {
			t.Errorf("%s: GET %s\n got %s\nwant %s", tt.name, tt.path, got, tt.want)
		}
	}
}

func TestShapesOfWrites(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, path string
		body       map[string]any
		want       string
	}{
		{"hubsoft.md, settle (baixa)", "financeiro/fatura/liquidar", settlementBody(20003), head + "recibo:{id_recibo:n numero_recibo:s}}"},
		{"hubsoft.md, ticket", "atendimento", map[string]any{"id_cliente_servico": 5001, "descricao": "d", "nome": "n", "telefone": "1"}, head +
			"atendimento:{id_atendimento:n protocolo:s status:s data_cadastro:s ordens_servico:[]}}"},
		{"hubsoft.md, trust unlock", "cliente/desbloqueio_confianca", map[string]any{"id_cliente_servico": 5010}, "{status:s msg:s}"},
		{"hubsoft.md, prospect/order, lead", "prospecto", prospectBody(), head +
			"prospecto:{id_prospecto:n data_cadastro:s cep:s servico:{id_servico:n valor:n} nome_razaosocial:s telefone:s tipo_pessoa:s bairro:s endereco:s numero:s cpf_cnpj:s id_externo:s}}"},
		{"hubsoft.md, send boleto", "cliente/financeiro/enviar_sms", map[string]any{"id_fatura": "20002"}, "{status:s msg:s}"},
		{"hubsoft.md, portal login", "cliente/autenticacao/", map[string]any{"usuario": "52998224725", "senha": "portal-71"}, head +
			"cliente:{id_cliente:n codigo_cliente:n nome_razaosocial:s cpf_cnpj:s}}"},
	}
	e := open(t)
	for _, tt := range tests {
		if got := shapeOf(t, e.post(tt.path, tt.body, &envelope{}).body); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
	want := "{token_type:s expires_in:n access_token:s refresh_token:s}"
	if got := shapeOf(t, e.send("POST", "/oauth/token", loginBody()).body); got != want {
		t.Errorf("token\n got %s\nwant %s", got, want)
	}
}

// The whole bytes, on one day.
func TestGoldenAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct{ file, path string }{
		{"cliente.json", "cliente?busca=cpf_cnpj&termo_busca=11444777000161"},
		{"cliente_nenhum.json", "cliente?busca=cpf_cnpj&termo_busca=00000000191"},
		{"cliente_erro.json", "cliente?busca=cpf&termo_busca=52998224725"},
		{"financeiro.json", "cliente/financeiro?busca=codigo_cliente&termo_busca=71&apenas_pendente=nao"},
		{"financeiro_sem_registro.json", "cliente/financeiro?busca=cpf_cnpj&termo_busca=98765432100"},
		{"fatura.json", "financeiro/fatura?busca=cpf_cnpj&termo_busca=11144477735&tipo_resultado=detalhado&exibir_pix_copia_cola=sim"},
		{"fatura_pagina.json", "financeiro/fatura?busca=codigo_cliente&termo_busca=74&itens_por_pagina=2&pagina=59"},
		{"nota_fiscal.json", "cliente/nota_fiscal?busca=id_cliente&termo_busca=1001"},
		{"prospecto_create.json", "prospecto/create?cep=01310-100"},
		{"vendedor.json", "configuracao/vendedor"},
		{"vencimento.json", "configuracao/vencimento"},
		{"origem_cliente.json", "configuracao/origem_cliente"},
		{"servico.json", "configuracao/servico"},
	}
	e := open(t)
	for _, tt := range tests {
		isGolden(t, tt.file, strings.ReplaceAll(e.get(tt.path, &envelope{}).body, e.served.URL, "http://api.provedor.test"))
	}
}
