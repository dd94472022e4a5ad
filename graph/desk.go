package graph

import (
	"context"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/graph/model"
)

// DefaultDeskTime is how long a check or a trial may take.
const DefaultDeskTime = 25 * time.Second

// toTell is what an operation has beyond that, so that what was found is told.
const toTell = 3 * time.Second

// patience gives the fields that need it more time than others have. Only people
// who look after a connection may ask for them, and they wait.
func (s *Server) patience(op *graphql.OperationContext) time.Duration {
	for _, f := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Query", "Mutation"}) {
		if f.Name == "connectionCheck" || f.Name == "tryAutomation" {
			return max(s.cfg.DeskTime+toTell, s.cfg.Timeout)
		}
	}
	return 0
}

// deskOf is where the tenant's connection is looked after; an error while it is
// switched off.
func deskOf(req *Request) (*Desk, error) {
	if req.Tenant.Desk.Connection == nil {
		_, why := req.Tenant.Supports(erp.GetCustomer.Info)
		return nil, &erp.Error{Kind: erp.NotSupported, Detail: why}
	}
	return &req.Tenant.Desk, nil
}

// audit writes down what somebody at the desk has done: who, by the logger's own
// client, and what, without anybody's data.
func audit(ctx context.Context, what string, attrs ...any) {
	requestOf(ctx).Logger.InfoContext(ctx, "desk: "+what, attrs...)
}

// runOutcome is an outcome in the schema's words.
func runOutcome(o automation.Outcome) model.RunOutcome {
	return model.RunOutcome(strings.ToUpper(string(o)))
}

func effectOf(e erp.Effect) model.Effect { return model.Effect(strings.ToUpper(string(e))) }

func millis(d time.Duration) int { return int(d / time.Millisecond) }
