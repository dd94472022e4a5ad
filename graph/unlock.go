package graph

import (
	"context"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/ledger"
	"balcao/internal/selfservice"
)

// unlockOnTrust asks for a blocked contract to be released.
func unlockOnTrust(ctx context.Context, in model.UnlockOnTrustInput) (*model.UnlockOnTrustPayload, error) {
	req := requestOf(ctx)
	payload := &model.UnlockOnTrustPayload{UserErrors: unlockErrors(req, in), ClientMutationID: in.ClientMutationID}
	if len(payload.UserErrors) > 0 {
		return payload, nil
	}
	substance := string(in.Document) + "|" + in.ContractID
	row, err := handIn(ctx, erp.UnlockOnTrust.Info, in.IdempotencyKey, substance, in.ContractID, func(reference string) erp.Input {
		return erp.UnlockInput{Document: in.Document, ContractID: in.ContractID, Reference: reference}
	})
	if err != nil {
		return nil, err
	}
	payload.TrustUnlock = unlockShown(req, row)
	if row.Reused {
		payload.UserErrors = append(payload.UserErrors, keyReusedError(req, "idempotencyKey"))
	}
	return payload, nil
}

func unlockShown(req *Request, row *ledger.Row) *model.TrustUnlock {
	h := shown(req, row)
	w := &model.TrustUnlock{
		ID: h.id, State: h.state, Reason: h.reason, Message: h.message, RetryAfter: h.retryAfter, CreatedAt: h.createdAt, UpdatedAt: h.updatedAt,
	}
	if decided := selfservice.ResultOf[erp.TrustUnlock](row.Outcome); decided != nil {
		w.Granted, w.Until = &decided.Granted, decided.Until
		if h.reason == nil {
			w.Message = decided.Reason
		}
	}
	return w
}

func unlockErrors(req *Request, in model.UnlockOnTrustInput) []*model.UserError {
	c := newInputs(req)
	c.key(in.IdempotencyKey)
	c.required(in.ContractID, "Informe o contrato.", "A contract is needed.", "contractId")
	return c.errs
}
