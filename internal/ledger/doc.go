// Package ledger is where writes are handed in: settlements, leads, and what
// else changes something in an ERP. It knows rows, states and keys, and nothing
// of payments or sales: those rules are in internal/settlement and
// internal/ordering, as a [Runner] for each function.
//
// Every write goes through [Submitter]. [Direct], its first implementation,
// calls the ERP while the caller waits and keeps nothing: what provably did not
// reach the ERP is answered with an error, for the caller to repeat with the
// same key. The durable ledger takes its place behind the same seam.
//
// Start reading at ledger.go.
package ledger
