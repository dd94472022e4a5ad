package automation_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
)

// refusals are what ERPs answer with status 200 when they mean no, with what
// they answer when they mean yes.
var refusals = map[string]struct{ path, yes, no, words, rules string }{
	"ixc": {
		"/webservice/v1/cliente", `{"page":"1","total":"1","registros":[{"id":"2","razao":"Maria da Silva","ativo":"S"}]}`,
		`{"type":"error","message":"Cliente bloqueado para consulta!<br />"}`, "Cliente bloqueado para consulta!",
		"answers:\n  - refused: answer.type == \"error\"\n    message: $(answer.message)\n",
	},
	"sgp": {
		"/api/ura/consultacliente/", `{"msg":"Cliente localizado","contratos":[{"clienteId":999,"razaoSocial":"Maria da Silva","contratoStatus":1}]}`,
		`{"status":0,"msg":"Muitas consultas, tente mais tarde","links":[]}`, "Muitas consultas, tente mais tarde",
		"answers:\n  - refused: answer.status == 0 or answer.success == false\n    message: $(answer.msg)\n",
	},
	"hubsoft": {
		"/api/v1/integracao/cliente", `{"status":"suscess","msg":"Dados consultados com sucesso","clientes":[{"nome_razaosocial":"Maria da Silva","servicos":[{"status_prefixo":"servico_habilitado"}]}]}`,
		`{"status":"error","msg":"O termo de busca é inválido","errors":["termo_busca"]}`, "O termo de busca é inválido",
		"answers:\n  - refused: answer.status == \"error\"       # never != \"success\": some answers say \"suscess\"\n    message: $(answer.msg)\n",
	},
	"voalle": {
		"/external/integrations/thirdparty/people/txid/52998224725", `{"success":true,"messages":null,"response":{"id":7,"name":"Maria da Silva","status":1}}`,
		`{"success":false,"messages":[{"type":"Error","message":"Usuário sem permissão"}],"response":null}`, "Usuário sem permissão",
		"answers:\n  - refused: answer.success == false\n    message: $(first_of(answer.messages[0].message, answer.messages))\n",
	},
	"mksolutions": {
		"/mk/WSMKConsultaDoc.rule", `{"CodigoPessoa":12345,"Nome":"Maria da Silva","Situacao":"Ativo","Outros":[],"status":"OK"}`,
		`{"status":"ERRO","Num. ERRO":"002","Mensagem":"Documento inválido"}`, "Documento inválido",
		"answers:\n  - refused: answer.status == \"ERRO\"\n    message: $(first_of(answer.Mensagem, answer.mensagem))\n",
	},
	"mkauth": {
		"/api/cliente/show/52998224725", `{"nome":"Maria da Silva","login":"maria","cli_ativado":"s"}`,
		`{"error":{"text":"Método GET não permitido"}}`, "Método GET não permitido",
		"  - refused: answer.error != null\n    message: $(first_of(answer.error.text, answer.error))\n",
	},
	"rbx": {
		"/routerbox/ws/rbx_server_json.php", `{"status":1,"erro_code":0,"result":[{"Codigo":"1","Nome":"Maria da Silva","Situacao":"A"}]}`,
		`{"status":0,"erro_code":97,"erro_desc":"Chave de integração inválida","result":""}`, "Chave de integração inválida",
		"answers:\n  - refused: answer.status == 0\n    message: $(answer.erro_desc)\n",
	},
}

// otherRefusals are further ways in which the same ERPs say no.
var otherRefusals = map[string][]string{
	"sgp":         {`{"msg":"Sem permissão","success":false}`},
	"voalle":      {`{"success":false,"messages":"Sem permissão","response":[]}`},
	"mksolutions": {`{"codigo_erro":"004","mensagem":"Sem permissão","status":"ERRO"}`},
	"mkauth":      {`{"error":"Sem permissão"}`, `{"status":"erro","mensagem":"Sem permissão"}`},
}

