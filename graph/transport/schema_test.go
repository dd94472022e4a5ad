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
	type Query { echo(value: ID): ID  long(size: Int!): String  fail: String }
	type Mutation { echo(value: ID): ID }
	type Subscription { tick: Int }
`})

// newExecutor runs sample as the server runs its own schema: errors carry codes,
// persisted queries are kept.
func newExecutor() *executor.Executor {
	run := executor.New(sample{sampleSchema})
	run.Use(extension.AutomaticPersistedQuery{Cache: lru.New[string](10)})
	return run
}

func (s sample) Schema() *ast.Schema { return s.schema }

func (s sample) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s sample) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
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
	case "fail":
		graphql.AddError(ctx, &gqlerror.Error{Message: "it failed", Path: ast.Path{ast.PathName(f.Alias)}})
	}
	return nil
}
