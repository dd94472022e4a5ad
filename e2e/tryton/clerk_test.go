package tryton_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// kept is a rendering of an invoice. An invoice that is made with one is not
// rendered when it is posted, which takes LibreOffice two seconds.
var kept = map[string]any{"__class__": "bytes", "base64": "JVBERi0xLjQKJSVFT0YK"}

// Bill makes and posts an invoice of one line without tax, due in ten days.
func (c *clerk) Bill(t *testing.T, customer br.Document, amount erp.Money) string {
	t.Helper()
	spellings := []string{string(customer), customer.Formatted()}
	party := c.first(t, "party.party", clause("identifiers.code", "in", spellings))
	line := map[string]any{
		"type": "line", "quantity": 1, "unit_price": decimal(amount), "description": "Mensalidade",
		"account": c.first(t, "account.account", clause("type.revenue", "=", true)), "currency": 1, "company": 1,
	}
	created := c.call(t, "model.account.invoice.create", []any{map[string]any{
		"type": "out", "party": party, "currency": 1, "company": 1,
		"invoice_address": c.first(t, "party.address", clause("party", "=", party)),
		"account":         c.first(t, "account.account", clause("type.receivable", "=", true)),
		"journal":         c.first(t, "account.journal", clause("type", "=", "revenue")),
		"payment_term":    c.first(t, "account.invoice.payment_term", clause("name", "=", "10 dias")),
		"lines":           []any{[]any{"create", []any{line}}},

		"invoice_report_cache": kept, "invoice_report_format": "pdf",
	}}, context)
	c.call(t, "model.account.invoice.post", created, context)
	return fmt.Sprint(created.([]any)[0])
}

// Pay pays what is open of the invoice by the wizard, as a person at the bank's
// statement would.
func (c *clerk) Pay(t *testing.T, invoiceID string) {
	t.Helper()
	id, err := strconv.Atoi(invoiceID)
	if err != nil {
		t.Fatal(err)
	}
	row := c.call(t, "model.account.invoice.read", []any{id}, []any{"amount_to_pay"}, context).([]any)[0].(map[string]any)
	here := map[string]any{"company": 1, "active_model": "account.invoice", "active_id": id, "active_ids": []any{id}}
	wizard := c.call(t, "wizard.account.invoice.pay.create", here).([]any)[0]
	c.call(t, "wizard.account.invoice.pay.execute", wizard, map[string]any{"start": map[string]any{
		"amount": row["amount_to_pay"], "currency": 1, "currency_digits": 2, "company": 1, "payment_method": 2,
		"date": date(time.Now()), "description": nil,
	}}, "choice", here)
	c.call(t, "wizard.account.invoice.pay.delete", wizard, here)
}

// Records are sales, opportunities and complaints with this reference, each with
// its texts and notes.
func (c *clerk) Records(t *testing.T, reference string) []string {
	t.Helper()
	var found []string
	for model, text := range map[string]string{"sale.sale": "comment", "sale.opportunity": "comment", "sale.complaint": "description"} {
		for _, r := range c.records(t, model, []any{clause("reference", "=", reference)}, text) {
			notes := c.records(t, "ir.note", []any{clause("resource", "=", model+","+number(r["id"]))}, "message")
			found = append(found, fmt.Sprint(model, r[text], notes))
		}
	}
	return found
}

// render makes Tryton keep the PDF of a customer's oldest open invoice. A first
// rendering starts LibreOffice, which on a busy machine takes longer than a run
// of the pack may.
func (c *clerk) render(t *testing.T, customer br.Document) {
	t.Helper()
	oldest := c.first(t, "account.invoice", clause("party.identifiers.code", "=", customer), clause("state", "=", "posted"))
	c.call(t, "report.account.invoice.execute", []any{oldest}, map[string]any{}, context)
}
