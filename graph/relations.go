package graph

// Relations are the fields of an object that another ERP function answers. They
// stand in one table, so that whoever knows a document can start all that will
// be asked about it: the invoices of `customer(document:) { invoices }` are
// fetched together with the customer, and those of a list of customers in one
// call.

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"balcao/erp"
	"balcao/internal/br"
)

// relation says by which function a field of an object is answered, and with
// which input for the document of the object's customer.
type relation struct {
	object, field string
	function      *erp.Info
	input         func(document br.Document, args map[string]any) erp.Input
}

var relations = []relation{
	{"Customer", "invoices", erp.ListInvoices.Info, invoicesOf},
	{"Customer", "boletos", erp.ListInvoices.Info, invoicesOf},
	{"Invoice", "customer", erp.GetCustomer.Info, customerOf},
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
	op := graphql.GetOperationContext(ctx)
	fields := graphql.CollectFieldsCtx(ctx, []string{object})
	if object == "InvoiceConnection" {
		object, fields = "Invoice", nodesOf(op, fields)
	}
	for _, f := range fields {
		for _, r := range relations {
			if r.object == object && r.field == f.Name {
				requestOf(ctx).Loader.Ahead(r.function, inputs(r, documents, f.ArgumentMap(op.Variables)))
			}
		}
	}
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

func inputs(r relation, documents []br.Document, args map[string]any) []erp.Input {
	list := make([]erp.Input, len(documents))
	for i, d := range documents {
		list[i] = r.input(d, args)
	}
	return list
}
