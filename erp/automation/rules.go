package automation

import (
	"slices"

	"balcao/erp/automation/value"
)

// rule is something that is checked when a pack is loaded. The only way to have
// one is [define], which puts it into the table that [Rules] shows; the only
// way to report a mistake of this package is to hand a rule over.
type rule struct{ info value.RuleInfo }

var table []value.RuleInfo

func define(id value.Rule, about string) *rule {
	r := &rule{value.RuleInfo{Rule: id, About: about}}
	table = append(table, r.info)
	return r
}

// Rules lists everything that is checked when a pack is loaded, with the checks
// of expressions and texts.
func Rules() []value.RuleInfo {
	return append(slices.Clone(table), value.Rules()...)
}

// Files and YAML.
var (
	ruleUnreadable   = define("unreadable", "a file that cannot be read")
	ruleUnknownFile  = define("unknown-file", "a file that is neither pack.yaml, nor a function of the contract, nor in parts/ or examples/")
	ruleNoPackFile   = define("no-pack-file", "a pack without pack.yaml")
	ruleFileSize     = define("file-size", "a file that is too large")
	ruleDepth        = define("depth", "a file that is nested too deeply")
	ruleSyntax       = define("yaml", "a file that is not YAML")
	ruleColon        = define("yaml-colon", "an expression or text that YAML ends at \": \"")
	ruleCut          = define("yaml-cut", "a $( that YAML cuts at a comma or a bracket")
	ruleComment      = define("yaml-comment", "an expression or text that YAML ends at \" #\"")
	ruleAnchor       = define("yaml-anchor", "anchors, aliases and merge keys of YAML")
	ruleDoubleKey    = define("double-key", "the same key twice")
	ruleLeadingZeros = define("leading-zeros", "a number with leading zeros outside quotes")
	ruleNumberForm   = define("number-form", "a number that YAML readers read differently")
	ruleFolded       = define("folded-block", "an expression or a text with values in a > block")
	ruleUnknownTag   = define("unknown-tag", "a tag that does not exist")
	ruleTagPlace     = define("tag-place", "a tag where it means nothing")
)

// Keys and plain values.
var (
	ruleUnknownKey = define("unknown-key", "a key that means nothing at this place")
	ruleMissingKey = define("missing-key", "a key that has to be there")
	ruleNoValue    = define("no-value", "a key without a value")
	ruleShape      = define("shape", "a list, an object or a single value where another of them is due")
	ruleWord       = define("word", "a word that is none of those to choose from")
	ruleNumber     = define("number", "a number that is none or is out of bounds")
	ruleDuration   = define("duration", "a time that is not written as 30s, 5m, 2h, 1d")
	ruleName       = define("name", "a name of a step, setting, table or input with other characters than a to z, 0 to 9 and _")
	ruleReserved   = define("reserved-name", "a name that means something else already")
	ruleTaken      = define("taken-name", "a part with the name of a function")
)

// The pack's own file.
var (
	ruleExtends       = define("extends", "extends that names no pack or no version")
	ruleNewerBase     = define("newer-pack", "a folder over a pack that has become newer (warning)")
	ruleLanguage      = define("language", "a version of the language that this Balcão does not know")
	ruleUnusedSetting = define("unused-setting", "a setting that nothing mentions (warning)")
	rulePick          = define("pick", "pick that names nothing which lists code and name")
	ruleChoice        = define("choice", "a default that is none of the choices, choices of a setting that is no choice")
	ruleHostURL       = define("host-url", "an address with a query or without https:// or a setting")
	ruleSessionHost   = define("session-host", "a log-in on a host that needs the log-in")
	ruleNoReason      = define("no-function", "a function that has neither a file nor a reason under not_supported (warning)")
	ruleTwice         = define("function-and-reason", "a function that has a file and a reason why it has none")
	ruleFrom          = define("download-from", "a host under from that is no host name")
)

// Steps.
var (
	ruleDoes          = define("step-does", "a step that does nothing, or two things")
	ruleBody          = define("one-body", "a request with two bodies")
	ruleKeyPlace      = define("key-place", "a key of a step that does something else")
	ruleNeedsOther    = define("key-needs", "a key that means nothing without another one")
	ruleTooEarly      = define("used-too-early", "a step that is mentioned above itself")
	ruleUnit          = define("unknown-call", "a call of a function or part that the pack does not have")
	ruleArgument      = define("call-input", "an input that is not taken by what is called, or one that it needs")
	ruleInputType     = define("input-type", "a type of an input or a result that does not exist")
	ruleCircle        = define("call-circle", "functions and parts that call each other in a circle")
	ruleExpressionIs  = define("expression-dollar", "$( ) in an expression")
	rulePath          = define("path", "a path without a slash at its beginning, or with a query")
	ruleNullSent      = define("null-sent", "null in a query, form, header or path")
	ruleMergeItems    = define("merge", "!merge over something else than a list of objects")
	ruleEmptyOnWrite  = define("empty-on-write", "an answer rule \"empty\" of an effect step")
	ruleNotDoneOnRead = define("not-done-on-read", "not_done in a function that changes nothing")
	ruleManySteps     = define("many-steps", "more steps than anybody can read")
)

// Effects.
var (
	ruleWriteInRead   = define("write-in-read", "an effect step in a function that only reads")
	ruleNoWrite       = define("no-write", "a function that changes something, without an effect step")
	ruleNoLookup      = define("no-lookup", "two effect steps, one of them without lookup")
	ruleLookupEffect  = define("lookup-effect", "a lookup that changes something, or on a step that changes nothing")
	ruleCallEffect    = define("call-effect", "effect on a call, which has that of what it calls")
	ruleEffectKeys    = define("effect-keys", "until, pages or keep on an effect step")
	ruleRepeatable    = define("repeatable", "repeatable that says what is so anyway")
	ruleLinkDownloads = define("download-effect", "a download that is said to change something")
)

// Output.
var (
	ruleOutputMissing = define("output-missing", "no output where one is needed")
	ruleUnknownField  = define("unknown-field", "a field of the output that the contract does not have")
	ruleRequiredField = define("required-field", "a field that the contract requires and the output lacks")
	ruleOutputShape   = define("output-shape", "each where one object is due, or none where a list is")
	ruleOutputKey     = define("output-key", "batch without key, key without batch")
	ruleOutputSecret  = define("output-secret", "a secret in an output")
	ruleBatch         = define("batch", "batch by an input that the function does not have, or of a function that changes something")
	ruleTableWord     = define("table-word", "a table that gives words of the contract and, beside them, one that the contract does not have")
)

// Examples.
var (
	ruleExample      = define("example", "an example whose parts do not fit together")
	ruleNoExample    = define("no-example", "a function without an example (warning)")
	ruleUnseenMember = define("unseen-member", "a member that no example's answer ever had (warning)")
)
