package unknown_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/erp/standin"
	"balcao/erp/standin/unknown"
)

// settlement is a whole one of Maria's overdue invoice, with changes.
func settlement(changes ...string) []string {
	return append([]string{
		"titulo", "70002", "valor", "102,35", "data", "24/11/26", "caixa", "007", "forma", "4", "obs", "E1234567820261124120012345678901",
	}, changes...)
}

const settlePath = "/ng/financeiro/baixa"

func TestSettle(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	a := f.granted(f.post(settlePath, settlement()...))
	if a.at("baixa", "saldo") != "0,00" || a.at("baixa", "titulo") != 70002.0 {
		t.Errorf("settlement: %s", a.text)
	}
	paid := f.get("/ng/financeiro/titulos/70002")
	row := paid.at("titulo", "baixas", 0).(map[string]any)
	if paid.at("titulo", "situacao") != 1.0 || row["obs"] != "E1234567820261124120012345678901" || row["valor"] != "102,35" || row["caixa"] != "007" {
		t.Errorf("read back: %s", paid.text)
	}
	f.refused(f.post(settlePath, settlement()...), 71)
	if got := f.erp.Records("E1234567820261124120012345678901"); len(got) != 1 {
		t.Errorf("records %q, want one", got)
	}
	books := f.erp.Desk().Books()
	if len(books) != 2 || books[0].Applied != "yes" || books[1].Applied != "no" || books[0].Amount != 10235 || books[0].Document != "52998224725" {
		t.Errorf("books %+v", books)
	}
}

func TestSettleInPart(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	f.granted(f.post(settlePath, settlement("valor", "50,00")...))
	if a := f.get("/ng/financeiro/titulos/70002"); a.at("titulo", "situacao") != 5.0 || a.at("titulo", "saldo") != "52,35" {
		t.Errorf("in part: %s", a.text)
	}
	f.granted(f.post(settlePath, settlement("valor", "52,35")...))
	if a := f.get("/ng/financeiro/titulos/70002"); a.at("titulo", "situacao") != 1.0 || a.at("titulo", "baixas", 1, "valor") != "52,35" {
		t.Errorf("the rest: %s", a.text)
	}
}

func TestSettleAsOfAnotherDay(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	f.granted(f.post(settlePath, settlement("data", "10/11/2026", "valor", "99,90")...))
	if a := f.get("/ng/financeiro/titulos/70002"); a.at("titulo", "situacao") != 1.0 {
		t.Errorf("paid on the due date: %s", a.text)
	}
}

func TestSettlementIsRefused(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	for _, row := range []struct {
		field, value string
		code         float64
	}{
		{"titulo", "", 12}, {"valor", "", 12}, {"data", "", 12}, {"caixa", "", 12}, {"forma", "", 12},
		{"caixa", "7", 13}, {"forma", "3", 14}, {"titulo", "1", 44}, {"titulo", "70001", 71}, {"titulo", "70107", 72},
		{"valor", "102,36", 73}, {"valor", "0,00", 73}, {"valor", "-1,00", 73}, {"valor", "102.35", 73}, {"data", "25/11/26", 75},
	} {
		f.refused(f.post(settlePath, change(settlement(), row.field, row.value)...), row.code)
	}
	for field, value := range map[string]string{"data": "2026-11-24", "valor": "cem"} {
		f.crashed(f.post(settlePath, change(settlement(), field, value)...))
	}
	if a := f.get("/ng/financeiro/titulos/70002"); a.at("titulo", "situacao") != 0.0 {
		t.Errorf("after refusals: %s", a.text)
	}
}

func change(pairs []string, field, value string) []string { return append(pairs, field, value) }

func TestNoteIsCut(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	f.granted(f.post(settlePath, settlement("obs", strings.Repeat("ç", 130))...))
	if got := f.get("/ng/financeiro/titulos/70002").at("titulo", "baixas", 0, "obs"); got != strings.Repeat("ç", 120) {
		t.Errorf("note %v, want 120 letters", got)
	}
}

func TestFaultsBefallSettlements(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name    string
		faults  standin.Faults
		applied string
		paid    float64
		status  int // 0: no answer
	}{
		{"before", standin.Faults{BeforeApply: 1}, "no", 0, 0},
		{"after", standin.Faults{AfterApply: 1}, "yes", 1, 0},
		{"never", standin.Faults{NeverApplied: 1}, "no", 0, 200},
		{"500", standin.Faults{Error500: 1}, "no", 0, 500},
		{"page", standin.Faults{HTML200: 1}, "no", 0, 200},
		{"reset", standin.Faults{Reset: 1}, "yes", 1, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			f := open(t, unknown.Options{})
			f.erp.Desk().Switch(standin.Switches{Faults: row.faults, Paths: []string{settlePath}})
			a := f.post(settlePath, settlement()...)
			if (a.err != nil) != (row.status == 0) || a.status != row.status {
				t.Errorf("%v %d %s", a.err, a.status, a.text)
			}
			if books := f.erp.Desk().Books(); len(books) != 1 || books[0].Applied != row.applied {
				t.Errorf("books %+v, want applied %q", books, row.applied)
			}
			if got := f.get("/ng/financeiro/titulos/70002").at("titulo", "situacao"); got != row.paid {
				t.Errorf("state %v, want %v", got, row.paid)
			}
		})
	}
}

func TestSettlementIsAppliedLate(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	f.erp.Desk().Switch(standin.Switches{Faults: standin.Faults{LateApply: 1}, Late: time.Millisecond, Paths: []string{settlePath}})
	if a := f.post(settlePath, settlement()...); a.err == nil {
		t.Errorf("answered: %s", a.text)
	}
	for deadline := time.Now().Add(10 * time.Second); f.get("/ng/financeiro/titulos/70002").at("titulo", "situacao") != 1.0; {
		if time.Now().After(deadline) {
			t.Fatal("never applied")
		}
	}
}

func TestSettlementsAtOnce(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { f.post(settlePath, settlement()...) })
	}
	group.Wait()
	if got := f.get("/ng/financeiro/titulos/70002").at("titulo", "baixas", 1); got != nil {
		t.Errorf("paid twice: %v", got)
	}
	if got := f.erp.Records("E1234567820261124120012345678901"); len(got) != 1 {
		t.Errorf("records %q", got)
	}
}
