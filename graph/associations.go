package graph

import (
	"context"

	"balcao/graph/model"
	"balcao/internal/association"
)

func associations(ctx context.Context, kind association.Kind, first int, after *string) (*model.AssociationConnection, error) {
	return nil, nil
}
func settingChoices(ctx context.Context, setting string) ([]*model.SettingChoice, error) {
	return nil, nil
}
func localCodes(ctx context.Context, kind association.Kind, code string) ([]string, error) {
	return nil, nil
}
func associate(ctx context.Context, in model.AssociateInput) (*model.AssociatePayload, error) {
	return nil, nil
}
func dissociate(ctx context.Context, in model.DissociateInput) (*model.DissociatePayload, error) {
	return nil, nil
}
func importAssociations(ctx context.Context, in model.ImportAssociationsInput) (*model.ImportAssociationsPayload, error) {
	return nil, nil
}
