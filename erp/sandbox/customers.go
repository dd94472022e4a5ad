package sandbox

import (
	"database/sql"
	"encoding/json"
	"net/http"
)

// customerView is a record as GET /clientes answers it. Absent values are null.
type customerView struct {
	Document   string  `json:"cnpj_cpf"`
	Name       string  `json:"nome_completo"`
	Birthday   *string `json:"aniversario"`
	Registered string  `json:"data_registro"`
	Active     bool    `json:"ativo"`
	RemoteID   string  `json:"id_remoto"`
	ContractID *string `json:"id_contrato"`
	Street     string  `json:"rua_endereco"`
	Number     string  `json:"numero_endereco"`
	PostalCode string  `json:"cep_endereco"`
	City       string  `json:"cidade_endereco"`
	Complement *string `json:"complemento_endereco"`
	District   string  `json:"bairro_endereco"`
	State      string  `json:"estado_endereco"`
}

// selectCustomers gives the first contract that is not ended as the record's.
const selectCustomers = `
SELECT c.documento, c.nome, c.aniversario, c.registro, c.ativo, c.id,
       (SELECT CAST(min(t.id) AS TEXT) FROM contratos t WHERE t.cliente = c.id AND t.situacao <> 'CANCELADO'),
       c.rua, c.numero, c.cep, c.cidade, c.complemento, c.bairro, c.estado
  FROM clientes c
 WHERE c.documento IN (SELECT value FROM json_each(?))
 ORDER BY c.id`

// selectAnyCustomer is a document's newest record, an active one before others.
const selectAnyCustomer = `
SELECT c.id FROM clientes c WHERE c.documento = ? ORDER BY c.ativo DESC, c.id DESC LIMIT 1`

func (s *Sandbox) listCustomers(r *http.Request) reply {
	documents, refused := documentsOf(r, "cnpj_cpf")
	if refused != nil {
		return *refused
	}
	list, err := json.Marshal(documents)
	if err != nil {
		return s.failed("list customers", err)
	}
	rows, err := s.store.customers.QueryContext(r.Context(), string(list))
	if err != nil {
		return s.failed("list customers", err)
	}
	customers, err := collect(rows, scanCustomer)
	if err != nil {
		return s.failed("list customers", err)
	}
	return jsonReply(http.StatusOK, notNull(customers))
}

func scanCustomer(rows *sql.Rows) (customerView, error) {
	var c customerView
	err := rows.Scan(&c.Document, &c.Name, &c.Birthday, &c.Registered, &c.Active, &c.RemoteID, &c.ContractID,
		&c.Street, &c.Number, &c.PostalCode, &c.City, &c.Complement, &c.District, &c.State)
	return c, err
}

// notNull makes an empty list [] in JSON and not null.
func notNull[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
