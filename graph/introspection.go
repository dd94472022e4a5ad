package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"balcao/internal/auth"
)

// introspection lets only people who set Balcão up read the schema from the
// server; everybody else has it from its documentation. For others __type is null
// as if there were no such type, and __schema, which may not be null, an error.
type introspection struct{}

func (introspection) ExtensionName() string                   { return "Introspection" }
func (introspection) Validate(graphql.ExecutableSchema) error { return nil }

func (introspection) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	op.DisableIntrospection = requestOf(ctx).Principal.Client.Kind != auth.Admin
	return nil
}

func (introspection) InterceptRootField(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	if !graphql.GetOperationContext(ctx).DisableIntrospection {
		return next(ctx)
	}
	switch field := graphql.GetRootFieldContext(ctx).Field; field.Name {
	case "__type":
		return graphql.Null
	case "__schema":
		err := &Error{Code: Forbidden, Message: "the schema can be read by clients of kind " + string(auth.Admin)}
		graphql.AddError(ctx, gqlerror.WrapPath(ast.Path{ast.PathName(field.Alias)}, err))
		return graphql.Null
	}
	return next(ctx)
}
