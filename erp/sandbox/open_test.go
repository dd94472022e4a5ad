package sandbox_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"balcao/erp/sandbox"
	"balcao/internal/br"
)

func at(t *testing.T, day string) func() time.Time {
	t.Helper()
	when, err := time.Parse(time.RFC3339, day+"T12:00:00-03:00")
	if err != nil {
		t.Fatal(err)
	}
	return func() time.Time { return when }
}

func countByStatus(invoices []invoice) map[string]int {
	count := map[string]int{}
	for _, i := range invoices {
		count[i.Status]++
	}
	return count
}

// TestKnownCustomersAreAlwaysThere opens on days of every kind: holidays, ends
// of months, the days around the due dates.
func TestKnownCustomersAreAlwaysThere(t *testing.T) {
	t.Parallel()
	days := []string{"2026-02-10", "2026-02-18", "2026-03-16", "2026-05-11", "2026-12-31", "2028-02-29"}
	for _, day := range days {
		e := open(t, sandbox.Options{Now: at(t, day)})
		want := map[string]map[string]int{
			maria:  {"OPEN": 1, "OVERDUE": 1, "PAID": 2},
			joao:   {"PARTIALLY_PAID": 1, "OPEN": 1},
			aurora: {"OPEN": 1, "OVERDUE": 1, "PARTIALLY_PAID": 1, "PAID": 1, "CANCELLED": 1},
		}
		for document, least := range want {
			got := countByStatus(e.invoices(document))
			for status, n := range least {
				if got[status] < n {
					t.Errorf("%s: %s has %d invoices %s, want at least %d", day, document, got[status], status, n)
				}
			}
		}
		if n := len(e.invoices(aurora)); n < 15 {
			t.Errorf("%s: %d invoices of the company, want 15", day, n)
		}
		if n := len(e.invoices(padaria)); n != 0 {
			t.Errorf("%s: %d invoices of the bakery, want none", day, n)
		}
		e.checkFuture(maria, day)
	}
}

// checkFuture wants an open invoice that is due after day.
func (e *erp) checkFuture(document, day string) {
	e.t.Helper()
	for _, i := range e.invoices(document) {
		if i.Status == "OPEN" && i.Due > day {
			return
		}
	}
	e.t.Errorf("%s: no open invoice is due later", day)
}

func withoutURL(invoices []invoice) []invoice {
	for i := range invoices {
		invoices[i].URL = ""
	}
	return invoices
}

func TestSameDaySameBooks(t *testing.T) {
	t.Parallel()
	one, other := open(t, sandbox.Options{Now: atNow}), open(t, sandbox.Options{Data: filepath.Join(t.TempDir(), "a b?%.db")})
	for _, document := range []string{maria, joao, aurora, antonio} {
		a, b := withoutURL(one.invoices(document)), withoutURL(other.invoices(document))
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s: %v differs from %v", document, a, b)
		}
	}
}

func TestFileRollsForwardAndKeepsPayments(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "erp.db")
	e := open(t, sandbox.Options{Data: file, Now: at(t, "2026-11-24")})
	var paid invoice
	for _, i := range e.invoices(maria) {
		if i.Status == "OVERDUE" {
			paid = i
		}
	}
	e.call("POST", "/faturas/"+paid.ID+"/baixa", "k1", settlement(maria, paid.Open, "2026-11-24T12:00:00-03:00"), 201, nil)
	before := len(e.invoices(maria))
	e.close()

	again := open(t, sandbox.Options{Data: file, Now: at(t, "2026-11-24")})
	if n := len(again.invoices(maria)); n != before {
		t.Errorf("opened again on the same day: %d invoices, before %d", n, before)
	}
	again.close()

	later := open(t, sandbox.Options{Data: file, Now: at(t, "2027-08-20")})
	fresh := open(t, sandbox.Options{Now: at(t, "2027-08-20")})
	if got := later.invoice(maria, paid.ID); got.Status != "PAID" || len(got.Payments) != 1 || got.Payments[0].Reference != "E1" {
		t.Errorf("after months the invoice is %+v", got)
	}
	if got := later.books(); len(got) != 1 || got[0].Applied != "yes" {
		t.Errorf("books after months: %+v", got)
	}
	for _, document := range []string{maria, joao, aurora} {
		all, recent := withoutURL(later.invoices(document)), withoutURL(fresh.invoices(document))
		if tail := all[len(all)-len(recent):]; !reflect.DeepEqual(tail, recent) {
			t.Errorf("%s: a file rolled forward differs from a new one:\n%v\n%v", document, tail, recent)
		}
	}
}

func TestCodesAreValid(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	today := br.Date{Year: 2026, Month: time.November, Day: 24}
	for _, document := range []string{maria, joao, aurora, antonio} {
		for _, i := range e.invoices(document) {
			if i.Status == "PAID" || i.Status == "CANCELLED" {
				if i.Line+i.Barcode+i.PIX+i.URL != "" {
					t.Errorf("%s invoice %s can be paid", i.Status, i.ID)
				}
				continue
			}
			line, err := br.ParseLine(i.Line)
			due, _ := line.Barcode().DueOn(today)
			if err != nil || string(line.Barcode()) != i.Barcode || due.String() != i.Due || cents(line.Barcode().Amount()) != i.Original {
				t.Errorf("invoice %s: line %s, bar code %s, %v", i.ID, i.Line, i.Barcode, err)
			}
			pix, err := br.ParsePIX(i.PIX)
			if err != nil || cents(pix.Amount) != i.Open || pix.TxID != "FAT"+i.ID {
				t.Errorf("invoice %s, open %s: PIX %+v, %v", i.ID, i.Open, pix, err)
			}
		}
	}
}

func cents(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	if _, err := sandbox.Open(t.Context(), sandbox.Options{}); err == nil || !strings.Contains(err.Error(), "Token") {
		t.Errorf("without a token: %v", err)
	}
	if _, err := sandbox.Open(t.Context(), sandbox.Options{Token: token, Data: t.TempDir()}); err == nil {
		t.Error("a directory was opened as data")
	}
}

// BenchmarkOpen shows that the sandbox is ready at once.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		s, err := sandbox.Open(b.Context(), sandbox.Options{Token: token})
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
