package graph

import (
	"context"
	"encoding/json"
	"slices"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/ledger"
	"balcao/internal/selfservice"
)

// updateCustomer changes a customer's data.
func updateCustomer(ctx context.Context, in model.UpdateCustomerInput) (*model.UpdateCustomerPayload, error) {
	req := requestOf(ctx)
	payload := &model.UpdateCustomerPayload{UserErrors: updateErrors(req, in), ClientMutationID: in.ClientMutationID}
	if len(payload.UserErrors) > 0 {
		return payload, nil
	}
	changes := changesOf(in.Changes)
	row, err := handIn(ctx, erp.UpdateCustomer.Info, in.IdempotencyKey, updateSubstance(in, changes), "", func(reference string) erp.Input {
		return erp.UpdateInput{Document: in.Document, Changes: changes, Reference: reference}
	})
	if err != nil {
		return nil, err
	}
	payload.Update = updateShown(req, row)
	if row.Reused {
		payload.UserErrors = append(payload.UserErrors, keyReusedError(req, "idempotencyKey"))
	}
	return payload, nil
}

func updateShown(req *Request, row *ledger.Row) *model.CustomerUpdate {
	h := shown(req, row)
	w := &model.CustomerUpdate{
		ID: h.id, State: h.state, Reason: h.reason, Message: h.message, RetryAfter: h.retryAfter, CreatedAt: h.createdAt, UpdatedAt: h.updatedAt,
	}
	if updated := selfservice.ResultOf[erp.Updated](row.Outcome); updated != nil {
		w.Stored = updated.Stored
	}
	return w
}

func changesOf(in *model.CustomerChangesInput) erp.Changes {
	changes := erp.Changes{Name: in.Name, Email: in.Email, BillingAddress: addressOf(in.BillingAddress)}
	for _, m := range in.Mobiles {
		changes.Mobiles = append(changes.Mobiles, phoneDigits(m))
	}
	for _, p := range in.Phones {
		changes.Phones = append(changes.Phones, phoneDigits(p))
	}
	return changes
}

// updateSubstance is whose data, and what it is changed to: of a change the
// texts are the substance.
func updateSubstance(in model.UpdateCustomerInput, changes erp.Changes) string {
	text, err := json.Marshal(changes)
	if err != nil {
		panic("graph: changes cannot be written: " + err.Error()) // plain data always can
	}
	return string(in.Document) + string(text)
}

func updateErrors(req *Request, in model.UpdateCustomerInput) []*model.UserError {
	c, changes := newInputs(req), in.Changes
	c.key(in.IdempotencyKey)
	nothing := changes.Name == nil && changes.Email == nil && len(changes.Mobiles) == 0 && len(changes.Phones) == 0 && changes.BillingAddress == nil
	c.add(nothing, model.UserErrorCodeRequired, "Informe o que deve ser alterado.", "Say what is to be changed.", "changes")
	if changes.Name != nil {
		c.add(!req.Tenant.AllowNameChange, model.UserErrorCodeNotAllowed, "O nome não pode ser alterado por aqui.",
			"The name cannot be changed here.", "changes", "name")
		c.required(*changes.Name, "Informe o nome.", "A name is needed.", "changes", "name")
	}
	c.email(changes.Email, "changes", "email")
	c.numbers(changes.Mobiles, mobileForm.MatchString, "mobiles")
	c.numbers(changes.Phones, phoneForm.MatchString, "phones")
	c.address(changes.BillingAddress, "changes", "billingAddress")
	return c.errs
}

func (c *inputs) numbers(list []string, fits func(string) bool, field string) {
	wrong := len(list) > mostMobiles || slices.ContainsFunc(list, func(n string) bool { return !fits(phoneDigits(n)) })
	c.invalid(wrong, "Informe até 5 números, cada um com DDD.", "At most 5 numbers, each with its area code.", "changes", field)
}
