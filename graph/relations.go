package graph

// Relations are the fields of an object that another ERP function answers. They
// stand in one table, so that whoever knows a document can start all that will
// be asked about it: the invoices of `customer(document:) { invoices }` are
// fetched together with the customer, and those of a list of customers in one
// call.

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"balcao/erp"
	"balcao/internal/br"
)

// relation says by which function a field of an object is answered, and with
// which input for the document of the object's customer.
type relation struct {
	object, field string
	function      func(args map[string]any) *erp.Info
	input         func(document br.Document, args map[string]any) erp.Input
	// gives is the type that the field brings, where it has relations too. They
	// are of the same customer.
	gives string
}

var relations = []relation{
	{"Customer", "invoices", always(erp.ListInvoices.Info), invoicesOf, "InvoiceConnection"},
	{"Customer", "boletos", always(erp.ListInvoices.Info), invoicesOf, "InvoiceConnection"},
	{"Customer", "contracts", always(erp.ListContracts.Info), customerOf, ""},
	{"Customer", "plans", plansAsked, customerOf, ""},
	{"Customer", "fiscalNotes", always(erp.ListFiscalNotes.Info), customerOf, ""},
	{"Customer", "statement", always(erp.ListStatement.Info), customerOf, ""},
	{"Customer", "contacts", always(erp.GetCustomerContacts.Info), customerOf, ""},
	{"Customer", "pendencies", always(erp.ListPendencyTexts.Info), customerOf, ""},
	{"Invoice", "customer", always(erp.GetCustomer.Info), customerOf, "Customer"},
}

func always(f *erp.Info) func(map[string]any) *erp.Info {
	return func(map[string]any) *erp.Info { return f }
}

func plansAsked(args map[string]any) *erp.Info {
	var status []erp.PlanStatus
	for _, s := range graphql.CoerceList(args["status"]) {
		status = append(status, erp.PlanStatus(fmt.Sprint(s)))
	}
	return plansFunction(status).Info
}

func invoicesOf(document br.Document, args map[string]any) erp.Input {
	contract, _ := args["contractId"].(string)
	return erp.InvoicesInput{Document: document, ContractID: contract}
}

func customerOf(document br.Document, _ map[string]any) erp.Input {
	return erp.CustomerInput{Document: document}
}

// ahead starts what the fields below the present one will ask about these
// documents. The present field's value is an object (or a list) of the type; a
// connection is looked through to its nodes.
func ahead(ctx context.Context, object string, documents ...br.Document) {
	below(ctx, object, graphql.CollectFieldsCtx(ctx, []string{object}), documents)
}

func below(ctx context.Context, object string, fields []graphql.CollectedField, documents []br.Document) {
	op := graphql.GetOperationContext(ctx)
	if object == "InvoiceConnection" {
		object, fields = "Invoice", nodesOf(op, fields)
	}
	for _, f := range fields {
		r, ok := relationOf(object, f.Name)
		if !ok {
			continue
		}
		args := f.ArgumentMap(op.Variables)
		requestOf(ctx).Loader.Ahead(r.function(args), askedOf(r, documents, args))
		if r.gives != "" {
			below(ctx, r.gives, graphql.CollectFields(op, f.Selections, []string{r.gives}), documents)
		}
	}
}

func relationOf(object, field string) (relation, bool) {
	for _, r := range relations {
		if r.object == object && r.field == field {
			return r, true
		}
	}
	return relation{}, false
}

// nodesOf collects what is asked of a connection's nodes, by either way.
func nodesOf(op *graphql.OperationContext, connection []graphql.CollectedField) []graphql.CollectedField {
	var fields []graphql.CollectedField
	for _, f := range connection {
		switch f.Name {
		case "nodes":
			fields = append(fields, graphql.CollectFields(op, f.Selections, []string{"Invoice"})...)
		case "edges":
			for _, edge := range graphql.CollectFields(op, f.Selections, []string{"InvoiceEdge"}) {
				if edge.Name == "node" {
					fields = append(fields, graphql.CollectFields(op, edge.Selections, []string{"Invoice"})...)
				}
			}
		}
	}
	return fields
}

func askedOf(r relation, documents []br.Document, args map[string]any) []erp.Input {
	list := make([]erp.Input, len(documents))
	for i, d := range documents {
		list[i] = r.input(d, args)
	}
	return list
}
