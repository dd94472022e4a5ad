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
	paid, err := paymentOf(in.Payment, erp.Settlement{Amount: in.Amount, PaidAt: in.PaidAt, CompanyID: in.CompanyID})
	if err != nil {
		return nil, err
	}
	if err := settlement.Check(paid, req.Now); err != nil {
		payload.UserErrors = append(payload.UserErrors, paymentError(req, err))
		return payload, nil
	}
	if in.PaymentAmount != nil && *in.PaymentAmount < in.Amount {
		payload.UserErrors = append(payload.UserErrors, totalError(req, "paymentAmount"))
		return payload, nil
	}
	row, err := submit(ctx, settlement.Write(req.Tenant.ID, req.Principal.Client.Name, invoice, paid, orZero(in.PaymentAmount)))
	if err != nil {
		return nil, err
	}
	payload.Settlement = settlementOf(req, row)
	if row.Reused || payload.Settlement.Amount != paid.Amount {
		payload.UserErrors = append(payload.UserErrors, keyReusedError(req, "amount"))
	}
	return payload, nil
}

func orZero(m *erp.Money) erp.Money {
	if m == nil {
		return 0
	}
	return *m
}

// oneWay is said of a payment that was made in two ways, or in none.
const oneWay = `payment must have exactly one of "pix" and "tef"`

// paymentOf is the contract's form of what was handed in. That a @oneOf input
// has exactly one member is checked by gqlparser in documents only, not in
// variables.
func paymentOf(in *model.PaymentInput, s erp.Settlement) (erp.Settlement, error) {
	if (in.Pix == nil) == (in.Tef == nil) {
		return erp.Settlement{}, &Error{Code: ValidationFailed, Message: oneWay}
	}
	if pix := in.Pix; pix != nil {
		s.Method, s.EndToEndID, s.TxID = erp.PIX, &pix.EndToEndID, pix.Txid
		return s, nil
	}
	tef := in.Tef
	s.Method = erp.TEF
	s.Network, s.Store, s.Terminal = &tef.Network, &tef.Store, &tef.Terminal
	s.NSUSitef, s.NSUHost, s.ReceiptDate = tef.NsuSitef, tef.NsuHost, &tef.ReceiptDate
	s.Authorization, s.CardBrand, s.Installments = tef.Authorization, tef.CardBrand, tef.Installments
	return s, nil
}

// settlementOf shows the settlement as it is, whoever has sent what since. Of one
// whose contents retention has taken, what the row itself has is left.
func settlementOf(req *Request, row *ledger.Row) *model.Settlement {
	h := shown(req, row)
	s := &model.Settlement{
		ID: h.id, State: h.state, Reason: h.reason, Message: h.message, RetryAfter: h.retryAfter, CreatedAt: h.createdAt, UpdatedAt: h.updatedAt,
		RemoteID: orNil(row.RemoteID), PaymentID: req.Tenant.IDs.Encode(req.Tenant.ID, globalid.Payment, row.PaymentID), PaidAt: h.createdAt,
	}
	if row.Payment != nil {
		s.Amount, s.Method = row.Payment.Amount, row.Payment.Method
	}
	if in, ok := row.Input.(erp.SettleInput); ok {
		s.Amount, s.PaidAt, s.Method = in.Settlement.Amount, in.Settlement.PaidAt.In(req.Tenant.Zone), in.Settlement.Method
		s.InvoiceID = req.Tenant.IDs.Encode(req.Tenant.ID, globalid.Invoice, in.InvoiceID, string(in.Document))
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
