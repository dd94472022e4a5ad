package graph

import (
	"context"

	"balcao/graph/model"
	"balcao/internal/br"
)

func createOrder(ctx context.Context, in model.CreateOrderInput) (*model.CreateOrderPayload, error) {
	return nil, nil
}
func createTicket(ctx context.Context, in model.CreateTicketInput) (*model.CreateTicketPayload, error) {
	return nil, nil
}
func unlockOnTrust(ctx context.Context, in model.UnlockOnTrustInput) (*model.UnlockOnTrustPayload, error) {
	return nil, nil
}
func updateCustomer(ctx context.Context, in model.UpdateCustomerInput) (*model.UpdateCustomerPayload, error) {
	return nil, nil
}
func readPendencies(ctx context.Context, document br.Document) ([]*model.Pendency, error) {
	return nil, nil
}
