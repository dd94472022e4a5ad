package ixc

import (
	"fmt"

	"balcao/erp/standin"
)

// readings are resources that answer and change no record, by POST or by GET
// with the header (ixc.md, Functions: "POST, or GET+L").
var readings = map[string]func(*Server, form) standin.Reply{
	"get_pix":       (*Server).getPIX,
	"get_boleto":    (*Server).getBoleto,
	"imprimir_nota": (*Server).printNote,
}

// actions are resources that change something, by POST. They cannot be listed
// (not documented; chosen: they are wrong resources then).
var actions = map[string]func(*Server, form) (standin.Entry, func() verdict){
	settlement:                    settle,
	trustUnlock:                   unlock,
	temporaryRelease:              release("get_id", "id"),
	manualRelease:                 release("id_contrato"),
	"gerar_protocolo_atendimento": protocol,
}

// protocol gives a number for a ticket (ixc.md, Functions, "create support
// ticket"). The answer's shape is not documented; chosen.
func protocol(s *Server, _ form) (standin.Entry, func() verdict) {
	return standin.Entry{Kind: "protocolo"}, func() verdict {
		number := s.protocolNumber(s.protocols.last + 1)
		return verdict{jsonReply(struct {
			Type     string `json:"type"`
			Protocol string `json:"protocolo"`
		}{"success", number}), func() { s.protocols.take() }}
	}
}

func (s *Server) nextProtocol() string {
	s.protocols.take()
	return s.protocolNumber(s.protocols.last)
}

// protocolNumber is the day and a number of it. Not documented; chosen.
func (s *Server) protocolNumber(n int) string {
	d := s.today()
	return fmt.Sprintf("%04d%02d%02d%06d", d.Year, d.Month, d.Day, n)
}
