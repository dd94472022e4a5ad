package value

// Rule is the short, stable name of something that is checked when a pack is
// loaded.
type Rule string

// Problem is a mistake, or a warning, found when a pack is loaded.
type Problem struct {
	Rule Rule
	Pos  Pos
	// Length is how many characters the mistake is long.
	Length int
	// Message says what is wrong, Hint what to do; Hint may be empty.
	Message, Hint string
	Warning       bool
}

// The rules of expressions, texts, formats and fields.
const (
	RuleSyntax        Rule = "expression-syntax"
	RuleRefused       Rule = "expression-refused"
	RuleTooLarge      Rule = "expression-too-large"
	RuleTooDeep       Rule = "predicate-too-deep"
	RuleUnknownName   Rule = "unknown-name"
	RuleUnknownMember Rule = "unknown-member"
	RuleUnknownCall   Rule = "unknown-function"
	RuleUnknownWord   Rule = "unknown-word"
	RuleArgumentCount Rule = "argument-count"
	RuleArgumentType  Rule = "argument-type"
	RuleOperandType   Rule = "operand-type"
	RuleMoneyMixed    Rule = "money-mixed"
	RuleTextAdded     Rule = "text-added"
	RuleResultType    Rule = "result-type"
	RulePattern       Rule = "pattern"
	RuleFormat        Rule = "format"
	RuleFormatUnclear Rule = "format-unclear"
	RuleNoFormat      Rule = "no-format"
	RuleUnclosed      Rule = "unclosed"
	RuleFreeText      Rule = "free-text"
	RuleCondition     Rule = "condition"
	RuleComposed      Rule = "composed-text"
	RuleSecretShown   Rule = "secret-shown"
	RuleNameFromValue Rule = "name-from-value"
	RuleUnsendable    Rule = "unsendable"
	RuleSettingsOnly  Rule = "settings-only"
	RulePathText      Rule = "path-text"
	RuleFieldType     Rule = "field-type"
)

// RuleInfo is a rule with one line about it.
type RuleInfo struct {
	Rule  Rule
	About string
}

// Rules lists the rules of this package.
func Rules() []RuleInfo {
	return []RuleInfo{
		{RuleSyntax, "an expression that cannot be read"},
		{RuleRefused, "let, pipes, if {}, ranges, slices and other parts of expr that this language leaves out"},
		{RuleTooLarge, "an expression that is too long or nested too deep"},
		{RuleTooDeep, "a condition within a condition within a condition: two deep at most"},
		{RuleUnknownName, "a name that is not known at this place"},
		{RuleUnknownMember, "a member that a typed thing does not have"},
		{RuleUnknownCall, "a function that does not exist"},
		{RuleUnknownWord, "a word that the contract does not have at this place"},
		{RuleArgumentCount, "too few or too many arguments"},
		{RuleArgumentType, "an argument of the wrong type"},
		{RuleOperandType, "an operator between types that it does not join"},
		{RuleMoneyMixed, "a sum beside a number, or multiplied without a named rounding"},
		{RuleTextAdded, "texts added with +"},
		{RuleResultType, "an expression whose result is not what its place needs: a condition, a list"},
		{RulePattern, "a regular expression that cannot be read"},
		{RuleFormat, "a money example or date layout that cannot be read"},
		{RuleFormatUnclear, "two formats that can be confused"},
		{RuleNoFormat, "money, a date or an instant where nothing says how the ERP writes it"},
		{RuleUnclosed, "a $( that is not closed"},
		{RuleFreeText, "free text beside other text without !text"},
		{RuleCondition, "a text that looks like a condition without !filter"},
		{RuleComposed, "a text made by join where a value of its own is due"},
		{RuleSecretShown, "a secret where a person or a log could see it"},
		{RuleNameFromValue, "a name (table, column, method) that comes from a value"},
		{RuleUnsendable, "a value that its place cannot carry: money or a day without a format, an object in a query"},
		{RuleSettingsOnly, "an address made of something other than settings"},
		{RulePathText, "a path with characters that do not belong there"},
		{RuleFieldType, "an expression whose type does not fit the output's field"},
	}
}
