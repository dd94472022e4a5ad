package graph

import (
	"context"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/br"
)

// readPendencies asks the ERP at this moment what somebody owes, and says what
// follows for an order.
func readPendencies(ctx context.Context, document br.Document) ([]*model.Pendency, error) {
	req := requestOf(ctx)
	texts, _, err := erp.ListPendencyTexts.Call(ctx, req.Tenant.Pipe, erp.CustomerInput{Document: document})
	if err != nil {
		return nil, err
	}
	list := make([]*model.Pendency, len(texts))
	for i, text := range texts {
		list[i] = &model.Pendency{Text: text, Consequence: req.Tenant.Pendencies.Judge(text)}
	}
	return list, nil
}
