package sandbox

import (
	"context"
	"database/sql"
	"fmt"

	"balcao/internal/br"
)

const insertPayment = `
INSERT INTO pagamentos (fatura, valor, data, metodo, referencia, chave, hash) VALUES (?, ?, ?, ?, ?, ?, ?)`

// openBill is a bill that still wants money, with its contract's habit.
type openBill struct {
	*invoice
	habit string
}

// payBills does what the made-up customers planned for the days before today.
func payBills(ctx context.Context, tx *sql.Tx, today br.Date) error {
	bills, err := openBills(ctx, tx)
	if err != nil {
		return err
	}
	prepare := preparer{ctx: ctx, on: tx}
	payer := newPayer(&prepare)
	if prepare.err != nil {
		return prepare.err
	}
	for _, b := range bills {
		for n, step := range planFor(b.habit, b.contract, b.due) {
			if !step.on.Before(today) || !b.isPayable() {
				break
			}
			if err := payer.follow(ctx, b.invoice, step, n); err != nil {
				return fmt.Errorf("bill %s: %w", b.id, err)
			}
		}
	}
	return nil
}

func openBills(ctx context.Context, tx *sql.Tx) ([]openBill, error) {
	rows, err := tx.QueryContext(ctx, `
SELECT t.habito, f.id, f.contrato, f.valor, f.desconto, f.vencimento,
       p.data, coalesce(p.referencia, ''), coalesce(p.valor, 0)
  FROM faturas f
  JOIN contratos t ON t.id = f.contrato
  LEFT JOIN pagamentos p ON p.fatura = f.id
 WHERE f.quitada_em IS NULL AND f.cancelada = 0
 ORDER BY f.id, p.data, p.id`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var bills []openBill
	for rows.Next() {
		b := openBill{invoice: &invoice{}}
		var p payment
		var due, on dateColumn
		if err := rows.Scan(&b.habit, &b.id, &b.contract, &b.amount, &b.discount, &due, &on, &p.reference, &p.amount); err != nil {
			return nil, err
		}
		b.due, p.on = due.Date, on.Date
		if len(bills) == 0 || bills[len(bills)-1].id != b.id {
			bills = append(bills, b)
		}
		if last := bills[len(bills)-1]; !p.on.IsZero() {
			last.payments = append(last.payments, p)
		}
	}
	return bills, rows.Err()
}

// payer holds the prepared statements of one transaction.
type payer struct {
	add, settle, cancel *sql.Stmt
}

func newPayer(p *preparer) payer {
	return payer{
		add:    p.prepare(insertPayment),
		settle: p.prepare(`UPDATE faturas SET quitada_em = ? WHERE id = ?`),
		cancel: p.prepare(`UPDATE faturas SET cancelada = 1 WHERE id = ?`),
	}
}

// in gives the same statements inside a transaction of their connection.
func (p payer) in(ctx context.Context, tx *sql.Tx) payer {
	return payer{
		add:    tx.StmtContext(ctx, p.add),
		settle: tx.StmtContext(ctx, p.settle),
		cancel: tx.StmtContext(ctx, p.cancel),
	}
}

// follow does the n-th step planned for the bill, unless it was done before.
func (p payer) follow(ctx context.Context, i *invoice, step planned, n int) error {
	if step.cancel {
		if len(i.payments) > 0 {
			return nil
		}
		i.cancelled = true
		_, err := p.cancel.ExecContext(ctx, i.id)
		return err
	}
	reference := fmt.Sprintf("BANCO-%s-%d", i.id, n+1)
	for _, done := range i.payments {
		if done.reference == reference {
			return nil
		}
	}
	amount := i.chargesOn(step.on).open
	if step.half {
		amount /= 2
	}
	_, err := p.pay(ctx, i, payment{reference: reference, method: methodBoleto, amount: amount, on: step.on}, origin{})
	return err
}

// origin is the request that a payment came by; empty when paid at the bank.
type origin struct{ key, hash string }

// pay books a payment, settles the bill when nothing is open after it, and
// answers the payment's id.
func (p payer) pay(ctx context.Context, i *invoice, paid payment, by origin) (int64, error) {
	result, err := p.add.ExecContext(ctx, i.id, paid.amount, paid.on.String(), paid.method, paid.reference,
		nullable(by.key), nullable(by.hash))
	if err != nil {
		return 0, err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return 0, err
	}
	i.add(paid)
	if i.chargesOn(paid.on).open > 0 || !i.settledOn.IsZero() {
		return id, nil
	}
	i.settledOn = paid.on
	_, err = p.settle.ExecContext(ctx, paid.on.String(), i.id)
	return id, err
}
