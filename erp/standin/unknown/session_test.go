package unknown_test

import (
	"net/http"
	"testing"
	"time"

	"balcao/erp/standin/unknown"
)

func TestLogIn(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	f.refused(f.post("/ng/sessao", "usuario", "integracao", "senha", "outra"), 90)
	f.refused(f.post("/ng/sessao"), 90)
	a := f.granted(f.post("/ng/sessao", "usuario", "integracao", "senha", "ng4-senha"))
	if got := a.at("sessao", "validade"); got != "24/11/2026 12:20" {
		t.Errorf("validity %v, want twenty minutes from noon in São Paulo", got)
	}
}

func TestTicketIsAskedFor(t *testing.T) {
	t.Parallel()
	f := open(t, unknown.Options{})
	f.ticket = ""
	if a := f.get("/ng/planos"); a.status != http.StatusUnauthorized || a.kind != "text/plain; charset=iso-8859-1" {
		t.Errorf("without a ticket: %d %s", a.status, a.kind)
	}
	f.ticket = "inventado"
	f.refused(f.get("/ng/planos"), 97)
	f.refused(f.post("/ng/suporte/abrir", "cliente", "1001", "assunto", "10", "descricao", "x"), 97)
	if books := f.erp.Desk().Books(); len(books) != 1 || books[0].Applied != "no" {
		t.Errorf("books %v, want a write that was refused", books)
	}
}

func TestTicketDies(t *testing.T) {
	t.Parallel()
	t.Run("of age", func(t *testing.T) {
		t.Parallel()
		now := make(chan time.Time, 1)
		now <- noon
		f := open(t, unknown.Options{Now: func() time.Time { n := <-now; now <- n; return n }})
		f.granted(f.get("/ng/planos"))
		<-now
		now <- noon.Add(21 * time.Minute)
		f.refused(f.get("/ng/planos"), 97)
	})
	t.Run("of a restart", func(t *testing.T) {
		t.Parallel()
		f := open(t, unknown.Options{})
		f.erp.KillTokens()
		f.refused(f.get("/ng/planos"), 97)
		f.logIn()
		f.granted(f.get("/ng/planos"))
	})
	t.Run("of use", func(t *testing.T) {
		t.Parallel()
		f := open(t, unknown.Options{Quirks: unknown.Quirks{TicketCalls: 2}})
		f.granted(f.get("/ng/planos"))
		f.granted(f.get("/ng/planos"))
		f.refused(f.get("/ng/planos"), 97)
		f.erp.Switch(unknown.Quirks{})
		f.logIn()
		for range 5 {
			f.granted(f.get("/ng/planos"))
		}
	})
}
