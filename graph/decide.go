package graph

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/ledger"
)

// The least and most characters of a note.
const shortestNote, longestNote = 3, 500

// noteErrors tells what is wrong with what a person says about a decision.
func noteErrors(req *Request, note string) []*model.UserError {
	c := newInputs(req)
	n := utf8.RuneCountInString(strings.TrimSpace(note))
	c.invalid(n < shortestNote || n > longestNote, "A observação deve ter de 3 a 500 caracteres.", "The note has 3 to 500 characters.", "note")
	return c.errs
}

// decide carries a person's decision about one write out. The row is nil if the
// errors say why.
func decide(ctx context.Context, id string, d ledger.Decision, functions ...*erp.Info) (*ledger.Row, []*model.UserError, error) {
	req := requestOf(ctx)
	if errs := noteErrors(req, d.Note); len(errs) > 0 {
		return nil, errs, nil
	}
	row, err := rowOf(ctx, id, functions...)
	if err != nil {
		return nil, nil, err
	}
	if row == nil {
		return nil, []*model.UserError{notFoundError(req, "id")}, nil
	}
	d.Client, d.Note = req.Principal.Client.Name, strings.TrimSpace(d.Note)
	row, err = req.Tenant.Ledger.Decide(ctx, row.ID, d)
	if errors.Is(err, ledger.ErrNotAllowed) {
		return nil, []*model.UserError{notAllowedError(req)}, nil
	}
	return row, []*model.UserError{}, ledgerError(err)
}

func retryWrite(ctx context.Context, in model.RetryWriteInput) (*model.RetryWritePayload, error) {
	payload := &model.RetryWritePayload{ClientMutationID: in.ClientMutationID}
	row, errs, err := decide(ctx, in.ID, ledger.Decision{To: ledger.Accepted, Note: in.Note}, anyWrite...)
	payload.UserErrors = errs
	if row != nil {
		payload.Write = writeRecord(requestOf(ctx), row)
	}
	return payload, err
}

func resolveWrite(ctx context.Context, in model.ResolveWriteInput) (*model.ResolveWritePayload, error) {
	payload := &model.ResolveWritePayload{ClientMutationID: in.ClientMutationID}
	row, errs, err := decide(ctx, in.ID, ledger.Decision{To: ledger.State(in.Outcome), Note: in.Note}, anyWrite...)
	payload.UserErrors = errs
	if row != nil {
		payload.Write = writeRecord(requestOf(ctx), row)
	}
	return payload, err
}

// reverse notes that a payment was given back. Noting it twice is no error.
func reverse(ctx context.Context, in model.ReverseSettlementInput) (*model.ReverseSettlementPayload, error) {
	req := requestOf(ctx)
	payload := &model.ReverseSettlementPayload{UserErrors: []*model.UserError{}, ClientMutationID: in.ClientMutationID}
	former, err := rowOf(ctx, in.ID, erp.SettleBoleto.Info)
	if err != nil {
		return nil, err
	}
	if former != nil && former.State == ledger.Reversed {
		payload.Settlement = settlementOf(req, former)
		return payload, nil
	}
	row, errs, err := decide(ctx, in.ID, ledger.Decision{To: ledger.Reversed, Note: in.Note, Reason: ledger.Refunded}, erp.SettleBoleto.Info)
	payload.UserErrors = errs
	if row != nil {
		payload.Settlement = settlementOf(req, row)
	}
	return payload, err
}

// decideAll carries a decision out for all of a filter.
func decideAll(ctx context.Context, in *model.WriteFilter, d ledger.Decision) (int, []*model.UserError, error) {
	req := requestOf(ctx)
	errs := noteErrors(req, d.Note)
	if len(in.State) == 0 && in.Function == nil && in.Reason == nil && in.Since == nil {
		errs = append(errs, &model.UserError{
			Code: model.UserErrorCodeRequired, Field: []string{"filter"}, Message: pick(req.Language, "Informe ao menos um filtro.", "At least one filter is needed."),
		})
	}
	if len(errs) > 0 {
		return 0, errs, nil
	}
	d.Client, d.Note = req.Principal.Client.Name, strings.TrimSpace(d.Note)
	n, err := req.Tenant.Ledger.DecideAll(ctx, filterOf(in.State, in.Function, in.Reason, in.Since), d)
	return n, []*model.UserError{}, ledgerError(err)
}

func retryWrites(ctx context.Context, in model.RetryWritesInput) (*model.RetryWritesPayload, error) {
	n, errs, err := decideAll(ctx, in.Filter, ledger.Decision{To: ledger.Accepted, Note: in.Note})
	return &model.RetryWritesPayload{Count: n, UserErrors: errs, ClientMutationID: in.ClientMutationID}, err
}

func resolveWrites(ctx context.Context, in model.ResolveWritesInput) (*model.ResolveWritesPayload, error) {
	n, errs, err := decideAll(ctx, in.Filter, ledger.Decision{To: ledger.State(in.Outcome), Note: in.Note})
	return &model.ResolveWritesPayload{Count: n, UserErrors: errs, ClientMutationID: in.ClientMutationID}, err
}

// pauseConnection stops sending, or goes on with it.
func pauseConnection(ctx context.Context, in model.PauseConnectionInput) (*model.PauseConnectionPayload, error) {
	req := requestOf(ctx)
	payload := &model.PauseConnectionPayload{UserErrors: noteErrors(req, in.Note), ClientMutationID: in.ClientMutationID}
	if len(payload.UserErrors) > 0 {
		return payload, nil
	}
	var err error
	if in.Paused {
		err = req.Tenant.Ledger.Pause(ctx, req.Principal.Client.Name, strings.TrimSpace(in.Note))
	} else {
		err = req.Tenant.Ledger.Resume(ctx)
	}
	if err != nil {
		return nil, ledgerError(err)
	}
	payload.ConnectionPause, err = connectionPause(ctx)
	return payload, err
}

func connectionPause(ctx context.Context) (*model.ConnectionPause, error) {
	req := requestOf(ctx)
	since, err := req.Tenant.Ledger.PausedSince(ctx)
	p := &model.ConnectionPause{Paused: !since.IsZero()}
	if p.Paused {
		since = since.In(req.Tenant.Zone)
		p.Since = &since
	}
	return p, ledgerError(err)
}
