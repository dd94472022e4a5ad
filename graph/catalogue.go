package graph

import (
	"context"

	"balcao/erp"
	"balcao/graph/model"
)

func products(ctx context.Context, first int, after *string) (*model.ProductConnection, error) {
	return nil, nil
}
func resellers(ctx context.Context, first int, after *string) (*model.ResellerConnection, error) {
	return nil, nil
}
func dueDates(ctx context.Context) ([]*erp.DueDate, error)                   { return nil, nil }
func commercialOrigins(ctx context.Context) ([]*erp.CommercialOrigin, error) { return nil, nil }
