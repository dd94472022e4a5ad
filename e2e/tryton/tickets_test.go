package tryton_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/erptest"
)

// number writes an id as Tryton's references do.
func number(id any) string { return strconv.Itoa(int(id.(float64))) }

// messageOf are the words of an error for its reader.
func messageOf(err error) string {
	var e *erp.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return ""
}

func newTicket() erp.TicketInput {
	return erp.TicketInput{Document: maria, Reference: newReference(), Ticket: erp.Ticket{
		SubjectCode: pointer("2"), Title: pointer(`Lento "x"`), Message: "Desde ontem;\nD'Ávila \"x\" % $(settings.password)",
		ContactName: pointer("Zé D'Ávila"), ContactPhone: pointer("11988887777"),
	}}
}

func TestATicketIsAComplaint(t *testing.T) {
	clerk, pipe, in := newClerk(t), connect(t, address(), nil), newTicket()
	opened := done(t, erp.CreateTicket, pipe, in)
	second := done(t, erp.CreateTicket, pipe, in)
	if opened.RemoteID == nil || opened.Protocol == nil || *second.RemoteID != *opened.RemoteID || *second.Protocol != *opened.Protocol {
		t.Errorf("first %+v, then %+v", *opened, *second)
	}
	complaint := clerk.complaint(t, in)
	if complaint["number"] != *opened.Protocol || complaint["type"] != 2.0 {
		t.Errorf("the complaint is %v, the protocol %s", complaint, *opened.Protocol)
	}
}

// complaint is the only one with the ticket's reference: it has the customer,
// the message whole, and one note with the rest.
func (c *clerk) complaint(t *testing.T, in erp.TicketInput) record {
	t.Helper()
	complaint := c.one(t, "sale.complaint", []any{clause("reference", "=", in.Reference)}, "number", "type", "customer", "description")
	party := c.one(t, "party.party", []any{clause("identifiers.code", "=", in.Document)}, "id")
	if complaint["customer"] != party["id"] || complaint["description"] != in.Ticket.Message {
		t.Errorf("of party %v: %q", complaint["customer"], complaint["description"])
	}
	note := c.one(t, "ir.note", []any{clause("resource", "=", "sale.complaint,"+number(complaint["id"]))}, "message")
	if !strings.Contains(note["message"].(string), *in.Ticket.Title) || !strings.Contains(note["message"].(string), "(11) 98888-7777") {
		t.Errorf("the note says %q", note["message"])
	}
	return complaint
}

func TestATicketWhoseAnswerIsLostIsOne(t *testing.T) {
	for _, method := range []string{"model.sale.complaint.create", "model.ir.note.create"} {
		t.Run(method, func(t *testing.T) {
			clerk, proxy := newClerk(t), erptest.NewProxy(t, address())
			pipe, in := connect(t, proxy.URL, nil), newTicket()
			clerk.loseAnswer(t, proxy, method)
			if _, _, err := erp.CreateTicket.Call(t.Context(), pipe, in); !erp.IsKind(err, erp.MaybeSent) {
				t.Fatalf("got %v, want %s", err, erp.MaybeSent)
			}
			again(t, erp.CreateTicket, pipe, in)
			clerk.complaint(t, in)
		})
	}
}

func TestATicketThatCannotBe(t *testing.T) {
	newClerk(t)
	pipe := connect(t, address(), nil)
	unknown, nobody := newTicket(), newTicket()
	unknown.Ticket.SubjectCode = pointer("1 or 1=1")
	nobody.Document = newDocument(t)
	if _, _, err := erp.CreateTicket.Call(t.Context(), pipe, unknown); !erp.IsKind(err, erp.Refused) || messageOf(err) == "" {
		t.Errorf("an unknown subject: %v", err)
	}
	if _, _, err := erp.CreateTicket.Call(t.Context(), pipe, nobody); !erp.IsKind(err, erp.NotFound) {
		t.Errorf("nobody's ticket: %v", err)
	}
}
