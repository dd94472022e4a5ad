package erp

import (
	"time"

	"balcao/internal/br"
)

// PaymentMethod is how a settlement was paid.
type PaymentMethod string

const (
	// PIX: the instant payment of the Banco Central.
	PIX PaymentMethod = "PIX"
	// TEF: a card on the totem's PIN pad.
	TEF PaymentMethod = "TEF"
)

// Words are the words a pack may use for the method.
func (PaymentMethod) Words() []string { return []string{string(PIX), string(TEF)} }

// Settlement (baixa) is a payment that has already been taken.
type Settlement struct {
	// Amount is what was paid for this invoice.
	Amount Money `erp:"amount,required" json:"amount"`
	// PaidAt is the instant of the payment. Packs see it in the tenant's zone.
	PaidAt time.Time     `erp:"paid_at,required" json:"paidAt"`
	Method PaymentMethod `erp:"method,required" json:"method"`
	// CompanyID tells the companies of one install apart.
	CompanyID *string `erp:"company_id" json:"companyId,omitempty"`
	// EndToEndID is the PIX payment's id, case-sensitive, 32 characters
	// (Banco Central, "Manual de Padrões para Iniciação do Pix").
	EndToEndID *string `erp:"end_to_end_id" json:"endToEndId,omitempty"`
	// TxID is the PIX charge's id. It is kept and never a key: two payments
	// can carry the same.
	TxID *string `erp:"txid" json:"txid,omitempty"`
	// Network (rede) is the acquirer of a TEF payment, and so on to Installments.
	Network       *string  `erp:"network" json:"network,omitempty"`
	Store         *string  `erp:"store" json:"store,omitempty"`
	Terminal      *string  `erp:"terminal" json:"terminal,omitempty"`
	NSUSitef      *string  `erp:"nsu_sitef" json:"nsuSitef,omitempty"`
	NSUHost       *string  `erp:"nsu_host" json:"nsuHost,omitempty"`
	ReceiptDate   *br.Date `erp:"receipt_date" json:"receiptDate,omitempty"`
	Authorization *string  `erp:"authorization" json:"authorization,omitempty"`
	CardBrand     *string  `erp:"card_brand" json:"cardBrand,omitempty"`
	Installments  *int     `erp:"installments" json:"installments,omitempty"`
}

// SettleInput registers a payment of an invoice.
type SettleInput struct {
	InvoiceID  string      `erp:"invoice_id,required"`
	Document   br.Document `erp:"document,required"`
	Settlement Settlement  `erp:"settlement,required"`
	// Reference is our own reference of the payment: the end-to-end id or the
	// TEF payment's NSU. Packs send it wherever the ERP has room.
	Reference string `erp:"reference,required"`
}

// Subject is the customer.
func (in SettleInput) Subject() br.Document { return in.Document }

// Key implements [Input].
func (in SettleInput) Key() string { return key(in.InvoiceID, string(in.Document), in.Reference) }

// Settled is what an ERP answers to a settlement.
type Settled struct {
	// RemoteID is the payment's id in the ERP, where it gives one.
	RemoteID *string `erp:"remote_id" json:"remoteId,omitempty"`
}

// Created is what an ERP answers to something it took in.
type Created struct {
	// RemoteID is the record's id in the ERP, where it gives one.
	RemoteID *string `erp:"remote_id" json:"remoteId,omitempty"`
}
