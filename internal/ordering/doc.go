// Package ordering has the rules of selling: which way an order takes into the
// ERP, and how leads are handed in. The rules are those of docs/ordering.md,
// whose table a test holds them against.
//
// Start reading at decide.go, which is pure: what is known goes in, a decision
// comes out. run.go asks the ERP for what has to be known and carries the
// decision out.
package ordering
