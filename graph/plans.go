package graph

import (
	"context"
	"slices"

	"balcao/erp"
	"balcao/internal/br"
)

// readPlans gives a customer's plans, all or those with one of these states.
// Some ERPs have a call of their own for the blocked ones.
func readPlans(ctx context.Context, document br.Document, status []erp.PlanStatus) ([]*erp.Plan, error) {
	all, _, err := plansFunction(status).Call(ctx, requestOf(ctx).Loader, erp.CustomerInput{Document: document})
	if err != nil {
		return nil, err
	}
	wanted := pointers(all)
	if status != nil {
		wanted = slices.DeleteFunc(wanted, func(p *erp.Plan) bool { return !slices.Contains(status, p.Status) })
	}
	return wanted, nil
}

func plansFunction(status []erp.PlanStatus) erp.Func[erp.CustomerInput, []erp.Plan] {
	if slices.Equal(status, []erp.PlanStatus{erp.PlanBlocked}) {
		return erp.ListBlockedPlans
	}
	return erp.ListPlans
}
