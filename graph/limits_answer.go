package graph

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// errorLimit is the most errors of an answer.
type errorLimit int

func (errorLimit) ExtensionName() string                   { return "ErrorLimit" }
func (errorLimit) Validate(graphql.ExecutableSchema) error { return nil }

func (most errorLimit) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	resp := next(ctx)
	if resp == nil || len(resp.Errors) <= int(most) {
		return resp
	}
	kept := resp.Errors[:most:most]
	resp.Errors = append(kept, &gqlerror.Error{
		Message:    fmt.Sprintf("%d more errors are not listed", len(resp.Errors)-len(kept)),
		Extensions: kept[most-1].Extensions,
	})
	return resp
}
