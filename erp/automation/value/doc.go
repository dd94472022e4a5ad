// Package value is the part of the automation language that deals in values:
// expressions, texts with $(…) in them, the formats an ERP writes money and
// dates in, and the conversion into the fields of the contract.
//
// It knows nothing of packs, YAML or HTTP. Everything is compiled when a pack is
// loaded, and every mistake that can be seen then is a [Problem] with its place;
// what is left fails when it runs, as an [erp.Error] with its place and without
// the value that was wrong, since that may be personal data.
//
// A value at run time is one of: nil, bool, int64, [Decimal], string,
// [erp.Money], [br.Date], [time.Time], []byte (a file), []any, map[string]any,
// or a Go struct of the contract, whose members are named by its erp tags.
// Numbers are exact; nothing here is ever a float.
//
// Start reading with expr.go ([CompileExpr]): parse, check (check*.go, with the
// types of type.go), lower (lower.go: the language's own meaning of members,
// operators and functions), evaluate. Then text.go ([CompileText]) with the
// places a value can go to (place.go, encode.go), formats.go, and field.go
// ([CompileField]).
package value
