package ixc

import (
	"strings"

	"balcao/erp"
	"balcao/internal/br"
)

// bill makes a title of a contract without any means to pay it.
func (s *Server) bill(contract *record, amount erp.Money, due br.Date) *record {
	t := s.tables["fn_areceber"]
	return t.add("liberado", "S", "filial_id", "1", "status", "A",
		"data_emissao", due.AddDays(-20).String(), "data_vencimento", due.String(),
		"valor", amount.String(), "valor_aberto", amount.String(),
		"id_cliente", contract.get("id_cliente"), "documento", "7"+t.next.peek(), "tipo_recebimento", "Boleto",
		"id_contrato", contract.get("id"), "id_conta", "2758", "id_carteira_cobranca", "1", "titulo_protestado", "N",
		"aguardando_confirmacao_pagamento", "N", "recebido_via_pix", "N", "nparcela", "1", "previsao", "N", "id_cobranca", "0")
}

// openTitle makes a title with a line and a PIX code in both fields.
func (s *Server) openTitle(contract *record, amount erp.Money, due br.Date) *record {
	title := s.bill(contract, amount, due)
	id := title.get("id")
	title.setAll("linha_digitavel", lineOf(id, amount, due).Formatted(), "nn_boleto", "109"+id, "pix_txid", "IXC"+id)
	s.pix[id] = charge{gateway: "Banco Exemplo", inQRCode: true, inDetails: true, withDates: true, expiration: noExpiration,
		location: "https://pix.provedor.example/qr/" + id}
	return title
}

// lineOf is a title's digitable line. How it is written is not documented;
// chosen: with dots and spaces, as on paper, so that a client must cope with both.
//
// The bar code itself stands in no column: of nn_boleto the page only quotes
// that "the vendor's note calls it the bar code". Chosen: it is the bank's
// number of the title (nosso número), as its name says, so that nobody trusts
// the note.
func lineOf(id string, amount erp.Money, due br.Date) br.Line {
	code, err := br.NewBarcode("341", due, int64(amount), "109"+strings.Repeat("0", max(0, 15-len(id)))+id+"0000000")
	if err != nil {
		panic("ixc stand-in: line of title " + id + ": " + err.Error())
	}
	return code.Line()
}

// paid receives all of a title on a day.
func (s *Server) paid(title *record, on br.Date) {
	s.receive(title, payment{received: reais(title.get("valor_aberto")), on: on})
	title.set("baixa_data", on.AddDays(1).String())
}

// cancel is status C (ixc.md, Functions, "list open invoices").
func cancel(title *record) {
	title.setAll("status", "C", "valor_cancelado", title.get("valor"), "valor_aberto", "0.00")
}
