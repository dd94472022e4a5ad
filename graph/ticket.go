package graph

import (
	"context"
	"regexp"
	"strings"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/ledger"
	"balcao/internal/selfservice"
)

// createTicket opens a ticket of a customer.
func createTicket(ctx context.Context, in model.CreateTicketInput) (*model.CreateTicketPayload, error) {
	req := requestOf(ctx)
	payload := &model.CreateTicketPayload{UserErrors: ticketErrors(req, in), ClientMutationID: in.ClientMutationID}
	if len(payload.UserErrors) > 0 {
		return payload, nil
	}
	ticket := erp.Ticket{
		SubjectCode: in.SubjectCode, Title: in.Title, Message: strings.TrimSpace(in.Message), ContractID: in.ContractID, ContactName: in.ContactName,
	}
	if in.ContactPhone != nil {
		phone := phoneDigits(*in.ContactPhone)
		ticket.ContactPhone = &phone
	}
	row, err := handIn(ctx, erp.CreateTicket.Info, in.IdempotencyKey, ticketSubstance(in), "", func(reference string) erp.Input {
		return erp.TicketInput{Document: in.Document, Ticket: ticket, Reference: reference}
	})
	if err != nil {
		return nil, err
	}
	payload.Ticket = ticketShown(req, row)
	if row.Reused {
		payload.UserErrors = append(payload.UserErrors, keyReusedError(req, "idempotencyKey"))
	}
	return payload, nil
}

func ticketShown(req *Request, row *ledger.Row) *model.Ticket {
	h := shown(req, row)
	w := &model.Ticket{
		ID: h.id, State: h.state, Reason: h.reason, Message: h.message, RetryAfter: h.retryAfter, CreatedAt: h.createdAt, UpdatedAt: h.updatedAt,
		RemoteID: orNil(row.RemoteID),
	}
	if opened := selfservice.ResultOf[erp.TicketOpened](row.Outcome); opened != nil {
		w.Protocol = opened.Protocol
	}
	return w
}

// ticketSubstance is who asks, of which contract and about what; the words may
// differ.
func ticketSubstance(in model.CreateTicketInput) string {
	parts := []string{string(in.Document)}
	for _, code := range []*string{in.ContractID, in.SubjectCode} {
		if code != nil {
			parts = append(parts, *code)
		} else {
			parts = append(parts, "")
		}
	}
	return strings.Join(parts, "|")
}

// phoneForm is a number with area code, of a land line or a mobile.
var phoneForm = regexp.MustCompile(`^[1-9][0-9]{9,10}$`)

func ticketErrors(req *Request, in model.CreateTicketInput) []*model.UserError {
	c := newInputs(req)
	c.key(in.IdempotencyKey)
	c.add(strings.TrimSpace(in.Message) == "", model.UserErrorCodeRequired, "Escreva a mensagem.", "A message is needed.", "message")
	c.text(&in.Message, "message")
	c.line(in.Title, "title")
	c.line(in.SubjectCode, "subjectCode")
	c.line(in.ContractID, "contractId")
	c.line(in.ContactName, "contactName")
	wrong := in.ContactPhone != nil && !phoneForm.MatchString(phoneDigits(*in.ContactPhone))
	c.invalid(wrong, "O telefone deve ter DDD e oito ou nove dígitos.", "The number needs its area code and eight or nine digits.", "contactPhone")
	return c.errs
}
