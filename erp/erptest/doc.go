// Package erptest is the conformance suite of the packs: one set of scenarios
// that every pack passes against a real ERP, so that the front ends see the
// same behaviour whichever ERP a provider has.
//
// A test describes its ERP as a [Target] and hands it to [Run]. Start reading
// at target.go; then each file is one function's scenarios.
package erptest
