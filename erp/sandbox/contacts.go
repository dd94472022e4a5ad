package sandbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"

	"balcao/internal/br"
)

// contactsView is a customer as GET /contatos answers it.
type contactsView struct {
	Document   br.Document `json:"cnpj_cpf"`
	Emails     []string    `json:"emails"`
	Cellphones []string    `json:"celulares"`
}

// registrationView is what can be changed of a customer, as
// GET /clientes/{cnpj_cpf}/cadastro answers it.
type registrationView struct {
	Name           string          `json:"nome"`
	Email          *string         `json:"email"`
	Cellphones     []string        `json:"celulares"`
	Phones         []string        `json:"telefones"`
	BillingAddress json.RawMessage `json:"endereco_cobranca"`
}

// The kinds of contact.
const (
	contactEmail     = "email"
	contactCellphone = "celular"
	contactPhone     = "telefone"
)

const (
	selectContacts = `SELECT tipo, valor FROM contatos WHERE cliente = ? ORDER BY rowid`
	selectName     = `SELECT nome FROM clientes WHERE id = ?`
	selectBilling  = `SELECT conteudo FROM enderecos_cobranca WHERE cliente = ?`
)

func (s *Sandbox) listContacts(r *http.Request) reply {
	documents, refused := documentsOf(r, "cnpj_cpf")
	if refused != nil {
		return *refused
	}
	views := []contactsView{}
	for _, document := range documents {
		record, err := s.registration(r.Context(), document)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			continue
		case err != nil:
			return s.failed("list contacts", err)
		}
		view := contactsView{Document: br.Document(document), Emails: []string{}, Cellphones: record.Cellphones}
		if record.Email != nil {
			view.Emails = append(view.Emails, *record.Email)
		}
		views = append(views, view)
	}
	return jsonReply(http.StatusOK, views)
}

func (s *Sandbox) getRegistration(r *http.Request) reply {
	record, err := s.registration(r.Context(), br.Compact(r.PathValue("cnpj_cpf")))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return noSuchCustomer()
	case err != nil:
		return s.failed("get registration", err)
	}
	return jsonReply(http.StatusOK, record)
}

func noSuchCustomer() reply { return refusal(http.StatusNotFound, "Cliente não encontrado.") }

// registration reads the record that changes go to: the newest active one.
func (s *Sandbox) registration(ctx context.Context, document string) (registrationView, error) {
	record := registrationView{Cellphones: []string{}, Phones: []string{}, BillingAddress: json.RawMessage("null")}
	var id int64
	if err := s.store.read.QueryRowContext(ctx, selectAnyCustomer, document).Scan(&id); err != nil {
		return record, err
	}
	if err := s.store.read.QueryRowContext(ctx, selectName, id).Scan(&record.Name); err != nil {
		return record, err
	}
	rows, err := s.store.read.QueryContext(ctx, selectContacts, id)
	if err != nil {
		return record, err
	}
	contacts, err := collect(rows, scanContact)
	for _, c := range contacts {
		record.add(c[0], c[1])
	}
	if err != nil {
		return record, err
	}
	var billing string
	err = s.store.read.QueryRowContext(ctx, selectBilling, id).Scan(&billing)
	if err == nil {
		record.BillingAddress = json.RawMessage(billing)
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return record, err
}

func (v *registrationView) add(kind, value string) {
	switch kind {
	case contactEmail:
		v.Email = &value
	case contactCellphone:
		v.Cellphones = append(v.Cellphones, value)
	case contactPhone:
		v.Phones = append(v.Phones, value)
	}
}

// scanContact gives the kind and the value.
func scanContact(rows *sql.Rows) ([2]string, error) {
	var c [2]string
	err := rows.Scan(&c[0], &c[1])
	return c, err
}
