package graph

import (
	"context"

	"balcao/erp"
	"balcao/internal/br"
)

// readContracts gives an empty list where the ERP does not tell contracts: front
// ends then ask about all of a customer at once.
func readContracts(ctx context.Context, document br.Document) ([]*erp.Contract, error) {
	all, _, err := erp.ListContracts.Call(ctx, requestOf(ctx).Loader, erp.CustomerInput{Document: document})
	if erp.IsKind(err, erp.NotSupported) {
		err = nil
	}
	return pointers(all), err
}
