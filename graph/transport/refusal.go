package transport

import "net/http"

// BadRequest is the extensions.code of everything that is refused here: the
// request is not a GraphQL request, or not one of a kind that is served.
const BadRequest = "BAD_REQUEST"

// internal is the code of what is no fault of the client and may be tried again.
const internal = "INTERNAL"

// Refusal is an answer to a request of which nothing was executed.
type Refusal struct {
	// Status is the HTTP status.
	Status int
	// Code is the error's extensions.code.
	Code string
	// Message is for developers. It never has anything in it that was sent.
	Message string
	// Header is added to the answer's.
	Header http.Header
}

func badRequest(message string) *Refusal {
	return &Refusal{Status: http.StatusBadRequest, Code: BadRequest, Message: message}
}

func methodNotAllowed(allow, message string) *Refusal {
	return &Refusal{
		Status: http.StatusMethodNotAllowed, Code: BadRequest, Message: message,
		Header: http.Header{"Allow": {allow}},
	}
}

func notAcceptable() *Refusal {
	return &Refusal{
		Status: http.StatusNotAcceptable, Code: BadRequest,
		Message: "Accept allows neither " + graphqlJSON + " nor " + plainJSON + " in UTF-8",
	}
}

// unsupportedType tells in Accept what would have been taken (RFC 9110, 15.5.16).
func unsupportedType(message string) *Refusal {
	return &Refusal{
		Status: http.StatusUnsupportedMediaType, Code: BadRequest, Message: message,
		Header: http.Header{"Accept": {plainJSON}},
	}
}

func tooLarge() *Refusal {
	return &Refusal{Status: http.StatusRequestEntityTooLarge, Code: BadRequest, Message: "the body is too large"}
}

// unwritable is an answer that cannot be put into JSON; only an extension of
// ours can make one.
func unwritable() *Refusal {
	return &Refusal{Status: http.StatusInternalServerError, Code: internal, Message: "the answer could not be written"}
}

// unavailable sends a client elsewhere while the server stops.
func unavailable() *Refusal {
	return &Refusal{
		Status: http.StatusServiceUnavailable, Code: internal, Message: "the server is stopping: try again",
		Header: http.Header{"Retry-After": {"1"}},
	}
}

// Refuse answers a request that does not come as far as [Handler], in the form
// that its client expects of GraphQL.
func Refuse(w http.ResponseWriter, r *http.Request, requestID string, refused *Refusal) {
	out := newReply(w, r)
	out.requestID = requestID
	out.refuse(refused)
}
