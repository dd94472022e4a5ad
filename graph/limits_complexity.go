package graph

import (
	"math"
	"time"

	"balcao/erp"
	"balcao/graph/exec"
	"balcao/graph/model"
	"balcao/internal/association"
	"balcao/internal/br"
	"balcao/internal/ledger"
)

// What one counts on for lists without an argument that bounds them.
const (
	functionsOfERP  = 24
	paymentsOfABill = 3
	// plansOfOne stands for contracts and pendencies too.
	plansOfOne     = 5
	eventsOfAWrite = 10
	// choices are the lines of a catalogue that people pick from.
	choices = 50
	// settingsOfAPack and stepsOfARun are those of a large pack; a run comes to few
	// outcomes. eventsOfATrial stands for the findings of a check too.
	settingsOfAPack = 20
	stepsOfARun     = 15
	outcomesOfARun  = 5
	eventsOfATrial  = 60
)

// complexity says what the fields cost that bring more than themselves. Every
// other field costs 1 and what is asked for within it. So the cost is the number
// of fields of the largest possible answer; what is asked for beside a page's
// elements is counted as often as they are.
func complexity() exec.ComplexityRoot {
	var c exec.ComplexityRoot
	c.Query.Customers = func(child int, documents []br.Document) int { return list(len(documents), child) }
	c.Query.Invoices = func(child int, _ br.Document, _ *string, _ []erp.InvoiceStatus, first int, _ *string) int {
		return paged(first, child)
	}
	c.Query.Boletos = func(child int, _ br.Document, _ *string, first int, _ *string) int { return paged(first, child) }
	c.Customer.Invoices = func(child int, _ *string, _ []erp.InvoiceStatus, first int, _ *string) int {
		return paged(first, child)
	}
	c.Customer.Boletos = func(child int, _ *string, first int, _ *string) int { return paged(first, child) }
	c.Customer.Contracts = func(child int) int { return list(plansOfOne, child) }
	c.Customer.Plans = func(child int, _ []erp.PlanStatus) int { return list(plansOfOne, child) }
	c.Customer.Pendencies = func(child int) int { return list(plansOfOne, child) }
	c.Customer.FiscalNotes = func(child, first int, _ *string) int { return paged(first, child) }
	c.Customer.Statement = func(child, first int, _ *string) int { return paged(first, child) }
	c.Query.Contracts = func(child int, _ br.Document) int { return list(plansOfOne, child) }
	c.Query.Plans = func(child int, _ br.Document, _ []erp.PlanStatus) int { return list(plansOfOne, child) }
	c.Query.Pendencies = func(child int, _ br.Document) int { return list(plansOfOne, child) }
	c.Query.FiscalNotes = func(child int, _ br.Document, first int, _ *string) int { return paged(first, child) }
	c.Query.Statement = func(child int, _ br.Document, first int, _ *string) int { return paged(first, child) }
	catalogueComplexity(&c)
	deskComplexity(&c)
	c.Invoice.Payments = func(child int) int { return list(paymentsOfABill, child) }
	c.Capabilities.Functions = func(child int) int { return list(functionsOfERP, child) }
	return c
}

// catalogueComplexity is for the lists that admins ask for.
func catalogueComplexity(c *exec.ComplexityRoot) {
	c.Query.Products = func(child, first int, _ *string) int { return paged(first, child) }
	c.Query.Resellers = func(child, first int, _ *string) int { return paged(first, child) }
	c.Query.DueDates = func(child int) int { return list(choices, child) }
	c.Query.CommercialOrigins = func(child int) int { return list(choices, child) }
	c.Query.Associations = func(child int, _ association.Kind, first int, _ *string) int { return paged(first, child) }
	c.Query.Writes = func(child int, _ []ledger.State, _ *string, _ *ledger.Reason, _ *time.Time, first int, _ *string) int {
		return paged(first, child)
	}
	c.WriteRecord.Trail = func(child int) int { return list(eventsOfAWrite, child) }
	c.AcceptedPayment.Settlements = func(child int) int { return list(paymentsOfABill, child) }
	c.Query.SettingChoices = func(child int, _ string) int { return list(choices, child) }
}

// deskComplexity is for what looks after a connection.
func deskComplexity(c *exec.ComplexityRoot) {
	c.Automations.Functions = func(child int) int { return list(functionsOfERP, child) }
	c.Automations.Settings = func(child int) int { return list(settingsOfAPack, child) }
	c.ConnectionSetting.Choices = func(child int) int { return list(choices, child) }
	c.Automation.Steps = func(child int) int { return list(stepsOfARun, child) }
	c.Automation.Counts = func(child int) int { return list(outcomesOfARun, child) }
	c.AutomationRun.Steps = func(child int) int { return list(stepsOfARun, child) }
	c.Query.AutomationRuns = func(child int, _ *string, _ []model.RunOutcome, first int, _ *string) int { return paged(first, child) }
	c.ConnectionCheck.Findings = func(child int) int { return list(eventsOfATrial, child) }
	c.TryAutomationPayload.Trace = func(child int) int { return list(eventsOfATrial, child) }
}

// paged is a list of the most elements a page can have; a larger one is refused
// when it is asked for.
func paged(first, child int) int { return list(min(first, mostPerPage), child) }

// list does not overflow: what is too much stays too much.
func list(length, child int) int {
	length = max(length, 1)
	if child > math.MaxInt32/length {
		return math.MaxInt32
	}
	return 1 + length*child
}
