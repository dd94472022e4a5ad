package graph

import (
	"context"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/br"
)

func readContracts(ctx context.Context, document br.Document) ([]*erp.Contract, error) {
	return nil, nil
}
func readPlans(ctx context.Context, document br.Document, status []erp.PlanStatus) ([]*erp.Plan, error) {
	return nil, nil
}
func fiscalNotes(ctx context.Context, document br.Document, first int, after *string) (*model.FiscalNoteConnection, error) {
	return nil, nil
}
func statement(ctx context.Context, document br.Document, first int, after *string) (*model.StatementConnection, error) {
	return nil, nil
}
func debtClearance(ctx context.Context, document br.Document, year int) (*model.DebtClearance, error) {
	return nil, nil
}
func readContacts(ctx context.Context, document br.Document) (*erp.Contacts, error) { return nil, nil }
func clearanceURL(req *Request, c *model.DebtClearance) string                      { return "" }
func fiscalNoteID(req *Request, n *erp.FiscalNote) string                           { return "" }
func fiscalNoteURL(req *Request, n *erp.FiscalNote) string                          { return "" }
func externalNoteURL(req *Request, n *erp.FiscalNote) *string                       { return nil }
func statementInvoiceID(req *Request, e *erp.StatementEntry) *string                { return nil }
func statementNoteID(req *Request, e *erp.StatementEntry) *string                   { return nil }
