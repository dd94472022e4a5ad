// Package ledger keeps the writes that were handed in: settlements, orders,
// leads, tickets and what else changes something in an ERP. A write that
// [Tenant.Submit] has accepted is a durable row, and is carried to its end
// whatever fails meanwhile. The package knows rows, leases, states and the audit
// trail, and nothing of payments or sales: those rules are in
// internal/settlement, internal/ordering and internal/selfservice, as a [Runner]
// for each function.
//
// The row is the truth. Whoever works on it holds a lease: a number that counts
// up and a time by the database's clock. Every change asks for the lease in the
// same statement, so a node that was frozen changes nothing and, because the
// last transaction before a request asks too, sends nothing either. The first
// attempt is made by the node that accepted the write; for what is still open
// after it there is a job of River, which only wakes a node up for the row.
//
// Start reading at ledger.go (the words), then states.go (what may follow what),
// accept.go, claim.go and attempt.go (the way of a write), delivery.go (who
// comes when).
package ledger
