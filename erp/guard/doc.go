// Package guard stands between the automation engine and one ERP's servers: it
// limits, breaks, sends, and tells what became of each request.
//
// One [Connection] belongs to one tenant's ERP. Its stages, in the order a
// request passes them: circuit breaker (breaker.go), queue for a place and for
// the ERP's rate (queue.go), transport (transport.go), reading of the answer
// within bounds (read.go).
//
// The knowledge that matters most is whether a failed request may have reached
// the ERP: a payment is sent again only if it provably did not. [Error.Sent]
// has it, and wire.go is where it is found out: a request counts as not sent
// only if no byte of it was given to the network, and it is sealed before that
// is said, so that no byte can follow.
//
// Start reading at connection.go.
package guard
