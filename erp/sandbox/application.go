package sandbox

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// application is something a caller wants applied: a settlement, a lead, an
// order and whatever else changes the books.
type application struct {
	kind     string
	invoice  string // id, of a settlement; of the contract, of an unlock
	document string
	amount   int64 // centavos, of a settlement
	origin         // the Idempotency-Key and what was sent, hashed
	// pretend is the answer of one that is never applied, with a made-up id.
	// Nil for one that is answered with the id alone.
	pretend func(id string) reply
	// run does it in a transaction and says whether anything was changed.
	run func(ctx context.Context, tx *sql.Tx, double string) (answer reply, applied bool, err error)
}

// The kinds of application.
const (
	kindSettlement    = "baixa"
	kindLead          = "lead"
	kindOrder         = "pedido"
	kindCustomerOrder = "pedido_cliente"
	kindTicket        = "chamado"
	kindUnlock        = "desbloqueio"
	kindRegistration  = "cadastro"
)

// receive applies a well-formed application, unless a fault was drawn for it.
// Every one that gets here is written in the books.
func (s *Sandbox) receive(ctx context.Context, a application) reply {
	fault := faultIn(ctx)
	switch fault {
	case faultBeforeApply:
		return s.ignore(ctx, a, fault, reply{cut: true})
	case faultNeverApplied:
		return s.ignore(ctx, a, fault, a.pretended("x"+rand.Text()[:12]))
	case faultError500, faultHTML200:
		return s.ignore(ctx, a, fault, brokenAnswer(fault))
	case faultLateApply:
		s.applyLater(ctx, a)
		return reply{cut: true}
	}
	answer, err := s.apply(ctx, a, appliedYes, fault)
	if err != nil {
		return s.failed("apply "+a.kind, err)
	}
	answer.cut = fault == faultAfterApply
	return answer
}

func (a application) pretended(id string) reply {
	if a.pretend != nil {
		return a.pretend(id)
	}
	return created(http.StatusCreated, id)
}

// ignore writes an application in the books as not applied.
func (s *Sandbox) ignore(ctx context.Context, a application, fault string, answer reply) reply {
	entry := s.entry(a, appliedNo, fault, answer)
	err := s.store.inTx(ctx, func(tx *sql.Tx) error { return s.store.record(ctx, tx, entry) })
	if err != nil {
		return s.failed("record "+a.kind, err)
	}
	return answer
}

// apply runs an application and writes it in the books in one transaction.
func (s *Sandbox) apply(ctx context.Context, a application, how, fault string) (reply, error) {
	var answer reply
	double := s.switches.current().Double
	err := s.store.inTx(ctx, func(tx *sql.Tx) error {
		var applied bool
		var err error
		if answer, applied, err = a.run(ctx, tx, double); err != nil {
			return err
		}
		if !applied {
			how = appliedNo
		}
		return s.store.record(ctx, tx, s.entry(a, how, fault, answer))
	})
	return answer, err
}

// applyLater applies after late_ms, or when the sandbox is closed before that.
func (s *Sandbox) applyLater(ctx context.Context, a application) {
	s.lateLock.Lock()
	defer s.lateLock.Unlock()
	if s.closed {
		return
	}
	pause := time.Duration(s.switches.current().LateMS) * time.Millisecond
	s.late.Go(func() {
		s.wait(ctx, pause)
		if _, err := s.apply(ctx, a, appliedLate, faultLateApply); err != nil {
			s.logger.Error("sandbox: apply late", "kind", a.kind, "error", err)
		}
	})
}

const maxBody = 1 << 20

// decode reads a JSON body and what it came by, or gives the refusal to send.
// Members that are not known are ignored, as ERPs do.
func decode(r *http.Request, into any) (origin, *reply) {
	key := r.Header.Get("Idempotency-Key")
	if key == "" {
		return origin{}, badRequest("Informe o cabeçalho Idempotency-Key.")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return origin{}, badRequest("Não foi possível ler o corpo do pedido.")
	}
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(into); err != nil {
		return origin{}, badRequest("O corpo do pedido não é o JSON esperado.")
	}
	hash := sha256.Sum256(body)
	return origin{key: key, hash: hex.EncodeToString(hash[:])}, nil
}

func badRequest(message string) *reply {
	refused := refusal(http.StatusBadRequest, message)
	return &refused
}

// repeated answers a key that was used before: the same again for the same
// content, a conflict for another.
func repeated(id, oldHash, newHash string) reply {
	if oldHash != newHash {
		return refusal(http.StatusConflict, "Esta Idempotency-Key já foi usada com outro conteúdo.")
	}
	return created(http.StatusOK, id)
}
