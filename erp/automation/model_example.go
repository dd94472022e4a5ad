package automation

import (
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// Example is a test of a function: what it is given, what the ERP answers and
// what must come out.
type Example struct {
	// Name is the file's, without folder and ending: "list_invoices/one_open".
	Name     string
	Function string
	About    string
	// Now is the instant of the run; zero if the example does not say.
	Now      time.Time
	Settings map[string]string
	// Attempt is which try of a write it is, 0 for the first: from the second on
	// a step's `lookup` is asked before it is sent.
	Attempt int
	// Input is the function's input by contract names; inputs of a batch are a
	// list of such.
	Input any
	// Exchanges match in any order, equal requests in written order.
	Exchanges []*Exchange
	// Output is compared with the result by contract names, if HasOutput.
	Output    any
	HasOutput bool
	// Error is what the run must fail with, nil if it must not fail.
	Error *ExampleError
	Pos   value.Pos
}

// Exchange is a request that must be made and the ERP's answer to it.
type Exchange struct {
	Method, Path string
	// Query, Headers and Form are members that must be there.
	Query, Headers, Form map[string]any
	// JSON is a value whose members must be there, nil if none is asked for.
	JSON any
	// Text is the whole body, nil if it is not looked at.
	Text   *string
	Answer ExampleAnswer
	Pos    value.Pos
}

// ExampleAnswer is what the ERP answers. At most one of JSON, Text and File is
// given.
type ExampleAnswer struct {
	// Status is 200 if the example does not say.
	Status  int
	Headers map[string]string
	// JSON is the body as a value, if HasJSON.
	JSON    any
	HasJSON bool
	Text    string
	// File is the content of the file that the example names.
	File []byte
}

// ExampleError is how a run must fail.
type ExampleError struct {
	Kind    erp.Kind
	Message string
	Pos     value.Pos
}
