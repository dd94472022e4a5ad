package sandbox

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"net/url"

	"balcao/internal/br"

	_ "modernc.org/sqlite" // the database/sql driver "sqlite"
)

//go:embed schema.sql
var schema string

// store is the ERP's database. A file has one writing connection and some
// reading ones (WAL). In memory there is one connection for both, because each
// connection would see a memory of its own.
type store struct {
	read, write *sql.DB

	customers *sql.Stmt
	leads     *sql.Stmt
	books     *sql.Stmt
	invoices  *sql.Stmt
	plans     *sql.Stmt
	writing   writeStatements
}

// writeStatements belong to the writing connection.
type writeStatements struct {
	invoices    *sql.Stmt
	payer       payer
	paymentBy   *sql.Stmt
	addLead     *sql.Stmt
	leadBy      *sql.Stmt
	record      *sql.Stmt
	addInvoice  *sql.Stmt
	anyCustomer *sql.Stmt
	documentOf  *sql.Stmt
}

func openStore(ctx context.Context, file string, today br.Date) (*store, error) {
	s := &store{}
	err := s.open(file)
	if err == nil {
		err = s.fill(ctx, today)
	}
	if err == nil {
		err = s.prepare(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *store) open(file string) error {
	const readers = 4
	name := "file::memory:?" + pragmas("temp_store(MEMORY)").Encode()
	if file != "" {
		location := url.URL{Scheme: "file", Opaque: (&url.URL{Path: file}).EscapedPath()}
		location.RawQuery = pragmas("journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(5000)").Encode()
		name = location.String()
	}
	var err error
	if s.write, err = sql.Open("sqlite", name+"&_txlock=immediate"); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if s.read = s.write; file != "" {
		if s.read, err = sql.Open("sqlite", name); err != nil {
			return err
		}
		s.read.SetMaxOpenConns(readers)
		s.read.SetMaxIdleConns(readers)
	}
	return nil
}

func pragmas(settings ...string) url.Values {
	return url.Values{"_pragma": append(settings, "foreign_keys(1)")}
}

// fill makes the tables and, in one transaction, the customers of a new file
// and the bills up to today.
func (s *store) fill(ctx context.Context, today br.Date) error {
	if _, err := s.write.ExecContext(ctx, schema); err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sql.Tx) error {
		last, err := rolledUntil(ctx, tx)
		if err != nil {
			return err
		}
		if last.IsZero() {
			if err := seed(ctx, tx); err != nil {
				return err
			}
		}
		return roll(ctx, tx, last, today)
	})
}

func (s *store) prepare(ctx context.Context) error {
	p := preparer{ctx: ctx, on: s.read}
	s.customers = p.prepare(selectCustomers)
	s.leads = p.prepare(selectLeads)
	s.books = p.prepare(selectEntries)
	s.invoices = p.prepare(selectInvoices)
	s.plans = p.prepare(selectPlans)
	p.on = s.write
	s.writing = writeStatements{
		invoices:    p.prepare(selectInvoices),
		payer:       newPayer(&p),
		paymentBy:   p.prepare(selectPaymentByKey),
		addLead:     p.prepare(insertLead),
		leadBy:      p.prepare(selectLeadByKey),
		record:      p.prepare(insertEntry),
		addInvoice:  p.prepare(insertTestInvoice),
		anyCustomer: p.prepare(selectAnyCustomer),
		documentOf:  p.prepare(selectDocumentOf),
	}
	return p.err
}

// preparer prepares statements on a database or in a transaction until one
// fails, and keeps that error.
type preparer struct {
	ctx context.Context
	on  interface {
		PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	}
	err error
}

func (p *preparer) prepare(query string) *sql.Stmt {
	if p.err != nil {
		return nil
	}
	var statement *sql.Stmt
	statement, p.err = p.on.PrepareContext(p.ctx, query)
	return statement
}

// inTx runs do in one writing transaction and rolls it back on any error.
func (s *store) inTx(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (s *store) close() error {
	var err error
	if s.read != nil && s.read != s.write {
		err = s.read.Close()
	}
	if s.write != nil {
		err = errors.Join(err, s.write.Close())
	}
	return err
}

// dateColumn scans a day from its text; NULL and empty are the zero day.
type dateColumn struct{ br.Date }

// Scan implements sql.Scanner.
func (d *dateColumn) Scan(value any) error {
	text, _ := value.(string)
	return d.UnmarshalText([]byte(text))
}

// nullable stores an empty text as NULL.
func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}
