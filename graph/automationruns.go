package graph

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/graph/model"
)

// runsQuery is which runs an admin lists.
type runsQuery struct {
	function *string
	outcomes []model.RunOutcome
	first    int
	after    *string
}

func (q runsQuery) list(ctx context.Context) (*model.AutomationRunConnection, error) {
	req := requestOf(ctx)
	desk, err := deskOf(req)
	if err != nil {
		return nil, err
	}
	function := ""
	if q.function != nil {
		function = *q.function
		if !runs(desk, function) {
			return nil, &Error{Code: InvalidInput, Message: "function: there is no such function"}
		}
	}
	l := listing[automation.Run]{scope: q.scope(desk), place: runPlace, order: slices.Compare[place]}
	after, err := l.after(req, q.first, q.after)
	if err != nil {
		return nil, err
	}
	audit(ctx, "runs looked at", "function", function)
	return runsPage(req, l.cut(req, pointers(desk.Runs.List(function, outcomesOf(q.outcomes)...)), after, q.first)), nil
}

// runs tells whether something of this name can have run.
func runs(desk *Desk, name string) bool {
	return erp.Function(name) != nil || name == automation.SessionRun || desk.Connection.Pack().Unit(name) != nil
}

func outcomesOf(list []model.RunOutcome) []automation.Outcome {
	outcomes := make([]automation.Outcome, len(list))
	for i, o := range list {
		outcomes[i] = automation.Outcome(strings.ToLower(string(o)))
	}
	return outcomes
}

// scope tells the list's cursors from those of other lists, and of other servers
// and of earlier lives of this one, whose runs have other numbers.
func (q runsQuery) scope(desk *Desk) []string {
	var outcomes []string
	for _, o := range q.outcomes {
		outcomes = append(outcomes, string(o))
	}
	function := ""
	if q.function != nil {
		function = *q.function
	}
	return []string{"runs", desk.Node, desk.Runs.Since().Format(time.RFC3339Nano), function, strings.Join(outcomes, " ")}
}

// runPlace orders runs by their numbers, the highest first.
func runPlace(r *automation.Run) place { return place{fmt.Sprintf("%019d", math.MaxInt64-r.Seq)} }

func runsPage(req *Request, p page[automation.Run]) *model.AutomationRunConnection {
	c := &model.AutomationRunConnection{Nodes: make([]*model.AutomationRun, len(p.nodes)), PageInfo: p.info, TotalCount: p.total}
	for i, r := range p.nodes {
		c.Nodes[i] = runShown(req, r)
	}
	c.Edges = make([]*model.AutomationRunEdge, len(p.nodes))
	for i, node := range c.Nodes {
		c.Edges[i] = &model.AutomationRunEdge{Cursor: p.cursors[i], Node: node}
	}
	return c
}

func runShown(req *Request, r *automation.Run) *model.AutomationRun {
	shown := &model.AutomationRun{
		Node: req.Tenant.Desk.Node, At: r.At.In(req.Tenant.Zone), Function: r.Function, DurationMs: millis(r.Took), Inputs: r.Inputs,
		Outcome: runOutcome(r.Outcome), Error: orNil(r.Error), Manual: r.Manual, RequestID: orNil(r.Origin.RequestID), WriteID: orNil(r.Origin.Write),
		Steps: make([]*model.AutomationRunStep, len(r.Steps)),
	}
	for i, s := range r.Steps {
		shown.Steps[i] = &model.AutomationRunStep{
			Unit: s.Unit, Name: s.Step, BeganMs: millis(s.Begun), DurationMs: millis(s.Took), Requests: s.Requests, Outcome: runOutcome(s.Outcome),
		}
		if s.Status != 0 {
			shown.Steps[i].Status = &s.Status
		}
	}
	return shown
}