func quirkErrorBody(t *testing.T, q quirk) {
	for name, c := range refusals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pack := q.pack(t, name)
			got, _, err := customer(t, connect(t, pack, serve(t, routes{c.path: says(c.yes)}.ServeHTTP).URL), maria)
			if err != nil || got.Name != "Maria da Silva" || !got.Active {
				t.Errorf("of an answer that means yes: %+v, %v", got, err)
			}
			no := serve(t, routes{c.path: says(c.no)}.ServeHTTP)
			got, _, err = customer(t, connect(t, pack, no.URL), maria)
			wantKind(t, err, erp.Refused)
			if got != nil || erp.WordsOf(err) != c.words {
				t.Errorf("of a refusal: %+v, and the words %q", got, erp.WordsOf(err))
			}
			got, _, err = customer(t, connect(t, q.pack(t, name, without("pack.yaml", c.rules)), no.URL), maria)
			if err == nil || got != nil || erp.WordsOf(err) != "" {
				t.Errorf("without the rule: %+v, %v", got, err)
			}
			if name == "ixc" {
				wantKind(t, err, erp.NotFound)
				q.symptom(t, err)
			}
		})
	}
	for name, bodies := range otherRefusals {
		t.Run(name+" otherwise", func(t *testing.T) {
			t.Parallel()
			for _, body := range bodies {
				_, _, err := customer(t, connect(t, q.pack(t, name), serve(t, says(body)).URL), maria)
				wantKind(t, err, erp.Refused)
				if erp.WordsOf(err) != "Sem permissão" {
					t.Errorf("%s: the words are %q", body, erp.WordsOf(err))
				}
			}
		})
	}
	t.Run("a write", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/webservice/v1/desbloqueio_confianca": says(`{"type":"error","message":"Limite de desbloqueios atingido!<br />"}`)}.ServeHTTP)
		unlock := erp.UnlockInput{Document: maria, ContractID: "7", Reference: "r1"}
		_, _, err := erp.UnlockOnTrust.Call(t.Context(), connect(t, q.pack(t, "ixc"), server.URL), unlock)
		wantKind(t, err, erp.Refused)
		careless := q.pack(t, "ixc", without("pack.yaml", refusals["ixc"].rules))
		got, _, err := erp.UnlockOnTrust.Call(t.Context(), connect(t, careless, server.URL), unlock)
		if err != nil || !got.Granted {
			t.Errorf("without the rule the refusal passes for a release: %+v, %v", got, err)
		}
	})
}

// pagesOf200 are pages that came where JSON was due.
var pagesOf200 = map[string]string{
	"IXC's red box":        `<div style="padding:5px;background:#FF0000;color:#fff">Ocorreu um erro ao processar. Contate o suporte IXC Soft.</div>`,
	"SGP's log-in page":    "<!DOCTYPE html>\n<html><head><title>SGP</title></head><body><form><input name=\"password\"></form></body></html>",
	"a PHP error":          "<br />\n<b>Fatal error</b>:  Uncaught PDOException: cpf 529.982.247-25 in <b>/opt/mk-auth/api/index.php</b> on line <b>12</b><br />",
	"PHP before good JSON": "<br />\n<b>Notice</b>: x<br />\n{\"contratos\":[{\"razaoSocial\":\"Maria da Silva\",\"contratoStatus\":1}]}",
}

func quirkPage(t *testing.T, q quirk) {
	pack := q.pack(t, "sgp", without("pack.yaml", "answers:\n  - unauthenticated: html and lower(text) contains \"name=\\\"password\\\"\"     # the log-in page\n"), hurried)
	for name, page := range pagesOf200 {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, routes{"/api/ura/consultacliente/": says(page)}.ServeHTTP)
			var log bytes.Buffer
			c := connect(t, pack, server.URL, func(o *automation.Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
			got, _, err := customer(t, c, maria)
			wantKind(t, err, erp.BadAnswer)
			if got != nil || erp.WordsOf(err) != "" {
				t.Errorf("the reader is shown %+v, %q", got, erp.WordsOf(err))
			}
			for _, part := range []string{"<", "Contate", "PDO", "529", "Maria"} {
				if text := fmt.Sprint(err) + log.String(); strings.Contains(text, part) {
					t.Errorf("the operator's text quotes the page (%q): %s", part, text)
				}
			}
			q.symptom(t, err)
		})
	}
	t.Run("a rule knows the log-in page", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/api/ura/consultacliente/": says(pagesOf200["SGP's log-in page"])}.ServeHTTP)
		_, _, err := customer(t, connect(t, q.pack(t, "sgp"), server.URL), maria)
		wantKind(t, err, erp.Unauthenticated)
		if n := len(server.got()); n != 1 {
			t.Errorf("a door that is shut was tried %d times", n)
		}
	})
}

