package ixc

import (
	"balcao/erp/standin"
	"balcao/internal/br"
)

// Prices of the seed, in centavos.
const (
	fibre300  = 9990
	fibre600  = 13990
	fibreFirm = 34990
)

// seed puts in the catalogues and the cast. Days are counted from today.
func (s *Server) seed() {
	s.seedPlaces()
	s.seedCatalogues()
	s.seedMaria()
	s.seedJoao()
	s.seedCompanies()
	s.seedEstela()
	s.seedAntonio()
	s.seedBento()
}

func (s *Server) seedMaria() {
	maria := s.customer(standin.Maria)
	contract := s.contract(maria, planFibre300)
	today := s.today()
	s.paid(s.openTitle(contract, fibre300, today.AddDays(-42)), today.AddDays(-43))
	s.openTitle(contract, 26240, today.AddDays(-12)).set("tipo_recebimento", "Gateway")
	open := s.openTitle(contract, fibre300, today.AddDays(8))
	open.setAll("tipo_recebimento", "Gateway", "gateway_link", "https://pague.provedor.example/t/"+open.get("id"))
	s.note(contract, "21", "F")
	s.note(contract, "21", "A")
}

// seedJoao: the PIX code of his first open title is in the details alone, that
// of the second in the QR code alone.
func (s *Server) seedJoao() {
	joao := s.customer(standin.Joao)
	home, shop := s.contract(joao, planFibre300), s.contract(joao, planFibre600)
	today := s.today()
	part := s.openTitle(home, 13640, today.AddDays(-5))
	s.receive(part, payment{received: 5000, on: today.AddDays(-4)})
	s.hideEMV(s.openTitle(home, fibre300, today.AddDays(9)), false, true)
	s.hideEMV(s.openTitle(shop, fibre600, today.AddDays(14)), true, false)
}

func (s *Server) hideEMV(title *record, inQRCode, inDetails bool) {
	c := s.pix[title.get("id")]
	c.inQRCode, c.inDetails, c.withDates = inQRCode, inDetails, inQRCode
	s.pix[title.get("id")] = c
}

func (s *Server) seedCompanies() {
	padaria := s.customer(standin.Padaria)
	padaria.set("uf", "0") // ixc.md, Functions, "customer by CPF/CNPJ": may be "0"
	s.contract(padaria, planFirm)
	aurora := s.customer(standin.Aurora)
	contract := s.contract(aurora, planFirm)
	s.seedAurora(contract)
	s.note(contract, "55", "F")
	s.note(contract, "22", "F")
	s.tables["contato"].add("id_cliente", aurora.get("id"), "nome", "Carla Nunes", "fone_celular", phone("11987650014"),
		"email", "carla@aurora.example", "principal", "S", "data_cadastro", "2021-02-03", "lead", "N")
	s.tables["contato"].add("id_cliente", aurora.get("id"), "nome", "Rui Prado", "fone_comercial", phone("1132650014"),
		"principal", "N", "data_cadastro", "2022-05-09", "lead", "N")
}

const (
	weeksOfAurora = 260
	oldestOpen    = 130 // weeks ago: years old and still open (ixc.md, quirk 7)
	cancelledWeek = 40
	firstOpenWeek = 2
)

// seedAurora: a title a week for five years, and one that is not released yet
// (liberado N is hidden; ixc.md, Functions, "list open invoices").
func (s *Server) seedAurora(contract *record) {
	newest := s.today().AddDays(6)
	for week := weeksOfAurora - 1; week >= 0; week-- {
		title := s.openTitle(contract, fibreFirm, newest.AddDays(-7*week))
		switch {
		case week == cancelledWeek:
			cancel(title)
		case week == oldestOpen: // an extra service, of no contract: only this column names one
			title.setAll("id_contrato_avulso", contract.get("id"), "id_contrato", "")
		case week > firstOpenWeek:
			s.paid(title, newest.AddDays(-7*week))
		}
	}
	s.openTitle(contract, fibreFirm, newest.AddDays(30)).set("liberado", "N")
}

func (s *Server) seedEstela() {
	estela := s.customer(standin.Estela)
	s.contract(estela, planFibre300)
	s.contract(estela, planFibre600).setAll("status_internet", "CA", "restricao_auto_desbloqueio", "S",
		"dt_ult_bloq_auto", s.today().AddDays(-20).String())
}

