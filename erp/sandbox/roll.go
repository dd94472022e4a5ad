package sandbox

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"

	"balcao/internal/br"
)

// The bills that exist are those due within these days of today.
const (
	historyDays = 190
	aheadDays   = 31 // so that every contract has a bill that is not due yet
	issuedDays  = 31 // a bill is issued so long before it is due: never after today
)

// How a made-up customer pays the bills of a contract. Only the contract and
// the month decide, so the books of a day are always the same.
const (
	habitOnTime    = "pontual"
	habitLate      = "atrasado"  // 40 days after the due date: something is always overdue
	habitPartial   = "parcial"   // half on the due date, the rest 40 days later
	habitCancelled = "cancelado" // pays on time, but every third month's bill is cancelled
	habitMixed     = "variado"   // mostly on time
	habitNone      = "isento"    // gets no bills
)

const lateDays = 40

func rolledUntil(ctx context.Context, tx *sql.Tx) (br.Date, error) {
	var until dateColumn
	err := tx.QueryRowContext(ctx, `SELECT rolado_ate FROM livro`).Scan(&until)
	if errors.Is(err, sql.ErrNoRows) {
		return br.Date{}, nil
	}
	return until.Date, err
}

// roll writes the bills and what the made-up customers paid from the day the
// books were last rolled (the zero day for new books) until today. It touches
// no bill that is settled and repeats no payment, so that whatever was paid
// through the API stays.
func roll(ctx context.Context, tx *sql.Tx, last, today br.Date) error {
	if !last.IsZero() && !last.Before(today) {
		return nil
	}
	from := today.AddDays(-historyDays)
	if !last.IsZero() && last.Before(from) {
		from = last
	}
	if err := writeBills(ctx, tx, from, today.AddDays(aheadDays)); err != nil {
		return fmt.Errorf("write bills: %w", err)
	}
	if err := payBills(ctx, tx, today); err != nil {
		return fmt.Errorf("pay bills: %w", err)
	}
	if last.IsZero() {
		_, err := tx.ExecContext(ctx, `INSERT INTO livro VALUES (?)`, today.String())
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE livro SET rolado_ate = ?`, today.String())
	return err
}

// biller is a contract that gets bills.
type biller struct {
	contract, customer int
	document           string
	price              int64
	dueDay             int
}

func writeBills(ctx context.Context, tx *sql.Tx, from, until br.Date) error {
	rows, err := tx.QueryContext(ctx, `
SELECT t.id, c.id, c.documento, p.preco, t.dia_vencimento
  FROM contratos t JOIN clientes c ON c.id = t.cliente JOIN planos p ON p.codigo = t.plano
 WHERE t.habito <> ? ORDER BY t.id`, habitNone)
	if err != nil {
		return err
	}
	billers, err := collect(rows, func(rows *sql.Rows) (biller, error) {
		var b biller
		err := rows.Scan(&b.contract, &b.customer, &b.document, &b.price, &b.dueDay)
		return b, err
	})
	if err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, `
INSERT OR IGNORE INTO faturas (id, contrato, cliente, documento, valor, desconto, emissao, vencimento)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, b := range billers {
		if err := b.write(ctx, insert, from, until); err != nil {
			return err
		}
	}
	return nil
}

// write adds the contract's bills that are due from one day until another.
func (b biller) write(ctx context.Context, insert *sql.Stmt, from, until br.Date) error {
	for month := (br.Date{Year: from.Year, Month: from.Month, Day: 1}); !month.After(until); month = nextMonth(month) {
		due := br.Date{Year: month.Year, Month: month.Month, Day: b.dueDay}
		if due.Before(from) || due.After(until) {
			continue
		}
		_, err := insert.ExecContext(ctx, billID(b.contract, due), b.contract, b.customer, b.document,
			b.price, b.discount(), due.AddDays(-issuedDays).String(), due.String())
		if err != nil {
			return err
		}
	}
	return nil
}

// discount for paying in time is something a tenth of the contracts have.
func (b biller) discount() int64 {
	if b.contract%10 == 7 {
		return 500
	}
	return 0
}

func nextMonth(first br.Date) br.Date {
	next := first.AddDays(31)
	return br.Date{Year: next.Year, Month: next.Month, Day: 1}
}

// billID names the contract and the month: 5001's bill of November 2026 is
// 50012611. So it does not depend on when the bill was written.
func billID(contract int, due br.Date) int {
	return contract*10_000 + due.Year%100*100 + int(due.Month)
}

// planned is what a made-up customer does about a bill on a day.
type planned struct {
	on     br.Date
	half   bool
	cancel bool
}

// planFor is what becomes of a contract's bill, in the order of days.
func planFor(habit string, contract string, due br.Date) []planned {
	switch habit {
	case habitOnTime:
		return []planned{{on: due}}
	case habitLate:
		return []planned{{on: due.AddDays(lateDays)}}
	case habitPartial:
		return []planned{{on: due, half: true}, {on: due.AddDays(lateDays)}}
	case habitCancelled:
		if due.Month%3 == 0 {
			return []planned{{on: due.AddDays(-1), cancel: true}}
		}
		return []planned{{on: due.AddDays(-1)}}
	}
	return mixedPlan(contract, due)
}

func mixedPlan(contract string, due br.Date) []planned {
	hash := fnv.New32a()
	fmt.Fprint(hash, contract, due)
	n := int(hash.Sum32() % 100)
	switch {
	case n < 70:
		return []planned{{on: due.AddDays(-(n % 5))}}
	case n < 88:
		return []planned{{on: due.AddDays(n - 68)}}
	case n < 92:
		return []planned{{on: due.AddDays(3), half: true}, {on: due.AddDays(n - 60)}}
	case n < 94:
		return []planned{{on: due, cancel: true}}
	}
	return []planned{{on: due.AddDays(n)}}
}
