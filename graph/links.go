package graph

import (
	"context"
	"errors"
	"net/url"
	"time"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/files"
	"balcao/internal/globalid"
)

func boletoOf(i *erp.Invoice) erp.BoletoInput {
	in := erp.BoletoInput{InvoiceID: i.ID, Document: i.DocumentNumber}
	if i.ContractID != nil {
		in.ContractID = *i.ContractID
	}
	return in
}

// viewURL is our own link to a boleto.
func viewURL(req *Request, i *erp.Invoice) string {
	return req.Tenant.Links.ViewURL(req.Tenant.ID, boletoOf(i), req.Now)
}

func externalURL(req *Request, i *erp.Invoice) *string { return externalLink(req, i.LinkBoleto) }

// externalLink is a link of the ERP's own, for clients that may have it. What is
// no web address is kept back: front ends put it into a page.
func externalLink(req *Request, link *string) *string {
	if !req.Principal.Client.ExternalLinks || link == nil {
		return nil
	}
	u, err := url.Parse(*link)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil
	}
	return link
}

const (
	day           = 24 * time.Hour
	longestShare  = int(files.LongestShare / day)
	shareTooLong  = "O prazo deve ser de 1 a 30 dias."
	shareTooLongE = "This must be 1 to 30 days."
)

// share makes a link that works for days. Nothing is asked of the ERP: a link
// to an invoice that is gone shows a page that says so.
func share(ctx context.Context, in model.ShareBoletoInput) (*model.ShareBoletoPayload, error) {
	req := requestOf(ctx)
	payload := &model.ShareBoletoPayload{UserErrors: []*model.UserError{}, ClientMutationID: in.ClientMutationID}
	invoice, ok := openInvoiceID(req, in.InvoiceID)
	if !ok {
		payload.UserErrors = append(payload.UserErrors, notFoundError(req, "invoiceId"))
	}
	if in.Days < 1 || in.Days > longestShare {
		payload.UserErrors = append(payload.UserErrors, &model.UserError{
			Code: model.UserErrorCodeInvalid, Field: []string{"days"}, Message: pick(req.Language, shareTooLong, shareTooLongE),
		})
	}
	if len(payload.UserErrors) > 0 {
		return payload, nil
	}
	boleto := erp.BoletoInput{InvoiceID: invoice.InvoiceID, Document: invoice.Document}
	made, err := req.Tenant.Shares.Create(ctx, req.Tenant.ID, req.Principal.Client.Name, boleto, time.Duration(in.Days)*day, req.Now)
	if err != nil {
		return nil, err
	}
	payload.Share = &model.Share{
		ID:  req.Tenant.IDs.Encode(req.Tenant.ID, globalid.Share, made.ID),
		URL: made.URL, ExpiresAt: made.ExpiresAt.In(req.Tenant.Zone),
	}
	return payload, nil
}

func revokeShare(ctx context.Context, in model.RevokeShareInput) (*model.RevokeSharePayload, error) {
	req := requestOf(ctx)
	payload := &model.RevokeSharePayload{UserErrors: []*model.UserError{}, ClientMutationID: in.ClientMutationID}
	kind, parts, err := req.Tenant.IDs.Decode(req.Tenant.ID, in.ID)
	if err != nil || kind != globalid.Share || len(parts) != 1 {
		payload.UserErrors = append(payload.UserErrors, notFoundError(req, "id"))
		return payload, nil
	}
	err = req.Tenant.Shares.Revoke(ctx, req.Tenant.ID, parts[0], req.Now)
	if errors.Is(err, files.ErrNoShare) {
		payload.UserErrors = append(payload.UserErrors, notFoundError(req, "id"))
		return payload, nil
	}
	if err != nil {
		return nil, err
	}
	payload.RevokedID = &in.ID
	return payload, nil
}
