package graph

import (
	"context"

	"balcao/graph/model"
	"balcao/internal/br"
	"balcao/internal/ordering"
)

// readPendencies asks the ERP what somebody owes, and says what follows for an
// order. The answer is of this moment: the cache lets the function pass.
func readPendencies(ctx context.Context, document br.Document) ([]*model.Pendency, error) {
	req := requestOf(ctx)
	texts, err := ordering.PendencyTexts(ctx, req.Loader, document)
	if err != nil {
		return nil, err
	}
	list := make([]*model.Pendency, len(texts))
	for i, text := range texts {
		list[i] = &model.Pendency{Text: text, Consequence: req.Tenant.Pendencies.Judge(text)}
	}
	return list, nil
}
