// Package standin is what the stand-ins of closed ERPs have in common. A
// stand-in is a fake of an ERP that cannot run here: it is built from what
// public pages say of that ERP, quirks included, and holds the same made-up
// people as the others.
//
// [Person] and the people below are whom every stand-in knows; [Desk] delivers
// its answers, lets faults befall them and keeps the books. Each ERP is a
// package below this one: ixc, hubsoft, sgp; unknown is an ERP that nobody
// prepared for, with a command to run it. Nothing of Balcão imports them but its
// tests.
package standin

import (
	"time"

	"balcao/internal/br"
)

// Person is somebody whom every stand-in knows. Nobody of them exists.
type Person struct {
	Document br.Document
	Name     string
	Company  bool
	Born     br.Date // of a company, when it was founded
	// Email, Mobile and Phone: the latter two are digits with the area code.
	Email, Mobile, Phone                  string
	Street, Number, District, City, State string
	PostalCode                            string // eight digits
}

// The people.
var (
	// Maria has one active contract, and a paid, an overdue and an open invoice.
	Maria = Person{
		Document: "52998224725", Name: "Maria da Silva", Born: day(1985, time.April, 12),
		Email: "maria.silva@example.com", Mobile: "11987650001", Phone: "1132650001",
		Street: "Rua das Acácias", Number: "120", District: "Centro", City: "São Paulo", State: "SP", PostalCode: "01310100",
	}
	// Joao has two active contracts with an open invoice each, and a partly paid
	// invoice where the ERP has such a state.
	Joao = Person{
		Document: "11144477735", Name: "João D'Ávila Pereira", Born: day(1972, time.November, 3),
		Email: "joao.davila@example.com", Mobile: "11987650002", Phone: "1132650002",
		Street: "Avenida São João", Number: "1500", District: "República", City: "São Paulo", State: "SP", PostalCode: "01036100",
	}
	// Padaria has an active contract and no invoice.
	Padaria = Person{
		Document: "11444777000161", Name: `Padaria Estrela & Filhos "Matriz"`, Company: true, Born: day(1999, time.June, 1),
		Email: "contato@padariaestrela.example", Mobile: "11987650003", Phone: "1132650003",
		Street: "Praça da Sé", Number: "10", District: "Sé", City: "São Paulo", State: "SP", PostalCode: "01001000",
	}
	// Aurora has more invoices than a page of the ERP holds, one of them cancelled.
	Aurora = Person{
		Document: "11222333000181", Name: "Aurora Comércio Ltda", Company: true, Born: day(2008, time.March, 17),
		Email: "financeiro@aurora.example", Mobile: "11987650004", Phone: "1132650004",
		Street: "Rua Augusta", Number: "900", District: "Consolação", City: "São Paulo", State: "SP", PostalCode: "01304001",
	}
	// Estela has an active and a blocked contract; the blocked one is never
	// released on trust. Tests may change her data.
	Estela = Person{
		Document: "22233344405", Name: "Estela Nogueira", Born: day(1990, time.January, 25),
		Email: "estela.nogueira@example.com", Mobile: "11987650005", Phone: "1132650005",
		Street: "Rua Vergueiro", Number: "3000", District: "Vila Mariana", City: "São Paulo", State: "SP", PostalCode: "04101300",
	}
	// Antonio has two records with one document: a former one and the present
	// one, which has an open invoice.
	Antonio = Person{
		Document: "39053344705", Name: "Antonio Gonçalves de Araújo", Born: day(1968, time.August, 30),
		Email: "antonio.araujo@example.com", Mobile: "11987650006", Phone: "1132650006",
		Street: "Rua Tuiuti", Number: "77", District: "Tatuapé", City: "São Paulo", State: "SP", PostalCode: "03081000",
	}
	// Bento has a blocked contract that may be released on trust, and an open
	// invoice without line, PIX code and link.
	Bento = Person{
		Document: "98765432100", Name: "Bento Íris", Born: day(1995, time.December, 8),
		Email: "bento.iris@example.com", Mobile: "11987650007", Phone: "1132650007",
		Street: "Rua Oscar Freire", Number: "45", District: "Pinheiros", City: "São Paulo", State: "SP", PostalCode: "05409010",
	}
)

// Nobody is a valid CPF that no stand-in knows.
const Nobody br.Document = "00000000191"

// Cast are all people.
func Cast() []Person { return []Person{Maria, Joao, Padaria, Aurora, Estela, Antonio, Bento} }

func day(year int, month time.Month, d int) br.Date {
	return br.Date{Year: year, Month: month, Day: d}
}
