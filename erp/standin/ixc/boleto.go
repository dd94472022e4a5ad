package ixc

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"

	"balcao/erp/standin"
)

// boletoPage is what stands where a PDF is due (quirks.md, rows 2 and 25).
const boletoPage = `<!DOCTYPE html><html><head><title>IXC Provedor</title></head><body><h1>Boleto</h1></body></html>`

// getBoleto prints or sends boletos (ixc.md, Functions, "boleto PDF", "boleto
// data", "send boleto"). Which of its parameters are required is not
// documented; chosen: boletos and tipo_boleto.
func (s *Server) getBoleto(f form) standin.Reply {
	if !f.has("boletos", "tipo_boleto") {
		return redBox()
	}
	if s.quirks.BoletoPage {
		return standin.Reply{Status: http.StatusOK, ContentType: htmlType, Body: []byte(boletoPage)}
	}
	var titles []record
	for id := range strings.SplitSeq(f["boletos"], ",") { // one id or a comma list
		title := s.tables["fn_areceber"].find(strings.TrimSpace(id))
		if title == nil || !isPayable(*title) { // "works for any open title"; the words are not documented
			return refused("Boleto não disponível para a parcela " + id + "!")
		}
		titles = append(titles, *title)
	}
	return s.boletos(titles, f)
}

func (s *Server) boletos(titles []record, f form) standin.Reply {
	switch f["tipo_boleto"] {
	case "arquivo":
		return encoded(s.drawBoletos(titles), f["base64"])
	case "mail", "sms":
		for _, title := range titles {
			s.sent = append(s.sent, f["tipo_boleto"]+" "+title.get("id"))
		}
		return jsonReply(struct {
			Rows []map[string]bool `json:"registros"`
		}{[]map[string]bool{{"sucesso": true}}})
	case "dados":
		// The answer's field names are unknown (ixc.md, Functions, "boleto data"),
		// so there is none to give.
		return refused("Dados do boleto não disponíveis!")
	}
	return redBox()
}

// encoded is a file as base64 text ("S") or as it is ("N"), without an envelope.
// Without the parameter: not documented; chosen: as it is.
func encoded(file []byte, base64Wanted string) standin.Reply {
	if base64Wanted == "S" {
		file = []byte(base64.StdEncoding.EncodeToString(file))
	}
	return raw(file)
}

func (s *Server) drawBoletos(titles []record) []byte {
	var pages [][]string
	for _, title := range titles {
		name := ""
		if payer := s.person(title.get("id_cliente")); payer != nil {
			name = payer.get("razao")
		}
		pages = append(pages, []string{"Boleto " + title.get("id"), "Pagador: " + name,
			"Vencimento: " + title.get("data_vencimento"), "Valor: R$ " + title.get("valor_aberto"),
			"Linha: " + title.get("linha_digitavel")})
	}
	return draw(pages)
}

// printNote answers {"id": sale id, "base64": "S"} like get_boleto (ixc.md,
// Functions, "nota fiscal PDF": shape inferred).
func (s *Server) printNote(f form) standin.Reply {
	if !f.has("id") {
		return redBox()
	}
	note := s.tables["vd_saida"].find(f["id"])
	if note == nil || note.get("status") != "F" { // not documented; chosen: a refusal
		return refused("Nota não disponível para impressão!")
	}
	return encoded(draw([][]string{{
		fmt.Sprintf("Nota fiscal %s, modelo %s", note.get("numero_nf"), note.get("modelo_nf")),
		"Emissao: " + note.get("data_emissao"), "Total: R$ " + note.get("valor_total")}}), f["base64"])
}
