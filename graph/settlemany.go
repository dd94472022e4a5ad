package graph

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/ledger"
	"balcao/internal/settlement"
)

// mostInvoices bounds what one payment may settle at once.
const mostInvoices = 50

// settleMany hands a payment in that is for several invoices.
func settleMany(ctx context.Context, in model.SettleBoletosInput) (*model.SettleBoletosPayload, error) {
	req := requestOf(ctx)
	payload := &model.SettleBoletosPayload{UserErrors: []*model.UserError{}, Settlements: []*model.Settlement{}, ClientMutationID: in.ClientMutationID}
	writes, errs, err := manyWrites(req, in)
	if err != nil {
		return nil, err
	}
	if payload.UserErrors = append(payload.UserErrors, errs...); len(errs) > 0 {
		return payload, nil
	}
	rows, err := submitAll(ctx, writes)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		s := settlementOf(req, row)
		payload.Settlements = append(payload.Settlements, s)
		if row.Reused || s.Amount != in.Invoices[i].Amount {
			payload.UserErrors = append(payload.UserErrors, keyReusedError(req, fmt.Sprintf("invoices[%d].amount", i)))
		}
	}
	payload.Payment, err = paymentShown(ctx, rows[0].PaymentID)
	return payload, err
}

// manyWrites makes a write for each invoice, or tells what its sender has to
// mend: then nothing is taken.
func manyWrites(req *Request, in model.SettleBoletosInput) (writes []ledger.Write, errs []*model.UserError, err error) {
	c := newInputs(req)
	c.invalid(len(in.Invoices) == 0 || len(in.Invoices) > mostInvoices, "Informe de 1 a 50 faturas.", "A payment settles 1 to 50 invoices.", "invoices")
	var sum erp.Money
	var seen []string
	for i, part := range in.Invoices[:min(len(in.Invoices), mostInvoices)] {
		paid, err := paymentOf(in.Payment, erp.Settlement{Amount: part.Amount, PaidAt: in.PaidAt, CompanyID: in.CompanyID})
		if err != nil {
			return nil, nil, err
		}
		invoice, ok := openInvoiceID(req, part.InvoiceID)
		switch fault := settlement.Check(paid, req.Now); {
		case !ok:
			c.errs = append(c.errs, &model.UserError{Code: model.UserErrorCodeNotFound, Field: element("invoices", i, "invoiceId"), Message: notFoundError(req, "").Message})
			continue
		case fault != nil:
			c.errs = append(c.errs, paymentError(req, fault))
			continue
		}
		c.invalid(slices.Contains(seen, invoice.InvoiceID), "A fatura está repetida.", "The invoice is there twice.", element("invoices", i, "invoiceId")...)
		seen = append(seen, invoice.InvoiceID)
		sum += part.Amount
		writes = append(writes, settlement.Write(req.Tenant.ID, req.Principal.Client.Name, invoice, paid, in.Amount))
	}
	if sum > in.Amount {
		c.errs = append(c.errs, totalError(req, "amount"))
	}
	return writes, c.errs, nil
}

// submitAll hands all in at once. If one cannot be taken the whole is repeated by
// its sender, and the others are then found again.
func submitAll(ctx context.Context, writes []ledger.Write) ([]*ledger.Row, error) {
	rows, errs := make([]*ledger.Row, len(writes)), make([]error, len(writes))
	var group sync.WaitGroup
	for i, w := range writes {
		group.Go(func() { rows[i], errs[i] = submit(ctx, w) })
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}
