package hubsoft

import (
	"strings"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// offer is a plan on sale. Speeds are in Mbit/s.
type offer struct {
	id           int64
	name         string
	price        erp.Money
	down, up     int
	technologyID int64
}

// What is sold. All of it is made up.
var (
	fibre600  = offer{301, "Fibra 600 Mega", 9990, 600, 300, 1}
	fibre1000 = offer{302, "Fibra 1 Giga", 14990, 1000, 500, 1}
	radio50   = offer{303, "Rádio 50 Mega", 5495, 50, 10, 2}
)

var offers = []offer{fibre600, fibre1000, radio50}

// technologies by offer.technologyID, as servicos[].tecnologia names them.
var technologies = map[int64]string{1: "Fibra Óptica", 2: "Rádio"}

// plans is hubsoft.md, "plans on sale": configuracao/servico, without prices.
func (s *Server) plans(question) standin.Reply {
	rows := []object{}
	for _, o := range offers {
		rows = append(rows, object{{"id_servico", o.id}, {"descricao", o.name}, {"id_servico_tecnologia", o.technologyID}})
	}
	return answer(success, "Dados consultados com sucesso", part{"servicos", rows})
}

// plansOnSale is hubsoft.md, "plans on sale": prospecto/create?cep=, an error
// if the CEP is unknown. Types are not documented; chosen: valor is a number,
// the speeds are whole Mbit/s.
func (s *Server) plansOnSale(q question) standin.Reply {
	if !knownPostalCode(q.Get("cep")) {
		return refused("CEP não encontrado.")
	}
	rows := []object{}
	for _, o := range offers {
		rows = append(rows, object{
			{"id_servico", o.id}, {"descricao", o.name}, {"valor", jsonNumber(o.price)},
			{"display", o.name + " - R$ " + strings.ReplaceAll(o.price.String(), ".", ",")},
			{"velocidade_download", o.down}, {"velocidade_upload", o.up},
		})
	}
	return answer(success, "Dados consultados com sucesso", part{"servicos", rows})
}

// knownPostalCode: which CEPs an install knows is its own affair; chosen: those
// that begin with 0, with or without a hyphen.
func knownPostalCode(cep string) bool {
	digits := br.Compact(cep)
	return len(digits) == 8 && digits[0] == '0'
}
