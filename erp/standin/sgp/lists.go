package sgp

import (
	"slices"
	"strconv"

	"balcao/erp/standin"
)

// listed is a row of a list of the install's codes.
type listed struct {
	id   int
	name string
}

var (
	receivingPoints = []listed{{1, "Caixa Central"}, {2, "Banco de Teste"}}
	accounts        = []listed{{1, "Receitas"}, {2, "Mensalidades"}}
	carriers        = []listed{{1, "BANCO DE TESTE"}}
	sellers         = []listed{{1, "Vendas Internas"}, {2, "José Antônio Representações"}}
	dueDays         = []listed{{1, "5"}, {2, "10"}, {3, "20"}}
)

func isListed(list []listed, id string) bool {
	return slices.ContainsFunc(list, func(l listed) bool { return itoa(l.id) == id })
}

// bareList answers an array of id and a name. For planoscontas,
// pontosrecebimentos and portador the shape is not documented; chosen: id and
// descricao.
func bareList(list []listed, idName, name string) func(*call) standin.Reply {
	rows := []object{}
	for _, l := range list {
		rows = append(rows, object{{idName, l.id}, {name, l.name}})
	}
	return func(*call) standin.Reply { return ok(rows) }
}

// dueDateList: dia is a number (sgp.md, Functions, "due dates").
func (s *Server) dueDateList(*call) standin.Reply {
	rows := []object{}
	for _, l := range dueDays {
		day, _ := strconv.Atoi(l.name)
		rows = append(rows, object{{"id", l.id}, {"dia", day}})
	}
	return ok(rows)
}

// planList: sgp.md, Functions, "plans on sale". What gateway holds: not
// documented; chosen: nothing.
func (s *Server) planList(*call) standin.Reply {
	rows := []object{}
	for _, p := range plans {
		if p.sold {
			rows = append(rows, object{{"id", p.id}, {"descricao", p.name}, {"valor", float(p.price)}, {"tipo", "internet"},
				{"observacao", p.note}, {"gateway", object{}}})
		}
	}
	return ok(rows)
}

// consultaplano: sgp.md, Functions, "plans, second": preco is a text. Its unit
// of speed, what pop filters and that plans off sale are in it: not documented;
// chosen: Mbit/s, point of presence 1 alone, all plans.
func (s *Server) consultaplano(c *call) standin.Reply {
	rows := []object{}
	for _, p := range plans {
		if c.allows("pop", "1") {
			rows = append(rows, object{{"id", p.id}, {"descricao", p.name}, {"preco", p.price.String()}, {"qtd_servicos", 1},
				{"download", p.download}, {"upload", p.upload}})
		}
	}
	return ok(object{{"planos", rows}})
}

// authInfo accepts Basic (sgp.md, Functions, "cheap probe"). Its shape: not
// documented; chosen: the user's name.
func (s *Server) authInfo(c *call) standin.Reply {
	name := c.user
	if name == "" {
		name = s.options.App
	}
	return ok(object{{"username", name}})
}

// viabilidade: sgp.md, Functions, "viability". Where it is viable: chosen: at
// the postal codes, or in the streets, of the cast.
func (s *Server) viabilidade(c *call) standin.Reply {
	if c.text("cep") == "" && (c.text("logradouro") == "" || c.text("bairro") == "" || c.text("cidade") == "") {
		return refuse("Informe cep ou logradouro, bairro e cidade")
	}
	viable := slices.ContainsFunc(standin.Cast(), func(p standin.Person) bool {
		if c.text("cep") != "" {
			return c.text("cep") == p.PostalCode
		}
		return c.text("logradouro") == p.Street && c.text("bairro") == p.District && c.text("cidade") == p.City
	})
	return ok(object{{"viabilidade", viable}})
}
