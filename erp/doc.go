// Package erp is the vocabulary of Balcão: what an internet provider's ERP can
// be asked (the functions), what it is given and answers (the types), and how
// it fails (the kinds of [Error]).
//
// Everything between a resolver and an ERP speaks these words. A caller has
// typed ends ([Func.Call]); between the ends runs one untyped, batch-first call
// ([Pipe]), so that a concern such as caching or limiting is written once and
// not once for each function.
//
// Start reading at function.go, then functions.go. The `erp` tags on the types
// are the contract that automations are checked against: the name a pack uses
// for the field and whether it is required. The contract itself is described in
// docs/functions.md.
package erp
