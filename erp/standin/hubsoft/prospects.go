package hubsoft

import (
	"slices"
	"strings"

	"balcao/erp/standin"
	"balcao/internal/br"
)

const firstProspect = 80001

// prospect is a row of GET prospecto: what was sent, by the names of the page.
type prospect struct {
	id   int64
	made string
	*form
}

// required and optional are the fields of hubsoft.md, "prospect/order, lead",
// with those marked * first.
var (
	required = []string{"cep", "servico", "nome_razaosocial", "telefone", "tipo_pessoa", "bairro", "endereco", "numero"}
	optional = []string{
		"cpf_cnpj", "email", "rg", "data_nascimento", "telefone_secundario", "complemento", "referencia", "latitude", "longitude",
		"observacao", "id_crm", "id_origem_cliente", "id_motivo_contratacao", "id_vencimento", "id_vendedor", "id_externo",
	}
)

// takeProspect is hubsoft.md, "prospect/order, lead": POST prospecto. An
// id_externo that was sent before is no error: who wants one prospect searches
// before he sends.
func (s *Server) takeProspect(f *form) (standin.Entry, apply) {
	entry := standin.Entry{Kind: "prospecto", Document: f.text("cpf_cnpj"), Key: f.text("id_externo")}
	f.require(slices.Concat(required, s.quirks.Required)...)
	checkProspect(f)
	return entry, func(really bool) (standin.Reply, bool) {
		if problems := s.whyNoProspect(f); len(problems) > 0 {
			return refused("Não foi possível cadastrar o prospecto.", problems...), false
		}
		made := &prospect{s.roll.nextID(entry.Kind, firstProspect), s.now().Format(zonedLayout), f}
		if really {
			s.roll.keep(entry.Kind, made.id, f)
			s.roll.prospects = append(s.roll.prospects, made)
		}
		return answer(success, "Prospecto cadastrado com sucesso", part{"prospecto", made.row()}), true
	}
}

// checkProspect notes what is wrong with single fields. That the panel's lists
// and the check digits are looked at is not documented; chosen.
func checkProspect(f *form) {
	for _, name := range slices.Concat(required, optional) {
		if name != "servico" && !strings.HasPrefix(name, "id_") {
			f.text(name)
		}
	}
	sold := f.child("servico")
	sold.require("id_servico", "valor")
	if id := sold.number("id_servico"); id != 0 && !slices.ContainsFunc(offers, func(o offer) bool { return o.id == id }) {
		sold.problem("Serviço não encontrado.")
	}
	sold.money("valor")
	f.adopt(sold)
	f.day("data_nascimento")
	if cep := f.text("cep"); cep != "" && !knownPostalCode(cep) {
		f.problem("CEP não encontrado.")
	}
	if kind := f.text("tipo_pessoa"); kind != "" && kind != "pf" && kind != "pj" {
		f.problem("O campo tipo_pessoa deve ser pf ou pj.")
	}
	if document := f.text("cpf_cnpj"); document != "" {
		// Digits only: hubsoft.md, Transport facts, "CPF/CNPJ".
		if parsed, err := br.ParseDocument(document); err != nil || string(parsed) != document {
			f.problem("CPF/CNPJ inválido.")
		}
	}
	for name, from := range map[string]choices{
		"id_crm": funnels, "id_origem_cliente": origins, "id_motivo_contratacao": reasons, "id_vencimento": dueDays, "id_vendedor": sellers,
	} {
		if !from.has(f.number(name)) {
			f.problem("Valor inválido para o campo %s.", name)
		}
	}
}

// whyNoProspect: "Same CPF twice → status error". Whether a customer's CPF
// counts is not documented; chosen: only prospects do.
func (s *Server) whyNoProspect(f *form) []string {
	problems := slices.Clone(f.problems)
	document := f.text("cpf_cnpj")
	if document != "" && slices.ContainsFunc(s.roll.prospects, func(p *prospect) bool { return p.text("cpf_cnpj") == document }) {
		problems = append(problems, "Já existe um prospecto com este CPF/CNPJ.")
	}
	return problems
}

// row is prospecto{id_prospecto,…}. What follows is not documented; chosen:
// when it was made, as 2019-12-15 18:22:24-03, and the fields as they were sent.
func (p *prospect) row() object {
	row := object{{"id_prospecto", p.id}, {"data_cadastro", p.made}}
	for _, name := range slices.Concat(required, optional) {
		if value := p.fields[name]; value != nil {
			row = append(row, part{name, value})
		}
	}
	return row
}

// prospectsFound is hubsoft.md, "prospect/order, lead": "Search back". The
// name of the collection and that the term is termo_busca are not documented;
// chosen as in the other searches. A name is found by a part of it.
func (s *Server) prospectsFound(q question) standin.Reply {
	fields := map[string]string{
		"nome_razaosocial": "nome_razaosocial", "telefone": "telefone", "origem": "id_origem_cliente", "email": "email", "id_externo": "id_externo",
	}
	field, term := fields[q.Get("busca")], q.Get("termo_busca")
	if field == "" || term == "" {
		return refused("Os campos busca e termo_busca são obrigatórios.")
	}
	rows := []object{}
	for _, p := range s.roll.prospects {
		value := p.text(field)
		if value == term || field == "nome_razaosocial" && contains(value, term) {
			rows = append(rows, p.row())
		}
	}
	return answer(success, "Dados consultados com sucesso", part{"prospectos", rows})
}
