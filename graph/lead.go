package graph

import (
	"context"
	"strings"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/ledger"
	"balcao/internal/ordering"
)

// createLead hands a sales contact in.
func createLead(ctx context.Context, in model.CreateLeadInput) (*model.CreateLeadPayload, error) {
	req := requestOf(ctx)
	payload := &model.CreateLeadPayload{UserErrors: leadErrors(req, in), ClientMutationID: in.ClientMutationID}
	if len(payload.UserErrors) > 0 {
		return payload, nil
	}
	lead := leadOf(in)
	row, err := handIn(ctx, erp.CreateLead.Info, in.IdempotencyKey, ordering.LeadSubstance(lead), "", func(reference string) erp.Input {
		return erp.LeadInput{Lead: lead, Reference: reference}
	})
	if err != nil {
		return nil, err
	}
	payload.Lead = leadShown(req, row)
	if row.Reused {
		payload.UserErrors = append(payload.UserErrors, keyReusedError(req, "idempotencyKey"))
	}
	return payload, nil
}

func leadShown(req *Request, row *ledger.Row) *model.Lead {
	h := shown(req, row)
	w := &model.Lead{
		ID: h.id, State: h.state, Reason: h.reason, Message: h.message, RetryAfter: h.retryAfter, CreatedAt: h.createdAt, UpdatedAt: h.updatedAt,
		RemoteID: orNil(row.RemoteID),
	}
	return w
}

func leadOf(in model.CreateLeadInput) erp.Lead {
	lead := erp.Lead{
		Name: strings.TrimSpace(in.Name), Document: in.Document, Email: in.Email, Interest: in.Interest,
		Origin: in.Origin, UTM: in.Utm, Notes: in.Notes,
	}
	lead.Mobiles, _ = mobilesOf(in.Mobiles)
	lead.Address = addressOf(in.Address)
	return lead
}

// mostInterests bounds the list of what a lead is interested in.
const mostInterests = 50

// leadErrors tells what a sender has to mend, all at once.
func leadErrors(req *Request, in model.CreateLeadInput) []*model.UserError {
	c := newInputs(req)
	c.key(in.IdempotencyKey)
	c.required(in.Name, "Informe o nome.", "A name is needed.", "name")
	c.reachable(in.Email, in.Mobiles)
	c.invalid(len(in.Interest) > mostInterests, "Informe até 50 interesses.", "At most 50 interests.", "interest")
	for i := range in.Interest {
		c.line(&in.Interest[i], element("interest", i)...)
	}
	c.address(in.Address, "address")
	c.line(in.Origin, "origin")
	c.line(in.Utm, "utm")
	c.text(in.Notes, "notes")
	return c.errs
}
