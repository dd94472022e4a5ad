package sandbox

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"

	"balcao/internal/br"
)

const (
	madeUpCustomers = 320
	firstCustomer   = 1001
	firstContract   = 5001
)

// seed inserts the plans and customers. They are the same in every sandbox.
func seed(ctx context.Context, tx *sql.Tx) error {
	people, err := allPeople()
	if err != nil {
		return err
	}
	prepare := preparer{ctx: ctx, on: tx}
	add := newSeeder(&prepare)
	if prepare.err != nil {
		return prepare.err
	}
	for _, p := range plans {
		if _, err := tx.ExecContext(ctx, `INSERT INTO planos VALUES (?, ?, ?, ?)`, p.code, p.name, p.price, p.speed); err != nil {
			return err
		}
	}
	for _, p := range people {
		if err := add.person(ctx, p); err != nil {
			return fmt.Errorf("customer %d: %w", p.id, err)
		}
	}
	return nil
}

// allPeople are the known customers and then the made-up ones, with contracts.
func allPeople() ([]person, error) {
	random := rand.New(rand.NewPCG(2026, 11))
	people := knownPeople()
	for n := range madeUpCustomers {
		p, err := madeUpPerson(random, 0, n)
		if err != nil {
			return nil, err
		}
		if n%60 == 59 { // a second record of the person before, as ERPs have them
			p.document, p.name, p.birthday = people[len(people)-1].document, people[len(people)-1].name, people[len(people)-1].birthday
		}
		p.contracts = madeUpContracts(random, p, n)
		people = append(people, p)
	}
	waiting, err := waitingPerson()
	people = append(people, waiting)
	number(people)
	return people, err
}

// waitingPerson has contracts in the states that nobody else has. She comes
// last, so that the numbers of all others stay as they are.
func waitingPerson() (person, error) {
	document, err := br.NewDocument("222333444")
	p := person{document: document, name: "Estela Sant'Anna", birthday: "1992-02-29", registered: "2026-11-01",
		street: "Rua das Acácias", number: "7", district: "Centro", place: places[0], email: "estela@example.com", cellphone: "11999990000"}
	for i, state := range []string{contractPending, contractPaused, contractBlocked} {
		p.contracts = append(p.contracts, contract{plan: plans[i], state: state, dueDay: 10, habit: habitNone})
	}
	p.contracts = append(p.contracts, contract{plan: plans[len(plans)-1], state: contractBlocked, dueDay: 10, habit: habitNone})
	return p, err
}

// number gives the records and contracts their ids in the ERP.
func number(people []person) {
	next := firstContract
	for i := range people {
		p := &people[i]
		p.id = firstCustomer + i
		for j := range p.contracts {
			p.contracts[j].id = next
			next++
		}
	}
}

func madeUpContracts(random *rand.Rand, p person, n int) []contract {
	count := 1
	if n%7 == 6 {
		count = 2 + n%2
	}
	contracts := make([]contract, 0, count)
	for range count {
		c := contract{plan: pick(random, plans), state: contractActive, dueDay: pick(random, dueDays), habit: habitMixed}
		if p.inactive {
			c.state, c.habit = contractEnded, habitNone
		}
		contracts = append(contracts, c)
	}
	return contracts
}

// knownPeople are the customers that documentation and tests name.
func knownPeople() []person {
	home := place{"São Paulo", "SP", "01310", "11"}
	one := func(document br.Document, name, birthday string, contracts ...contract) person {
		return person{document: document, name: name, birthday: birthday, registered: "2021-03-15",
			street: "Rua das Acácias", number: "120", district: "Jardim América", place: home,
			email: plainASCII(string(document)) + "@example.com", cellphone: "11987654321", contracts: contracts}
	}
	has := func(p int, dueDay int, habit string) contract {
		return contract{plan: plans[p], state: contractActive, dueDay: dueDay, habit: habit}
	}
	blocked := has(0, 15, habitLate)
	blocked.state = contractBlocked
	ended := has(0, 5, habitNone)
	ended.state = contractEnded

	maria := one("52998224725", "Maria da Silva", "1985-04-12", has(2, 10, habitOnTime), blocked)
	maria.complement, maria.email = "Apto 42", "maria.silva@example.com"
	joao := one("11144477735", "João D'Ávila Pereira", "1978-09-30", has(1, 10, habitPartial))
	aurora := one("11222333000181", "Comércio Aurora Ltda", "", has(4, 10, habitOnTime), has(4, 20, habitLate),
		has(2, 5, habitPartial), has(2, 25, habitCancelled))
	padaria := one("11444777000161", `Padaria Estrela & Filhos "Matriz"`, "", has(1, 10, habitNone))
	before := one("39053344705", "Antônio Gonçalves Araújo", "1990-01-05", ended)
	before.inactive, before.registered = true, "2019-06-01"
	after := one("39053344705", "Antonio Gonçalves de Araújo", "1990-01-05", has(2, 15, habitOnTime))
	return []person{maria, joao, aurora, padaria, before, after}
}

// seeder holds the prepared inserts of one transaction.
type seeder struct {
	customer, contact, contract *sql.Stmt
}

func newSeeder(p *preparer) seeder {
	return seeder{
		customer: p.prepare(`INSERT INTO clientes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
		contact:  p.prepare(`INSERT INTO contatos VALUES (?, ?, ?)`),
		contract: p.prepare(`INSERT INTO contratos VALUES (?, ?, ?, ?, ?, ?)`),
	}
}

func (s seeder) person(ctx context.Context, p person) error {
	postalCode := p.place.postalCode + fmt.Sprintf("%03d", p.id%1000)
	_, err := s.customer.ExecContext(ctx, p.id, p.document, p.name, nullable(p.birthday), p.registered, !p.inactive,
		p.street, p.number, nullable(p.complement), p.district, p.place.city, p.place.state, postalCode)
	if err != nil {
		return err
	}
	for kind, value := range map[string]string{"email": p.email, "celular": p.cellphone} {
		if _, err := s.contact.ExecContext(ctx, p.id, kind, value); err != nil {
			return err
		}
	}
	for _, c := range p.contracts {
		if _, err := s.contract.ExecContext(ctx, c.id, p.id, c.plan.code, c.state, c.dueDay, c.habit); err != nil {
			return err
		}
	}
	return nil
}
