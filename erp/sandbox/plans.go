package sandbox

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"

	"balcao/internal/br"
)

// planView is a contract with its plan as GET /planos answers it.
type planView struct {
	Document   br.Document `json:"cnpj_cpf"`
	ContractID string      `json:"id_contrato"`
	Name       string      `json:"nome"`
	Status     string      `json:"status"`
	Price      string      `json:"preco"`
	Speed      string      `json:"velocidade"`
	CanUnlock  bool        `json:"desbloqueio_confianca"`
	Street     string      `json:"rua_endereco"`
	Number     string      `json:"numero_endereco"`
	Complement *string     `json:"complemento_endereco"`
	District   string      `json:"bairro_endereco"`
	City       string      `json:"cidade_endereco"`
	State      string      `json:"estado_endereco"`
	PostalCode string      `json:"cep_endereco"`
}

type contractView struct {
	Document   br.Document `json:"cnpj_cpf"`
	ContractID string      `json:"id_contrato"`
	Name       string      `json:"nome"`
}

// planStatus are the words of the standard ERP API for a contract's state.
var planStatus = map[string]string{
	contractActive: "ACTIVE", contractBlocked: "BLOCKED", contractPaused: "SUSPENDED", contractPending: "PENDING", contractEnded: "CANCELLED",
}

// businessPlan is the plan that is never released on trust.
const businessPlan = "EMPRESA1G"

// selectPlans gives a blocked contract as it is today: released until the last
// day of its unlock, and open to another one from the next month on.
const selectPlans = `
SELECT c.documento, CAST(t.id AS TEXT), p.nome, p.preco, p.velocidade,
       CASE WHEN EXISTS (SELECT 1 FROM desbloqueios d WHERE d.contrato = t.id AND d.valido_ate >= ?2) THEN 'ATIVO' ELSE t.situacao END,
       t.situacao = 'BLOQUEADO' AND t.plano <> '` + businessPlan + `' AND NOT EXISTS (SELECT 1 FROM desbloqueios d WHERE d.contrato = t.id AND substr(d.dia, 1, 7) = substr(?2, 1, 7)),
       c.rua, c.numero, c.complemento, c.bairro, c.cidade, c.estado, c.cep
  FROM contratos t JOIN clientes c ON c.id = t.cliente JOIN planos p ON p.codigo = t.plano
 WHERE c.documento IN (SELECT value FROM json_each(?1))
 ORDER BY t.id`

func (s *Sandbox) listPlans(r *http.Request) reply {
	plans, refused := s.plansOf(r)
	if refused != nil {
		return *refused
	}
	wanted := []planView{}
	status := r.URL.Query().Get("status")
	for _, p := range plans {
		if status == "" || status == p.Status {
			wanted = append(wanted, p)
		}
	}
	return jsonReply(http.StatusOK, wanted)
}

func (s *Sandbox) listContracts(r *http.Request) reply {
	plans, refused := s.plansOf(r)
	if refused != nil {
		return *refused
	}
	views := make([]contractView, len(plans))
	for i, p := range plans {
		views[i] = contractView{p.Document, p.ContractID, p.Name + ", " + p.Street + ", " + p.Number}
	}
	return jsonReply(http.StatusOK, views)
}

// plansOf are the plans of the documents of a call.
func (s *Sandbox) plansOf(r *http.Request) ([]planView, *reply) {
	documents, refused := documentsOf(r, "cnpj_cpf")
	if refused != nil {
		return nil, refused
	}
	list, err := json.Marshal(documents)
	if err == nil {
		var rows *sql.Rows
		if rows, err = s.store.plans.QueryContext(r.Context(), string(list), s.today().String()); err == nil {
			var plans []planView
			if plans, err = collect(rows, scanPlan); err == nil {
				return plans, nil
			}
		}
	}
	failed := s.failed("list plans", err)
	return nil, &failed
}

func scanPlan(rows *sql.Rows) (planView, error) {
	var p planView
	var price int64
	var state string
	err := rows.Scan(&p.Document, &p.ContractID, &p.Name, &price, &p.Speed, &state, &p.CanUnlock,
		&p.Street, &p.Number, &p.Complement, &p.District, &p.City, &p.State, &p.PostalCode)
	p.Price, p.Status = reais(price), planStatus[state]
	return p, err
}

func twoDigits(n int) string { return fmt.Sprintf("%02d", n) }
