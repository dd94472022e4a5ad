package graph

import (
	"context"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/globalid"
	"balcao/internal/ledger"
	"balcao/internal/settlement"
)

// settle hands a payment in. What is wrong with the input is told in
// userErrors; what becomes of the payment, in the settlement's state.
func settle(ctx context.Context, in model.SettleBoletoInput) (*model.SettleBoletoPayload, error) {
	req := requestOf(ctx)
	payload := &model.SettleBoletoPayload{UserErrors: []*model.UserError{}, ClientMutationID: in.ClientMutationID}
	invoice, ok := openInvoiceID(req, in.InvoiceID)
	if !ok {
		payload.UserErrors = append(payload.UserErrors, notFoundError(req, "invoiceId"))
		return payload, nil
	}
	payment, err := paymentOf(in)
	if err != nil {
		return nil, err
	}
	if err := settlement.Check(payment, req.Now); err != nil {
		payload.UserErrors = append(payload.UserErrors, paymentError(req, err))
		return payload, nil
	}
	row, err := req.Tenant.Writes.Submit(ctx, ledger.Write{
		Tenant: req.Tenant.ID, Client: req.Principal.Client.Name, Function: erp.SettleBoleto.Info,
		Key: settlement.Key(payment, invoice.InvoiceID), Substance: settlement.Substance(payment),
		Input: erp.SettleInput{
			InvoiceID: invoice.InvoiceID, Document: invoice.Document,
			Settlement: payment, Reference: settlement.Reference(payment),
		},
	})
	if err != nil {
		return nil, err
	}
	payload.Settlement = settlementOf(req, row, in.InvoiceID)
	if row.Reused || payload.Settlement.Amount != payment.Amount {
		payload.UserErrors = append(payload.UserErrors, keyReusedError(req, "amount"))
	}
	logUnsettled(ctx, req, row, payload.Settlement.ID)
	return payload, nil
}

// logUnsettled tells the operator of a write that a person or a later look has
// to finish. The id is the one that the client was given.
func logUnsettled(ctx context.Context, req *Request, row ledger.Row, id string) {
	if row.State != ledger.NeedsAttention && row.State != ledger.Unknown {
		return
	}
	req.Logger.WarnContext(ctx, "graphql: write not confirmed", "function", row.Function.Name, "id", id, "state", string(row.State), "reason", string(row.Reason))
}

// oneWay is said of a payment that was made in two ways, or in none.
const oneWay = `payment must have exactly one of "pix" and "tef"`

// paymentOf is the contract's form of what was handed in. That a @oneOf input
// has exactly one member is checked by gqlparser in documents only, not in
// variables.
func paymentOf(in model.SettleBoletoInput) (erp.Settlement, error) {
	if (in.Payment.Pix == nil) == (in.Payment.Tef == nil) {
		return erp.Settlement{}, &Error{Code: ValidationFailed, Message: oneWay}
	}
	s := erp.Settlement{Amount: in.Amount, PaidAt: in.PaidAt, CompanyID: in.CompanyID}
	if pix := in.Payment.Pix; pix != nil {
		s.Method, s.EndToEndID, s.TxID = erp.PIX, &pix.EndToEndID, pix.Txid
		return s, nil
	}
	tef := in.Payment.Tef
	s.Method = erp.TEF
	s.Network, s.Store, s.Terminal = &tef.Network, &tef.Store, &tef.Terminal
	s.NSUSitef, s.NSUHost, s.ReceiptDate = tef.NsuSitef, tef.NsuHost, &tef.ReceiptDate
	s.Authorization, s.CardBrand, s.Installments = tef.Authorization, tef.CardBrand, tef.Installments
	return s, nil
}

// settlementOf shows the settlement as it is, whoever has sent what since.
func settlementOf(req *Request, row ledger.Row, invoiceID string) *model.Settlement {
	payment := row.Input.(erp.SettleInput).Settlement
	s := &model.Settlement{
		ID:    req.Tenant.IDs.Encode(req.Tenant.ID, globalid.Settlement, row.ID),
		State: row.State, Reason: reasonOf(row.Outcome), Message: messageOf(req, row.Outcome), RemoteID: orNil(row.RemoteID),
		Amount: payment.Amount, PaidAt: payment.PaidAt.In(req.Tenant.Zone), Method: payment.Method,
		InvoiceID: invoiceID,
	}
	if row.Paid != 0 {
		s.Amount = row.Paid
	}
	if row.Evidence != "" {
		s.Evidence = &row.Evidence
	}
	return s
}

func orNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func reasonOf(o ledger.Outcome) *ledger.Reason {
	if o.Reason == "" {
		return nil
	}
	return &o.Reason
}

// messageOf are the reason's words for people, with the ERP's own behind them.
func messageOf(req *Request, o ledger.Outcome) *string {
	texts, ok := reasonTexts[o.Reason]
	if !ok {
		return nil
	}
	message := pick(req.Language, texts[0], texts[1])
	if o.Message != "" {
		message += ": " + o.Message
	} else {
		message += "."
	}
	return &message
}