// seedAntonio: two records with one CPF, the former one inactive.
func (s *Server) seedAntonio() {
	today := s.today()
	former := s.customer(standin.Antonio)
	former.setAll("ativo", "N", "data_cadastro", "2015-03-02", "email", "", "hotsite_email", "")
	gone := s.contract(former, planFibre300)
	gone.setAll("status", "I", "status_internet", "D", "data_cancelamento", "2019-07-31", "pago_ate_data", "2019-07-31")
	s.paid(s.openTitle(gone, fibre300, today.AddDays(-2500)), today.AddDays(-2500))
	present := s.customer(standin.Antonio)
	s.openTitle(s.contract(present, planFibre600), fibre600, today.AddDays(3))
}

// seedBento: blocked because something is overdue, released on trust once; his
// title has no line, no PIX code and no link yet.
func (s *Server) seedBento() {
	contract := s.contract(s.customer(standin.Bento), planFibre300)
	contract.setAll("status_internet", "FA", "dt_ult_bloq_auto", s.today().AddDays(-3).String())
	s.bill(contract, 8590, s.today().AddDays(5)).set("tipo_recebimento", "Gateway")
}

// customer makes a person's record. The portal's password is in it in clear
// (ixc.md, Transport facts, "secrets in answers"), and CPF and phones are
// masked (quirk 6).
func (s *Server) customer(p standin.Person) *record {
	city := s.city(p.City, p.State)
	kind := "F"
	if p.Company {
		kind = "J"
	}
	t := s.tables["cliente"]
	return t.add("razao", p.Name, "cnpj_cpf", p.Document.Formatted(), "tipo_pessoa", kind, "ativo", "S",
		"data_cadastro", "2020-01-15", "data_nascimento", p.Born.String(), "cep", postalCode(p.PostalCode),
		"endereco", p.Street, "numero", p.Number, "bairro", p.District, "cidade", city.get("id"), "uf", city.get("uf"),
		"filial_id", "1", "id_vendedor", "1", "telefone_celular", phone(p.Mobile), "whatsapp", phone(p.Mobile),
		"fone", phone(p.Phone), "email", p.Email, "hotsite_email", p.Email, "senha", "portal-"+t.next.peek())
}

// contract makes an active contract. P inherits the company's habit (ixc.md,
// Transport facts, "flags").
func (s *Server) contract(customer *record, plan string) *record {
	product := s.tables["vd_contratos"].find(plan)
	today := s.today()
	row := s.tables["cliente_contrato"].add("id_cliente", customer.get("id"), "contrato", product.get("nome"),
		"id_vd_contrato", plan, "status", "A", "status_internet", "A", "status_velocidade", "N",
		"data", "2020-01-15", "data_ativacao", "2020-01-18", "data_renovacao", today.AddDays(-200).String(),
		"data_expiracao", today.AddDays(165).String(), "pago_ate_data", today.AddDays(-12).String(), "fidelidade", "12",
		"id_tipo_contrato", "2", "id_filial", "1", "id_vendedor", "1", "dia_fixo_vencimento", "10", "contrato_suspenso", "N",
		"bloqueio_automatico", "S", "desbloqueio_confianca", "P", "desbloqueio_confianca_ativo", "N",
		"restricao_auto_desbloqueio", "N", "tipo", "I", "id_modelo", "1", "id_tipo_documento", "501",
		"id_carteira_cobranca", "1", "cc_previsao", "P", "tipo_cobranca", "P", "renovacao_automatica", "S",
		"base_geracao_tipo_doc", "P", "aviso_atraso", "S")
	for _, name := range []string{"cep", "endereco", "numero", "bairro", "cidade"} {
		row.set(name, customer.get(name))
	}
	s.equip(row, plan)
	return row
}

// equip gives a contract its own items and its login.
func (s *Server) equip(contract *record, plan string) {
	items := s.tables["vd_contratos_produtos"]
	for _, item := range items.where("id_vd_contrato", plan) {
		items.add("id_contrato", contract.get("id"), "descricao", item.get("descricao"), "qtde", item.get("qtde"),
			"valor_unit", item.get("valor_unit"), "id_plano", item.get("id_plano"), "tipo_desconto", "V")
	}
	s.tables["radusuarios"].add("id_contrato", contract.get("id"), "id_cliente", contract.get("id_cliente"),
		"login", "pppoe"+contract.get("id"), "online", "S", "ativo", "S", "onu_mac", "02:00:00:00:00:01")
}

// note is a nota fiscal of last month; F is finished (ixc.md, Functions, "notas fiscais").
func (s *Server) note(contract *record, model, status string) {
	t := s.tables["vd_saida"]
	var on br.Date = s.today().AddDays(-30)
	t.add("id_cliente", contract.get("id_cliente"), "numero_nf", "00090"+t.next.peek(), "serie", "1", "modelo_nf", model,
		"data_emissao", on.String(), "data_saida", on.String(), "valor_total", "99.90", "status", status,
		"id_contrato", contract.get("id"))
}
