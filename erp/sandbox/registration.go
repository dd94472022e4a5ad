package sandbox

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"balcao/internal/br"
)

// registrationBody is what PUT /clientes/{cnpj_cpf}/cadastro takes. What is left
// out stays as it is.
type registrationBody struct {
	Name           *string      `json:"nome"`
	Email          *string      `json:"email"`
	Cellphones     []string     `json:"celulares"`
	Phones         []string     `json:"telefones"`
	BillingAddress *addressBody `json:"endereco_cobranca"`
}

// addressBody is an address as requests have it.
type addressBody struct {
	Street     string `json:"rua,omitempty"`
	Number     string `json:"numero,omitempty"`
	Complement string `json:"complemento,omitempty"`
	District   string `json:"bairro,omitempty"`
	City       string `json:"cidade,omitempty"`
	State      string `json:"estado,omitempty"`
	PostalCode string `json:"cep,omitempty"`
	IBGECode   string `json:"codigo_ibge,omitempty"`
	Landmark   string `json:"referencia,omitempty"`
	Latitude   string `json:"latitude,omitempty"`
	Longitude  string `json:"longitude,omitempty"`
}

func (b registrationBody) refusal() *reply {
	message := ""
	switch {
	case b.Name == nil && b.Email == nil && b.Cellphones == nil && b.Phones == nil && b.BillingAddress == nil:
		message = "Informe o que deve ser alterado."
	case b.Name != nil && *b.Name == "":
		message = "O nome não pode ficar em branco."
	case b.Email != nil && *b.Email == "":
		message = "O e-mail não pode ficar em branco."
	}
	if message == "" {
		return nil
	}
	refused := refusal(http.StatusUnprocessableEntity, message)
	return &refused
}

// drop forgets fields, as ERPs do without a word.
func (b *registrationBody) drop(fields []string) {
	for _, field := range fields {
		switch field {
		case "nome":
			b.Name = nil
		case "email":
			b.Email = nil
		case "celulares":
			b.Cellphones = nil
		case "telefones":
			b.Phones = nil
		case "endereco_cobranca":
			b.BillingAddress = nil
		}
	}
}

// updateRegistration needs no key: the same change twice is one.
func (s *Sandbox) updateRegistration(r *http.Request) reply {
	var body registrationBody
	raw, err := io.ReadAll(r.Body)
	if err != nil || json.NewDecoder(bytes.NewReader(raw)).Decode(&body) != nil {
		return *badRequest("O corpo do pedido não é o JSON esperado.")
	}
	if refused := body.refusal(); refused != nil {
		return *refused
	}
	body.drop(s.switches.current().Dropped)
	document := br.Compact(r.PathValue("cnpj_cpf"))
	return s.receive(r.Context(), application{
		kind: kindRegistration, document: document,
		pretend: func(string) reply { return reply{status: http.StatusNoContent} },
		run: func(ctx context.Context, tx *sql.Tx, _ string) (reply, bool, error) {
			return changeRegistration(ctx, tx, document, body)
		},
	})
}

func changeRegistration(ctx context.Context, tx *sql.Tx, document string, body registrationBody) (reply, bool, error) {
	var id int64
	err := tx.QueryRowContext(ctx, selectAnyCustomer, document).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return noSuchCustomer(), false, nil
	}
	if err != nil {
		return reply{}, false, err
	}
	if body.Name != nil {
		_, err = tx.ExecContext(ctx, `UPDATE clientes SET nome = ? WHERE id = ?`, *body.Name, id)
	}
	if body.Email != nil {
		err = errors.Join(err, replaceContacts(ctx, tx, id, contactEmail, []string{*body.Email}))
	}
	err = errors.Join(err, replaceContacts(ctx, tx, id, contactCellphone, body.Cellphones))
	err = errors.Join(err, replaceContacts(ctx, tx, id, contactPhone, body.Phones))
	if body.BillingAddress != nil {
		err = errors.Join(err, replaceBilling(ctx, tx, id, *body.BillingAddress))
	}
	return reply{status: http.StatusNoContent}, err == nil, err
}

func replaceContacts(ctx context.Context, tx *sql.Tx, id int64, kind string, values []string) error {
	if values == nil {
		return nil
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM contatos WHERE cliente = ? AND tipo = ?`, id, kind)
	for _, v := range values {
		if err == nil {
			_, err = tx.ExecContext(ctx, `INSERT INTO contatos VALUES (?, ?, ?)`, id, kind, v)
		}
	}
	return err
}

func replaceBilling(ctx context.Context, tx *sql.Tx, id int64, address addressBody) error {
	content, err := json.Marshal(address)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO enderecos_cobranca VALUES (?1, ?2)
		ON CONFLICT (cliente) DO UPDATE SET conteudo = ?2`, id, string(content))
	return err
}
