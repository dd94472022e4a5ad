package graph

import (
	"context"

	"balcao/cache"
	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/br"
)

// invalidateCache forgets answers of the ERP. Everything includes what packs keep
// across runs on this server.
func invalidateCache(ctx context.Context, in model.InvalidateCacheInput) (*model.InvalidateCachePayload, error) {
	req := requestOf(ctx)
	payload := &model.InvalidateCachePayload{Functions: []string{}, UserErrors: []*model.UserError{}, ClientMutationID: in.ClientMutationID}
	f, wrong := forgettable(req, in)
	if wrong != nil {
		payload.UserErrors = append(payload.UserErrors, wrong)
		return payload, nil
	}
	done, err := req.turns.forget.take()
	if err != nil {
		return nil, err
	}
	defer done()
	var customer br.Document
	if in.Document != nil {
		customer = *in.Document
	}
	desk := &req.Tenant.Desk
	forgotten := desk.Cache.Forget(ctx, f, customer)
	if f == nil && customer == "" && desk.Connection != nil {
		desk.Connection.Forget()
	}
	payload.Entries, payload.Everywhere, payload.Functions = forgotten.Entries, forgotten.Everywhere, forgottenFunctions(f, customer)
	audit(ctx, "cache forgotten", "functions", payload.Functions, "of_a_customer", customer != "", "entries", payload.Entries, "everywhere", payload.Everywhere)
	return payload, nil
}

// forgettable is the function whose answers are to be forgotten, nil if it is not
// about one, or what is wrong with the input.
func forgettable(req *Request, in model.InvalidateCacheInput) (*erp.Info, *model.UserError) {
	if in.Function == nil {
		return nil, nil
	}
	f := erp.Function(*in.Function)
	switch {
	case f == nil:
		return nil, notFoundError(req, "function")
	case in.Document != nil:
		return nil, &model.UserError{
			Code: model.UserErrorCodeInvalid, Field: []string{"document"},
			Message: pick(req.Language, "Informe a função ou o documento, não ambos.", "Give a function or a document, not both."),
		}
	case !cache.Keeps(f):
		return nil, &model.UserError{
			Code: model.UserErrorCodeInvalid, Field: []string{"function"},
			Message: pick(req.Language, "As respostas desta função não são guardadas em cache.", "Answers of this function are never kept."),
		}
	}
	return f, nil
}

// forgottenFunctions are those whose answers were forgotten: of a person, what is
// asked by document.
func forgottenFunctions(only *erp.Info, customer br.Document) []string {
	names := []string{}
	for _, f := range erp.Functions {
		isList := f.In == erp.ListProducts.In
		if cache.Keeps(f) && (only == nil || f == only) && (customer == "" || !isList) {
			names = append(names, f.Name)
		}
	}
	return names
}
