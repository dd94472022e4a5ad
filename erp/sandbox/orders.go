package sandbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"time"

	"balcao/internal/br"
)

// orderBody is what POST /pedidos and POST /pedidos/cliente-existente take.
type orderBody struct {
	Document       string       `json:"cnpj_cpf,omitempty"` // of an existing customer
	User           *userBody    `json:"usuario,omitempty"`
	Customer       buyerBody    `json:"cliente"`
	Installation   addressBody  `json:"endereco_instalacao"`
	BillingAddress *addressBody `json:"endereco_cobranca,omitempty"`
	Items          []itemBody   `json:"itens"`
	DueDate        string       `json:"vencimento,omitempty"`
	Reseller       string       `json:"revendedor,omitempty"`
	Origin         string       `json:"origem,omitempty"`
	PaymentMethod  string       `json:"forma_pagamento,omitempty"`
	Coupon         string       `json:"cupom,omitempty"`
	Notes          string       `json:"observacoes,omitempty"`
	AcceptedAt     *time.Time   `json:"aceite_em,omitempty"`
	Channel        string       `json:"canal"`
	Message        string       `json:"mensagem"`
	Reference      string       `json:"referencia"`
}

type buyerBody struct {
	Kind       string   `json:"tipo"` // PF, PJ
	Document   string   `json:"cpf_cnpj"`
	Name       string   `json:"nome"`
	Birthday   *br.Date `json:"data_nascimento,omitempty"`
	RG         string   `json:"rg,omitempty"`
	IE         string   `json:"ie,omitempty"`
	Email      string   `json:"email,omitempty"`
	Cellphones []string `json:"celulares,omitempty"`
	WhatsApp   []string `json:"whatsapp,omitempty"`
	MotherName string   `json:"nome_mae,omitempty"`
}

type itemBody struct {
	Code              string `json:"codigo"`
	Name              string `json:"nome,omitempty"`
	MonthlyPrice      string `json:"valor_mensal"`
	InstallationPrice string `json:"valor_instalacao,omitempty"`
	Quantity          int    `json:"quantidade"`
	LoyaltyMonths     *int   `json:"fidelidade_meses,omitempty"`
}

type userBody struct {
	ID    string `json:"id"`
	Name  string `json:"nome,omitempty"`
	Email string `json:"email,omitempty"`
}

// orderView is an order that was taken in.
type orderView struct {
	ID        string `json:"id"`
	Message   string `json:"mensagem"`
	IsTicket  bool   `json:"chamado"`
	Reference string `json:"referencia,omitempty"` // in lists only
}

func (o orderBody) refusal() *reply {
	message := ""
	switch {
	case o.Customer.Name == "" || o.Reference == "" || o.Message == "":
		message = "Informe o nome do cliente, a mensagem e a referencia."
	case o.Customer.Kind != "PF" && o.Customer.Kind != "PJ":
		message = "tipo: use PF ou PJ."
	case len(o.Items) == 0:
		message = "Informe ao menos um item."
	case o.DueDate != "" && !isDueDate(o.DueDate):
		message = "Vencimento desconhecido: " + o.DueDate + "."
	case o.Reseller != "" && !isReseller(o.Reseller):
		message = "Revendedor desconhecido: " + o.Reseller + "."
	case o.Origin != "" && !isOrigin(o.Origin):
		message = "Origem comercial desconhecida: " + o.Origin + "."
	default:
		message = o.itemsRefusal()
	}
	if _, err := br.ParseDocument(o.Customer.Document); message == "" && err != nil {
		message = "O CPF ou CNPJ informado não é válido."
	}
	if message == "" {
		return nil
	}
	refused := refusal(http.StatusUnprocessableEntity, message)
	return &refused
}

func (o orderBody) itemsRefusal() string {
	for _, item := range o.Items {
		price, err := parseReais(item.MonthlyPrice)
		switch {
		case !isProduct(item.Code):
			return "Produto desconhecido: " + item.Code + "."
		case err != nil || price < 0:
			return "valor_mensal: informe um valor como 129.90."
		case item.Quantity < 1:
			return "quantidade: informe 1 ou mais."
		}
	}
	return ""
}

func (s *Sandbox) createOrder(r *http.Request) reply { return s.takeOrder(r, kindOrder) }

func (s *Sandbox) createOrderOfCustomer(r *http.Request) reply {
	return s.takeOrder(r, kindCustomerOrder)
}

// takeOrder takes in an order: of a customer as a ticket.
func (s *Sandbox) takeOrder(r *http.Request, kind string) reply {
	var body orderBody
	by, refused := decode(r, &body)
	if refused == nil {
		refused = body.refusal()
	}
	if refused != nil {
		return *refused
	}
	t := taking{kind: kind, reference: body.Reference, by: by, content: body, answer: func(id string) any {
		if kind == kindCustomerOrder {
			return orderView{ID: "C" + id, Message: "Chamado aberto para o pedido.", IsTicket: true}
		}
		return orderView{ID: "P" + id, Message: "Pedido recebido."}
	}}
	return s.receive(r.Context(), application{
		kind: kind, document: br.Compact(body.Customer.Document), origin: by, pretend: t.pretend,
		run: func(ctx context.Context, tx *sql.Tx, double string) (reply, bool, error) {
			if answer, done, err := t.before(ctx, tx, double); done || err != nil {
				return answer, false, err
			}
			if kind == kindCustomerOrder {
				if refused, err := ticketRefusal(ctx, tx, br.Compact(body.Document), ""); refused != nil || err != nil {
					return orNone(refused), false, err
				}
			}
			return t.keep(ctx, tx)
		},
	})
}

func (s *Sandbox) listOrders(r *http.Request) reply {
	found := s.takenBy(r, kindOrder, kindCustomerOrder)
	var orders []orderView
	if found.status != http.StatusOK || json.Unmarshal(found.body, &orders) != nil {
		return found
	}
	for i := range orders {
		orders[i].Reference = r.URL.Query().Get("referencia")
	}
	return jsonReply(http.StatusOK, orders)
}
