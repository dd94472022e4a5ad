// Package settlement has the rules of payments: what makes one unique
// (payment.go), how it is carried into an ERP (run.go) and what proves that the
// ERP has it (evidence.go).
//
// The money has changed hands before Balcão hears of it. So a settlement is
// confirmed by evidence only, an ERP's "200 OK" is none, and an ERP's "no" does
// not end it: a person has to look.
package settlement
