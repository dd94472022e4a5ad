package graph

import (
	"context"

	"balcao/graph/model"
)

func share(ctx context.Context, in model.ShareBoletoInput) (*model.ShareBoletoPayload, error) {
	return nil, nil
}

func revokeShare(ctx context.Context, in model.RevokeShareInput) (*model.RevokeSharePayload, error) {
	return nil, nil
}
