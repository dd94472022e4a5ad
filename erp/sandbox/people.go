package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"balcao/internal/br"
)

// person is a made-up customer as seed.go inserts it.
type person struct {
	id               int
	document         br.Document
	name             string
	birthday         string // empty for a company
	registered       string
	inactive         bool
	street, number   string
	complement       string
	district         string
	place            place
	email, cellphone string
	contracts        []contract
}

// place is a city with the beginning of its postal codes.
type place struct {
	city, state, postalCode, areaCode string
}

// contract is a plan that a customer has.
type contract struct {
	id     int
	plan   plan
	state  string
	dueDay int // of the month
	habit  string
}

type plan struct {
	code, name string
	price      int64 // centavos a month
	speed      string
}

// The states of a contract.
const (
	contractActive  = "ATIVO"
	contractBlocked = "BLOQUEADO"
	contractPaused  = "SUSPENSO"
	contractPending = "PENDENTE"
	contractEnded   = "CANCELADO"
)

var plans = []plan{
	{"FIBRA100", "Fibra 100 Mega", 7990, "100 Mbps"},
	{"FIBRA300", "Fibra 300 Mega", 9990, "300 Mbps"},
	{"FIBRA500", "Fibra 500 Mega", 12990, "500 Mbps"},
	{"FIBRA800", "Fibra 800 Mega + TV", 17949, "800 Mbps"},
	{businessPlan, "Fibra Empresarial 1 Giga", 39987, "1 Gbps"},
}

var (
	givenNames = []string{"Ana", "José", "Antônia", "João", "Conceição", "Luís", "Fátima", "Sebastião", "Inês", "César",
		"Débora", "Flávio", "Íris", "Otávio", "Thaís", "Vinícius", "Adriana", "Bruno", "Camila", "Diego", "Eduarda", "Gustavo",
		"Helena", "Igor", "Juliana", "Kátia", "Leandro", "Márcia", "Natália", "Patrícia", "Rafael", "Sônia", "Túlio", "Zélia"}
	familyNames = []string{"Souza", "D'Ávila", "Gonçalves", "Araújo", "Sant'Anna", "Conceição", "Magalhães", "Brandão", "Simões",
		"Antunes", "Ribeiro", "Nóbrega", "Assunção", "Falcão", "Paixão", "Moraes", "Teixeira", "D'Oliveira", "Guimarães", "Leão",
		"Peçanha", "Queirós", "Xavier", "Zanella", "Müller", "Vasconcelos", "Bragança", "Camargo", "dos Santos", "da Conceição"}
	businesses   = []string{"Padaria", "Mercearia", "Farmácia", "Oficina", "Autopeças", "Pousada", "Clínica", "Papelaria", "Açougue", "Escritório"}
	businessEnds = []string{"Ltda", "Ltda - ME", "& Filhos Ltda", "S/A", "EIRELI"}
	streets      = []string{"Rua das Acácias", "Avenida São João", "Travessa Três Irmãos", "Rua Sete de Setembro", "Alameda dos Ipês",
		"Rua Olho d'Água", "Avenida Getúlio Vargas", "Rua Padre Anchieta", "Estrada da Conceição", "Rua João Pessoa"}
	districts = []string{"Centro", "Jardim América", "Vila Nova", "São José", "Boa Vista", "Santo Antônio", "Pau d'Alho", "Conceição"}
	places    = []place{
		{"São Paulo", "SP", "01310", "11"}, {"Florianópolis", "SC", "88010", "48"}, {"Goiânia", "GO", "74010", "62"},
		{"Maceió", "AL", "57020", "82"}, {"Santa Bárbara d'Oeste", "SP", "13450", "19"}, {"Belém", "PA", "66010", "91"},
		{"Curitiba", "PR", "80010", "41"}, {"Vitória da Conquista", "BA", "45000", "77"}, {"Uberlândia", "MG", "38400", "34"},
	}
	dueDays = []int{5, 8, 10, 15, 20, 25}
)

func pick[T any](random *rand.Rand, from []T) T { return from[random.IntN(len(from))] }

// madeUpPerson makes the n-th customer. The same n and random numbers give the
// same one.
func madeUpPerson(random *rand.Rand, id, n int) (person, error) {
	p := person{
		id:         id,
		birthday:   br.Date{Year: 1945, Month: 1, Day: 1}.AddDays(random.IntN(60 * 365)).String(),
		registered: br.Date{Year: 2019, Month: 3, Day: 1}.AddDays(random.IntN(6 * 365)).String(),
		street:     pick(random, streets), number: fmt.Sprint(1 + random.IntN(2400)),
		district: pick(random, districts), place: pick(random, places),
		inactive: n%40 == 39,
	}
	if n%4 == 1 {
		p.complement = fmt.Sprintf("Apto %d", 11+random.IntN(180))
	}
	base := fmt.Sprintf("%09d", 100_000_007+n*2_345_681)
	given, family := pick(random, givenNames), pick(random, familyNames)
	p.name = given + " " + family + " " + pick(random, familyNames)
	if n%10 == 3 {
		p.birthday = ""
		p.name = fmt.Sprintf("%s %s %s", pick(random, businesses), family, pick(random, businessEnds))
		base = companyBase(n)
	}
	p.email = fmt.Sprintf("%s.%d@example.com", plainASCII(strings.ToLower(given)), id)
	p.cellphone = fmt.Sprintf("%s9%08d", p.place.areaCode, 80000000+n*12_347)
	var err error
	p.document, err = br.NewDocument(base)
	return p, err
}

// companyBase is the base of a CNPJ; every second one has letters, as the
// Receita Federal gives them since July 2026.
func companyBase(n int) string {
	if n%20 == 3 {
		return fmt.Sprintf("%c%c%06d0001", 'A'+n%26, 'Z'-n/20%26, 100_000+n*731)
	}
	return fmt.Sprintf("%08d0001", 20_000_000+n*71_377)
}

var accents = strings.NewReplacer("á", "a", "â", "a", "ã", "a", "à", "a", "é", "e", "ê", "e", "í", "i", "ó", "o", "ô", "o",
	"õ", "o", "ú", "u", "ü", "u", "ç", "c", "Á", "A", "Â", "A", "Ã", "A", "À", "A", "É", "E", "Ê", "E", "Í", "I", "Ó", "O",
	"Ô", "O", "Õ", "O", "Ú", "U", "Ü", "U", "Ç", "C", "'", "")

// plainASCII writes a Portuguese word without accents and apostrophes.
func plainASCII(s string) string { return accents.Replace(s) }
