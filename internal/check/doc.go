// Package check tells whether an ERP can be reached and what it answers, step by
// step: names, connections, TLS, log-in, and then each function that only reads.
// It never sends a write, nor a read whose automation says that it has side
// effects.
//
// Start reading at [Run]; network.go and tls.go are the way to the server,
// functions.go goes through the contract, judge.go says what an answer means.
package check
