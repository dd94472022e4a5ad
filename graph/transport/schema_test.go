package transport_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// sample is a schema that is small enough to be executed by hand.
type sample struct{ schema *ast.Schema }

var sampleSchema = gqlparser.MustLoadSchema(&ast.Source{Name: "sample.graphqls", Input: `
	type Query { echo(value: ID): ID  long(size: Int!): String  fail: String  wait: ID }
	type Mutation { echo(value: ID): ID }
	type Subscription { count(to: Int!): Int  tick: Int  flood: String  panics: Int  fail: Int }
`})

// newExecutor runs sample as the server runs its own schema: errors carry codes,
// persisted queries are kept.
func newExecutor() *executor.Executor {
	run := executor.New(sample{sampleSchema})
	run.SetRecoverFunc(func(context.Context, any) error { return &gqlerror.Error{Message: "it panicked"} })
	run.Use(extension.AutomaticPersistedQuery{Cache: lru.New[string](10)})
	return run
}

func (s sample) Schema() *ast.Schema { return s.schema }

func (s sample) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s sample) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	if op.Operation.Operation == ast.Subscription {
		return subscribed(graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Subscription"})[0], op.Variables)
	}
	root := map[ast.Operation]string{ast.Query: "Query", ast.Mutation: "Mutation"}[op.Operation.Operation]
	return func(ctx context.Context) *graphql.Response {
		return &graphql.Response{Data: s.resolve(ctx, op, root)}
	}
}

func (s sample) resolve(ctx context.Context, op *graphql.OperationContext, root string) json.RawMessage {
	var data bytes.Buffer
	data.WriteByte('{')
	for i, field := range graphql.CollectFields(op, op.Operation.SelectionSet, []string{root}) {
		if i > 0 {
			data.WriteByte(',')
		}
		value, _ := json.Marshal(s.field(ctx, field, root, op.Variables))
		fmt.Fprintf(&data, "%q:%s", field.Alias, value)
	}
	data.WriteByte('}')
	return data.Bytes()
}

func (s sample) field(ctx context.Context, f graphql.CollectedField, root string, vars map[string]any) any {
	args := f.ArgumentMap(vars)
	switch f.Name {
	case "__typename":
		return root
	case "echo":
		return args["value"]
	case "long":
		return strings.Repeat("x", int(args["size"].(int64)))
	case "wait":
		<-ctx.Done()
		graphql.AddError(ctx, &gqlerror.Error{Message: "it waited: " + ctx.Err().Error()})
	case "fail":
		graphql.AddError(ctx, &gqlerror.Error{Message: "it failed", Path: ast.Path{ast.PathName(f.Alias)}})
	}
	return nil
}

// subscribed answers the one field of a subscription: count goes up to a number,
// tick stops after 1 and waits, fail has an error in the one answer, flood never
// stops.
func subscribed(f graphql.CollectedField, vars map[string]any) graphql.ResponseHandler {
	var sent int64
	return func(ctx context.Context) *graphql.Response {
		sent++
		var value any = sent
		switch f.Name {
		case "count":
			if sent > f.ArgumentMap(vars)["to"].(int64) {
				return nil
			}
		case "tick":
			if sent > 1 {
				<-ctx.Done()
				return nil
			}
		case "flood":
			value = strings.Repeat("x", 1<<16)
		case "fail":
			if sent > 1 {
				return nil
			}
			graphql.AddError(ctx, &gqlerror.Error{Message: "it failed", Path: append(graphql.GetPath(ctx), ast.PathName("below"))})
			value = nil
		case "panics":
			panic("secret")
		}
		text, _ := json.Marshal(map[string]any{f.Alias: value})
		return &graphql.Response{Data: text}
	}
}
