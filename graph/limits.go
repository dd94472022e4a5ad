package graph

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// Limits bound what one request may ask for, so that no client can keep the
// server busy with a document of its own. All but MaxBody, MaxComplexity and
// MaxErrors are checked before a document is validated, because validation takes
// time that grows with the square of it. Start from [DefaultLimits]: a limit of 0
// lets nothing through.
type Limits struct {
	// MaxBody is the most bytes of a request's body: document and variables.
	MaxBody int64
	// MaxDocument is the most bytes of a document.
	MaxDocument int
	// MaxTokens is the most names, punctuators and values of a document.
	MaxTokens int
	// MaxOperations is how many operations a document may have to choose from.
	MaxOperations int
	// MaxSelections is the most fields and fragments of a document once every
	// fragment is put in where it is used. Fragments that use fragments twice
	// make exponentially many of a short text.
	MaxSelections int
	// MaxDepth is how deep fields may be nested, introspection apart.
	MaxDepth int
	// MaxRootFields is the most fields of an operation's root: each may be a
	// call to the ERP.
	MaxRootFields int
	// MaxAliases is the most fields with a name of their own.
	MaxAliases int
	// MaxDirectives is the most @skip, @include and the like.
	MaxDirectives int
	// MaxRepeats is how often the same field may be asked for in one place.
	// Validation compares each with each.
	MaxRepeats int
	// MaxComplexity is the most fields an answer may have if every list is as
	// long as it can be, see complexity.
	MaxComplexity int
	// MaxErrors is how many errors an answer lists; the last then says how many
	// were left out.
	MaxErrors int
	// CachedDocuments is how many validated documents are kept parsed, and
	// PersistedQueries how many are kept by their hash. The clients of a provider
	// have some dozens between them; one can take 300 KB at most.
	CachedDocuments, PersistedQueries int
}

// DefaultLimits leave room for the largest query that a front end has use for,
// the invoices of 100 customers, and for GraphiQL.
var DefaultLimits = Limits{
	MaxBody:          256 << 10,
	MaxDocument:      32 << 10,
	MaxTokens:        1000,
	MaxOperations:    10,
	MaxSelections:    2000,
	MaxDepth:         15,
	MaxRootFields:    30,
	MaxAliases:       60,
	MaxDirectives:    30,
	MaxRepeats:       50,
	MaxComplexity:    150_000,
	MaxErrors:        200,
	CachedDocuments:  200,
	PersistedQueries: 200,
}

// apply sets an executor up to keep to the limits.
func (l Limits) apply(run *executor.Executor) {
	documents := lru.New[*ast.QueryDocument](l.CachedDocuments)
	run.SetQueryCache(documents)
	run.SetParserTokenLimit(l.MaxTokens)
	run.SetDefaultRulesFn(validationRules)
	// gqlgen adds rules that suggest names otherwise.
	run.SetDisableSuggestion(true)
	run.Use(&documentLimits{l, documents, persistedQueries(l.PersistedQueries)})
	run.Use(introspection{})
	run.Use(extension.FixedComplexityLimit(l.MaxComplexity))
	run.Use(errorLimit(l.MaxErrors))
}

// documentLimits checks a document before it is validated, once: what is in the
// executor's cache has passed.
type documentLimits struct {
	Limits
	documents graphql.Cache[*ast.QueryDocument]
	persisted extension.AutomaticPersistedQuery
}

func (*documentLimits) ExtensionName() string                   { return "DocumentLimits" }
func (*documentLimits) Validate(graphql.ExecutableSchema) error { return nil }

func (l *documentLimits) MutateOperationParameters(ctx context.Context, p *graphql.RawParams) *gqlerror.Error {
	if len(p.Query) > l.MaxDocument {
		return tooComplex("the document has %d bytes", len(p.Query), l.MaxDocument)
	}
	if err := l.lookUp(ctx, p); err != nil {
		return err
	}
	if _, passed := l.documents.Get(ctx, p.Query); passed {
		return nil
	}
	return l.checkDocument(p.Query)
}

func (l *documentLimits) checkDocument(query string) *gqlerror.Error {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: query}, l.MaxTokens)
	if err == nil {
		return measure(doc).check(l.Limits)
	}
	// The parser's error for too many tokens can be told by its text alone.
	if located, ok := err.(*gqlerror.Error); ok && located.Message == fmt.Sprintf("exceeded token limit of %d", l.MaxTokens) {
		return refuse(TooComplex, fmt.Sprintf("the document has more than %d tokens", l.MaxTokens))
	}
	// The executor parses again and reports the syntax error.
	return nil
}

func tooComplex(what string, is, most int) *gqlerror.Error {
	return refuse(TooComplex, fmt.Sprintf(what+", %d are allowed", is, most))
}

// refuse is an error in the form that extensions of the executor return it.
func refuse(code Code, message string) *gqlerror.Error {
	return gqlerror.WrapIfUnwrapped(&Error{Code: code, Message: message})
}
