package graph

import (
	"context"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/globalid"
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
	h, err := handIn(ctx, erp.UnlockOnTrust.Info, globalid.TrustUnlock, in.IdempotencyKey, substance, func(reference string) erp.Input {
		return erp.UnlockInput{Document: in.Document, ContractID: in.ContractID, Reference: reference}
	})
	if err != nil {
		return nil, err
	}
	payload.TrustUnlock = &model.TrustUnlock{ID: h.id, State: h.row.State, Reason: h.reason, Message: h.message}
	if decided := selfservice.ResultOf[erp.TrustUnlock](h.row.Outcome); decided != nil {
		payload.TrustUnlock.Granted, payload.TrustUnlock.Until = &decided.Granted, decided.Until
		if h.reason == nil {
			payload.TrustUnlock.Message = decided.Reason
		}
	}
	if h.row.Reused {
		payload.UserErrors = append(payload.UserErrors, keyReusedError(req, "idempotencyKey"))
	}
	return payload, nil
}

func unlockErrors(req *Request, in model.UnlockOnTrustInput) []*model.UserError {
	c := newInputs(req)
	c.key(in.IdempotencyKey)
	c.required(in.ContractID, "Informe o contrato.", "A contract is needed.", "contractId")
	return c.errs
}
