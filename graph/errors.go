package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"golang.org/x/text/language"

	"balcao/erp"
	"balcao/graph/scalar"
)

// Error is an error with a code that may be shown to a client. Every other
// error is shown as [Internal] and found in the log under the request's id.
type Error struct {
	Code Code
	// Message replaces the code's own words: in English where it is for
	// developers, else in the language asked for. Empty for the code's words.
	Message string
	// Cause is logged, never shown.
	Cause error
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Text is what a client reads.
func (e *Error) Text(tag language.Tag) string {
	if e.Message != "" {
		return e.Message
	}
	info := e.Code.info()
	return pick(tag, info.Portuguese, info.English)
}

// present is gqlgen's error presenter: it shows coded errors and logs what is
// behind them.
func present(ctx context.Context, err error) *gqlerror.Error {
	req := requestOf(ctx)
	coded := codedError(ctx, err)
	shown := &gqlerror.Error{
		Message:    coded.Text(req.Language),
		Path:       graphql.GetPath(ctx),
		Extensions: map[string]any{"code": string(coded.Code), "requestId": req.ID},
	}
	var located *gqlerror.Error
	if errors.As(err, &located) {
		shown.Locations = located.Locations
		if len(located.Path) > 0 {
			shown.Path = located.Path
		}
	}
	if req.countError != nil {
		req.countError(req.Tenant.ID, coded.Code)
	}
	logError(ctx, req, coded, err)
	return shown
}

// codedError finds the code and the words for an error.
func codedError(ctx context.Context, err error) *Error {
	if coded, ok := errors.AsType[*Error](err); ok {
		return coded
	}
	if e, ok := errors.AsType[*erp.Error](err); ok {
		return ofERP(ctx, e)
	}
	if invalid, ok := errors.AsType[*scalar.InvalidError](err); ok {
		return &Error{Code: InvalidInput, Message: pick(requestOf(ctx).Language, invalid.Portuguese, invalid.English)}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &Error{Code: ERPTimeout, Cause: err}
	}
	// gqlgen's own errors about arguments say what is wrong in words of the
	// schema; they wrap no error of ours.
	if located, ok := errors.AsType[*gqlerror.Error](err); ok && located.Unwrap() == nil {
		return &Error{Code: codeOfGraphQL(located), Message: located.Message}
	}
	return &Error{Code: Internal, Cause: err}
}

func ofERP(ctx context.Context, e *erp.Error) *Error {
	code := codeOfKind[e.Kind]
	if code == "" {
		code = Internal
	}
	if code == ERPUnavailable && (errors.Is(e, context.DeadlineExceeded) || ctx.Err() != nil) {
		code = ERPTimeout
	}
	return &Error{Code: code, Message: e.Message, Cause: e}
}

// codeOfGraphQL keeps the codes that gqlgen gives to documents that do not parse
// or validate.
func codeOfGraphQL(e *gqlerror.Error) Code {
	if code, ok := e.Extensions["code"].(string); ok {
		switch c := Code(code); c {
		case ParseFailed, ValidationFailed:
			return c
		case "COMPLEXITY_LIMIT_EXCEEDED":
			return TooComplex
		}
	}
	return ValidationFailed
}

// logError writes down what a client is not shown. Refusals and bad documents
// are the client's business and are logged at debug level only.
func logError(ctx context.Context, req *Request, coded *Error, err error) {
	if coded.Cause != nil {
		err = coded.Cause
	}
	switch coded.Code {
	case Internal:
		req.Logger.ErrorContext(ctx, "graphql: internal error", "path", graphql.GetPath(ctx).String(), "error", err)
	case ERPUnavailable, ERPTimeout, ERPBadAnswer, NotSupported:
		req.Logger.WarnContext(ctx, "graphql: erp failed", "code", string(coded.Code), "path", graphql.GetPath(ctx).String(), "error", err)
	default:
		req.Logger.DebugContext(ctx, "graphql: refused", "code", string(coded.Code), "path", graphql.GetPath(ctx).String())
	}
}
