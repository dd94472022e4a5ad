package unknown

import (
	"encoding/json"
	"slices"
	"strconv"

	"balcao/erp/standin"
	"balcao/internal/br"
)

const (
	firstProposal = 4001
	// interest is the kind (tipo) of somebody who only asks; everything else is a
	// proposal.
	interest = "I"
)

// proposal is an order (proposta), as it is sent: as JSON, because the app that
// this call was made for could do nothing else.
type proposal struct {
	Kind     string      `json:"tipo"`
	External string      `json:"cod_externo"`
	Name     string      `json:"nome"`
	Document string      `json:"doc"`
	Born     string      `json:"nascimento"`
	Phone    string      `json:"fone"`
	Email    string      `json:"email"`
	Plan     json.Number `json:"plano"`
	Seller   json.Number `json:"vendedor"`
	DueDay   json.Number `json:"dia_venc"`
	Note     string      `json:"obs"`
	Address  struct {
		Street     string `json:"logradouro"`
		Number     string `json:"nro"`
		Complement string `json:"compl"`
		District   string `json:"bairro"`
		City       string `json:"cidade"`
		State      string `json:"uf"`
		PostalCode string `json:"cep"`
	} `json:"endereco"`

	code     int
	received br.Date
}

func readProposal(in request) (proposal, error) {
	var p proposal
	err := json.Unmarshal([]byte(fromClient(string(in.body))), &p)
	return p, err
}

func proposalEntry(in request) standin.Entry {
	p, err := readProposal(in)
	if err != nil {
		return standin.Entry{Kind: "proposta"}
	}
	return standin.Entry{Kind: "proposta", Document: br.Compact(p.Document), Key: p.External}
}

func (s *Server) propose(in request, really bool) (standin.Reply, bool) {
	p, err := readProposal(in)
	if err != nil {
		return crash("Erro de execução '5': JSON inválido"), false
	}
	if refusal := p.refusal(); refusal != nil {
		return *refusal, false
	}
	p.code, p.received = firstProposal+len(s.proposals), s.today()
	if really {
		s.proposals = append(s.proposals, p)
		s.note("proposta", p.texts()...)
	}
	return grant(fields{"proposta": p.code}), true
}

func (p proposal) texts() []string {
	a := p.Address
	return []string{
		strconv.Itoa(p.code), p.Kind, p.External, p.Name, p.Document, p.Born, p.Phone, p.Email, string(p.Plan), string(p.Seller), string(p.DueDay),
		a.Street, a.Number, a.Complement, a.District, a.City, a.State, a.PostalCode, p.Note,
	}
}

// refusal is why the ERP does not take it, nil if it does.
func (p proposal) refusal() *standin.Reply {
	if field := p.firstMissing(); field != "" {
		refusal := missing(field)
		return &refusal
	}
	if p.Born != "" {
		if _, err := parseDate(p.Born); err != nil {
			refusal := mismatch(p.Born)
			return &refusal
		}
	}
	return p.tableRefusal()
}

func (p proposal) firstMissing() string {
	must := []struct{ field, value string }{{"nome", p.Name}, {"fone", p.Phone}}
	if p.Kind != interest {
		must = append(must, []struct{ field, value string }{
			{"doc", p.Document}, {"plano", string(p.Plan)}, {"vendedor", string(p.Seller)}, {"dia_venc", string(p.DueDay)},
			{"endereco.logradouro", p.Address.Street}, {"endereco.cep", p.Address.PostalCode},
		}...)
	}
	for _, m := range must {
		if m.value == "" {
			return m.field
		}
	}
	return ""
}

// tableRefusal looks at codes, where there are any.
func (p proposal) tableRefusal() *standin.Reply {
	_, known := planOf(number(string(p.Plan)))
	var refusal standin.Reply
	switch {
	case p.Plan != "" && !known:
		refusal = refuse(codePlan, "Plano inexistente")
	case p.Seller != "" && !isSeller(number(string(p.Seller))):
		refusal = refuse(codeSeller, "Vendedor inexistente")
	case p.DueDay != "" && !slices.Contains(dueDays, number(string(p.DueDay))):
		refusal = refuse(codeDueDay, "Dia de vencimento não disponível")
	default:
		return nil
	}
	return &refusal
}

// findProposals finds by the external code, exactly as it was sent.
func (s *Server) findProposals(in request) standin.Reply {
	if field, is := in.firstMissing("cod_externo"); is {
		return missing(field)
	}
	var rows []fields
	for _, p := range s.proposals {
		if p.External == in.get("cod_externo") {
			rows = append(rows, fields{
				"proposta": p.code, "cod_externo": p.External, "tipo": p.Kind, "nome": p.Name,
				"doc": br.Document(br.Compact(p.Document)).Masked(), "situacao": "AGUARDANDO", "recebida": shortDate(p.received), "obs": p.Note,
			})
		}
	}
	if rows == nil {
		return nothingFound()
	}
	return grant(fields{"propostas": rows})
}
