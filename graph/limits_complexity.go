package graph

import (
	"math"

	"balcao/erp"
	"balcao/graph/exec"
	"balcao/internal/br"
)

// What one counts on for lists without an argument that bounds them.
const (
	functionsOfERP  = 10
	paymentsOfABill = 3
)

// complexity says what the fields cost that bring more than themselves. Every
// other field costs 1 and what is asked for within it. So the cost is the number
// of fields of the largest possible answer; what is asked for beside a page's
// elements is counted as often as they are.
func complexity() exec.ComplexityRoot {
	var c exec.ComplexityRoot
	c.Query.Customers = func(child int, documents []br.Document) int { return list(len(documents), child) }
	c.Query.Invoices = func(child int, _ br.Document, _ *string, _ []erp.InvoiceStatus, first int, _ *string) int {
		return page(first, child)
	}
	c.Query.Boletos = func(child int, _ br.Document, _ *string, first int, _ *string) int { return page(first, child) }
	c.Customer.Invoices = func(child int, _ *string, _ []erp.InvoiceStatus, first int, _ *string) int { return page(first, child) }
	c.Customer.Boletos = func(child int, _ *string, first int, _ *string) int { return page(first, child) }
	c.Invoice.Payments = func(child int) int { return list(paymentsOfABill, child) }
	c.Capabilities.Functions = func(child int) int { return list(functionsOfERP, child) }
	return c
}

// page is a list of the most elements a page can have; a larger one is refused
// when it is asked for.
func page(first, child int) int { return list(min(first, mostPerPage), child) }

// list does not overflow: what is too much stays too much.
func list(length, child int) int {
	length = max(length, 1)
	if child > math.MaxInt32/length {
		return math.MaxInt32
	}
	return 1 + length*child
}
