package graph

import (
	"context"
	"fmt"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/br"
)

// firstYear is the first year that a declaration can be asked for; what an ERP
// has is for it to say.
const firstYear = 1990

// debtClearance gives the link to a year's declaration. The ERP is asked when it
// is opened.
func debtClearance(ctx context.Context, document br.Document, year int) (*model.DebtClearance, error) {
	req := requestOf(ctx)
	if last := req.Now.In(req.Tenant.Zone).Year() - 1; year < firstYear || year > last {
		return nil, &Error{Code: InvalidInput, Message: fmt.Sprintf("year: this must be %d to %d", firstYear, last)}
	}
	if ok, why := req.Tenant.Supports(erp.GetDebtClearance.Info); !ok {
		return nil, &erp.Error{Kind: erp.NotSupported, Function: erp.GetDebtClearance.Name, Detail: why}
	}
	return &model.DebtClearance{Document: document, Year: year}, nil
}

func clearanceURL(req *Request, c *model.DebtClearance) string {
	return req.Tenant.Links.ViewURL(req.Tenant.ID, erp.ClearanceInput{Document: c.Document, Year: c.Year}, req.Now)
}
