package graph

import (
	"context"
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/globalid"
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
	w := ledger.Write{
		Tenant: req.Tenant.ID, Client: req.Principal.Client.Name, Function: erp.CreateLead.Info,
		Key: req.Principal.Client.Name + "|" + in.IdempotencyKey,
	}
	// The reference is the row's id: the same on every attempt, unique among
	// all clients, and it tells nothing.
	lead := leadOf(in)
	w.Input, w.Substance = erp.LeadInput{Lead: lead, Reference: ledger.RowID(w)}, ordering.LeadSubstance(lead)
	row, err := req.Tenant.Writes.Submit(ctx, w)
	if err != nil {
		return nil, err
	}
	payload.Lead = &model.Lead{
		ID:    req.Tenant.IDs.Encode(req.Tenant.ID, globalid.Lead, row.ID),
		State: row.State, Reason: reasonOf(row.Outcome), Message: messageOf(req, row.Outcome), RemoteID: orNil(row.RemoteID),
	}
	if row.Reused {
		payload.UserErrors = append(payload.UserErrors, keyReusedError(req, "idempotencyKey"))
	}
	logUnsettled(ctx, req, row, payload.Lead.ID)
	return payload, nil
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

var keyForm = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// mostText bounds each free text of a lead, in bytes, and mostInterests their
// list.
const mostText, mostInterests = 2000, 50

// leadErrors tells what a sender has to mend, all at once.
func leadErrors(req *Request, in model.CreateLeadInput) []*model.UserError {
	errs := []*model.UserError{}
	add := func(wrong bool, code model.UserErrorCode, field, portuguese, english string) {
		if wrong {
			errs = append(errs, &model.UserError{Code: code, Field: []string{field}, Message: pick(req.Language, portuguese, english)})
		}
	}
	add(!keyForm.MatchString(in.IdempotencyKey), model.UserErrorCodeInvalid, "idempotencyKey",
		"A chave deve ter de 8 a 64 letras, dígitos, - ou _.", "The key must be 8 to 64 letters, digits, - or _.")
	add(strings.TrimSpace(in.Name) == "", model.UserErrorCodeRequired, "name", "Informe o nome.", "A name is needed.")
	add(in.Email == nil && len(in.Mobiles) == 0, model.UserErrorCodeRequired, "email",
		"Informe um e-mail ou um celular.", "An e-mail or a mobile number is needed.")
	add(in.Email != nil && !isEmail(*in.Email), model.UserErrorCodeInvalid, "email", "O e-mail é inválido.", "This is not an e-mail address.")
	add(wrongMobiles(in.Mobiles), model.UserErrorCodeInvalid, "mobiles",
		"Informe até 5 celulares, cada um com DDD e nove dígitos.", "At most 5 mobile numbers, each with its area code and nine digits.")
	add(tooLong(in), model.UserErrorCodeInvalid, "notes", "Os textos são longos demais.", "The texts are too long.")
	return errs
}

func isEmail(s string) bool {
	address, err := mail.ParseAddress(s)
	return err == nil && address.Address == s && len(s) <= 254
}

func tooLong(in model.CreateLeadInput) bool {
	texts := []*string{&in.Name, in.Notes, in.Origin, in.Utm}
	if a := in.Address; a != nil {
		texts = append(texts, a.Street, a.Number, a.Complement, a.District, a.City, a.State, a.PostalCode)
	}
	for i := range in.Interest {
		texts = append(texts, &in.Interest[i])
	}
	long := func(text *string) bool { return text != nil && len(*text) > mostText }
	return len(in.Interest) > mostInterests || slices.ContainsFunc(texts, long)
}