func quirkShapes(t *testing.T, q quirk) {
	one := `{"id":"1","vencimento":"2026-12-01","valor":"26.00"}`
	two := `{"id":"2","vencimento":"2026-12-02","valor":"27.00"}`
	for name, c := range map[string]struct {
		body string
		want string
	}{
		"a list":                     {`{"boletos":[` + one + `,` + two + `]}`, "1 2"},
		"an object with number keys": {`{"boletos":{"0":` + one + `,"1":` + two + `}}`, "1 2"},
		"one alone, unwrapped":       {`{"boletos":` + one + `}`, "1"},
		"another version's name":     {`{"faturas":[` + two + `]}`, "2"},
		"an empty object":            {`{"boletos":{}}`, ""},
		"an empty text":              {`{"boletos":""}`, ""},
		"nothing":                    {`{"success":true}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, routes{"/api/novo/chatbot/debitos": says(c.body)}.ServeHTTP)
			if ids, err := invoiceIDs(t, connect(t, q.pack(t, "receitanet"), server.URL)); err != nil || ids != c.want {
				t.Errorf("invoices %q, %v, want %q", ids, err, c.want)
			}
		})
	}
	t.Run("without list", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/api/novo/chatbot/debitos": says(`{"boletos":{"0":` + one + `,"1":` + two + `}}`)}.ServeHTTP)
		pack := q.pack(t, "receitanet", instead("list_invoices.yaml", "list(first_of(answer.boletos, answer.titulos, answer.faturas))", "answer.boletos"))
		_, err := invoiceIDs(t, connect(t, pack, server.URL))
		wantKind(t, err, erp.BadAnswer)
		q.symptom(t, err)
	})
	for _, wrap := range []string{`%s`, `{"cliente":%s}`, `{"dados":%s}`, `{"clientes":[%s]}`} {
		t.Run("wrapped as "+wrap, func(t *testing.T) {
			t.Parallel()
			body := strings.Replace(wrap, "%s", `{"nome":"Maria da Silva","cli_ativado":"s"}`, 1)
			server := serve(t, routes{"/api/cliente/show/52998224725": says(body)}.ServeHTTP)
			if got, _, err := customer(t, connect(t, q.pack(t, "mkauth"), server.URL), maria); err != nil || got.Name != "Maria da Silva" {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

// invoiceIDs are the ids of Maria's invoices, in the ERP's order.
func invoiceIDs(t *testing.T, c *automation.Connection) (string, error) {
	t.Helper()
	list, _, err := erp.ListInvoices.Call(t.Context(), c, erp.InvoicesInput{Document: maria})
	var ids []string
	for _, invoice := range list {
		ids = append(ids, invoice.ID)
	}
	return strings.Join(ids, " "), err
}

func quirkNothingFound(t *testing.T, q quirk) {
	for name, c := range map[string]struct {
		pack, path string
		answer     http.HandlerFunc
		rule       string // without it, the answer is taken for something else
		kind       erp.Kind
	}{
		"IXC: the key is missing":  {"ixc", "/webservice/v1/cliente", says(`{"page":"1","total":"0"}`), "", ""},
		"RBX: error code 1":        {"rbx", "/routerbox/ws/rbx_server_json.php", says(`{"status":0,"erro_code":1,"erro_desc":"A consulta nao retornou resultados","result":""}`), "  - empty: answer.status == 0 and answer.erro_code == 1      # of reads only\n", erp.Refused},
		"MK Solutions: 003":        {"mksolutions", "/mk/WSMKConsultaDoc.rule", says(`{"status":"ERRO","Num. ERRO":"003","Mensagem":"Não existem registros"}`), "  - empty: answer[\"Num. ERRO\"] == \"003\"\n", erp.Refused},
		"MK-AUTH: a message":       {"mkauth", "/api/cliente/show/52998224725", says(`{"mensagem":"Registro não encontrado"}`), "  - empty: answer.mensagem startsWith \"Nenhum\" or answer.mensagem == \"Registro não encontrado\"\n", erp.BadAnswer},
		"MK-AUTH: another message": {"mkauth", "/api/cliente/show/52998224725", says(`{"mensagem":"Nenhum cliente cadastrado"}`), "", ""},
		"MK-AUTH: the text NULL":   {"mkauth", "/api/cliente/show/52998224725", labelled("text/html", "NULL"), "  - empty: text == \"NULL\" or answer.Total == 0\n", erp.BadAnswer},
		"ReceitaNet: 404":          {"receitanet", "/api/novo/chatbot/clientes", fails(404), "answers:\n  - empty: status == 404\n", erp.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t, routes{c.path: c.answer}.ServeHTTP)
			_, _, err := customer(t, connect(t, q.pack(t, c.pack), server.URL), maria)
			wantKind(t, err, erp.NotFound)
			if n := len(server.got()); n != 1 {
				t.Errorf("an answer that is whole was asked for %d times", n)
			}
			if c.rule == "" {
				return
			}
			_, _, err = customer(t, connect(t, q.pack(t, c.pack, without("pack.yaml", c.rule)), server.URL), maria)
			wantKind(t, err, c.kind)
			q.symptom(t, err)
		})
	}
	t.Run("RBX's code 1 on a write is no success", func(t *testing.T) {
		t.Parallel()
		server := serve(t, routes{"/routerbox/ws/rbx_server_json.php": says(`{"status":0,"erro_code":1,"erro_desc":"Campo obrigatorio nao informado"}`)}.ServeHTTP)
		_, _, err := erp.CreateLead.Call(t.Context(), connect(t, q.pack(t, "rbx"), server.URL), erp.LeadInput{Lead: erp.Lead{Name: "Maria da Silva"}, Reference: "r1"})
		wantKind(t, err, erp.Refused)
		if erp.WordsOf(err) != "Campo obrigatorio nao informado" {
			t.Errorf("the words are %q", erp.WordsOf(err))
		}
	})
}
