package sgp

import "time"

// occurrence is an ocorrência, and the service order that may go with it.
type occurrence struct {
	id, kind int
	contract *contract
	protocol string
	text     string
	sent     string // all fields, for the clerk's screen
	status   int    // 0 open, 1 closed, 2 running, 3 pending (sgp.md, Functions, "list tickets")
	at       time.Time
	order    bool // with a service order (OS)
}

var occurrenceWords = []string{"Aberta", "Encerrada", "Em execução", "Pendente"}

// occurrenceKinds: the codes differ by provider (sgp.md, Functions, "create
// support ticket").
var occurrenceKinds = []listed{{1, "Suporte técnico"}, {2, "Financeiro"}, {slipKind, "Segunda via"}}

const slipKind = 5

// open opens an occurrence.
func (s *Server) open(k *contract, o occurrence) *occurrence {
	o.id, o.contract, o.at = len(s.occurrences)+1, k, s.now()
	o.protocol = s.nextProtocol(o.at)
	s.occurrences = append(s.occurrences, &o)
	s.keep("ocorrencia", "protocolo="+o.protocol+" contrato="+itoa(k.id)+" tipo="+itoa(o.kind)+" "+o.text+" "+o.sent)
	return &o
}
