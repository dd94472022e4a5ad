package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// persistedNotFound is the message by which clients of Apollo and urql know that
// they have to send the document itself.
const persistedNotFound = "PersistedQueryNotFound"

func persistedQueries(most int) extension.AutomaticPersistedQuery {
	return extension.AutomaticPersistedQuery{Cache: lru.New[string](most)}
}

// lookUp fills in a document that was asked for by its SHA-256, or keeps one
// that came with it.
func (l *documentLimits) lookUp(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	err := l.persisted.MutateOperationParameters(ctx, p)
	switch {
	case err == nil:
		return nil
	case err.Message == persistedNotFound:
		return refuse(PersistedQueryNotFound, persistedNotFound)
	}
	return refuse(BadRequest, err.Message)
}
