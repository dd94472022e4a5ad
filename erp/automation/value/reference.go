package value

// Info is one function, operator or format of the language, for people.
type Info struct {
	// Name is the function's; of an operator a word for it ("plus").
	Name string
	// Form is how it is written: "first_of(a, b, …)", "a + b".
	Form string
	// About is one line about it.
	About string
	// Example is an expression that needs no pack and no answer, and Gives what
	// comes of it, as `balcao try` would write it. Both are empty for formats.
	Example, Gives string
}

// Functions lists the value functions, in the order in which they are explained.
func Functions() []Info {
	return []Info{
		{"first_of", "first_of(a, b, …)", "the first that is neither null, empty text nor empty list", `first_of(null, "", "b")`, "b"},
		{"choose", "choose(condition, a, b)", "a where the condition holds, else b; only that one is computed", `choose(1 < 2, "a", "b")`, "a"},
		{"list", "list(x)", `a list of what stands where one is due: null, "" and {} are empty, one object is a list of one, {"0": …, "1": …} its values`, `len(list({"0": "a", "1": "b"}))`, "2"},
		{"first", "first(l)", "the first item, null of an empty list", `first([3, 4])`, "3"},
		{"last", "last(l)", "the last item, null of an empty list", `last([3, 4])`, "4"},
		{"len", "len(l)", "how many items a list has, or characters a text", `len("ábc")`, "3"},
		{"flatten", "flatten(l)", "the items of the lists in a list, one after the other; nulls are dropped", `comma(flatten([[1, 2], [3]]))`, "1,2,3"},
		{"concat", "concat(a, b, …)", "lists one after the other", `comma(concat([1], [2, 3]))`, "1,2,3"},
		{"reverse", "reverse(l)", "the list from its end", `comma(reverse([1, 2]))`, "2,1"},
		{"unique", `unique(l) · unique(l, "field")`, "each item once; by one of its fields, if it is named", `comma(unique([1, "1", 2]))`, "1,2"},
		{"find", "find(l, c)", "the first item for which the condition holds, or null; the item's members begin with a dot", `find([{"n": 1}, {"n": 2}], .n > 1).n`, "2"},
		{"filter", "filter(l, c)", "the items for which the condition holds", `comma(filter([1, 2, 3], # > 1))`, "2,3"},
		{"map", "map(l, x)", "x of every item; an object stands in ( ): map(l, ({\"a\": .b}))", `comma(map([{"n": 1}, {"n": 2}], .n))`, "1,2"},
		{"any", "any(l, c)", "whether the condition holds for one item", `any([1, 2], # > 1)`, "true"},
		{"all", "all(l, c)", "whether the condition holds for every item", `all([1, 2], # > 1)`, "false"},
		{"count", "count(l, c)", "for how many items the condition holds", `count([1, 2, 3], # > 1)`, "2"},
		{"sum", "sum(l, x)", "x of all items together, numbers or money; nulls are left out, nothing adds up to null", `sum([1, 2.5], #)`, "3.5"},
		{"sortBy", "sortBy(l, x)", "the items in the order of x; null goes last", `comma(sortBy([3, 1, 2], #))`, "1,2,3"},
		{"index", `index(l, "field")`, `a directory by that field: index(l, "id")[it.id]; 80 and "80" are one key, the first of equal keys stays`, `index([{"id": 80, "n": "a"}], "id")["80"].n`, "a"},
		{"keys", "keys(o)", "an object's names, sorted", `comma(keys({"b": 1, "a": 2}))`, "a,b"},
		{"values", "values(o)", "an object's values, in the order of their names", `comma(values({"b": 1, "a": 2}))`, "2,1"},
		{"money", "money(x, format…)", "a sum of a text or number, by the formats named, else by the pack's", `money("1.234,56", "1.234,56")`, "1234.56"},
		{"money_text", "money_text(m, format)", "a sum as text, in the format of the example", `money_text(money("5", "1234.56"), "1234,56")`, "5,00"},
		{"number", "number(x)", "an exact number of a text, or of a sum for JSON", `number("15") + 1`, "16"},
		{"times", `times(m, x, "half_up")`, "a sum times a number, rounded as named", `times(money("10", "1234.56"), 0.125, "half_up")`, "1.25"},
		{"divided", `divided(m, x, "half_up")`, "a sum divided by a number, rounded as named", `divided(money("10", "1234.56"), 3, "down")`, "3.33"},
		{"date", "date(x, layout…)", "a day of a text, an instant or an object with year, month and day; by the layouts named, else by the pack's", `date("30/11/2026", "DD/MM/YYYY")`, "2026-11-30"},
		{"instant", "instant(x, layout…)", "an instant of a text or number, in the pack's zone where the text names none", `year(instant(1700000000, "unix"))`, "2023"},
		{"date_text", "date_text(d, layout)", "a day or an instant as text, in the pack's zone", `date_text(date("30/11/2026", "DD/MM/YYYY"), "YYYY-MM-DD")`, "2026-11-30"},
		{"today", "today()", "the tenant's day", `today() == date(now())`, "true"},
		{"now", "now()", "this instant", `now() >= instant(0, "unix")`, "true"},
		{"add_days", "add_days(d, n)", "so many days later, or earlier", `add_days(date("2026-11-30", "YYYY-MM-DD"), 1)`, "2026-12-01"},
		{"year", "year(d)", "the year of a day or instant", `year(date("2026-11-30", "YYYY-MM-DD"))`, "2026"},
		{"month", "month(d)", "the month, from 1", `month(date("2026-11-30", "YYYY-MM-DD"))`, "11"},
		{"day", "day(d)", "the day of the month", `day(date("2026-11-30", "YYYY-MM-DD"))`, "30"},
		{"yes", "yes(x)", "true or false by formats.yes and formats.no, in any case; another word is an error", `yes("true")`, "true"},
		{"kind", "kind(document)", "CPF or CNPJ, null of anything else", `kind("529.982.247-25")`, "CPF"},
		{"masked", "masked(document)", "a document with its punctuation", `masked("52998224725")`, "529.982.247-25"},
		{"document_forms", "document_forms(x)", "both spellings of a document, or of each of a list", `comma(document_forms("52998224725"))`, "52998224725,529.982.247-25"},
		{"masked_phone", "masked_phone(x)", "a phone number with its punctuation, without the country code 55", `masked_phone("5511988887777")`, "(11) 98888-7777"},
		{"masked_postal_code", "masked_postal_code(x)", "a postal code (CEP) with its dash", `masked_postal_code("01310100")`, "01310-100"},
		{"digits", "digits(x)", "the digits alone", `digits("a1-2")`, "12"},
		{"as_text", "as_text(x)", "a number or a flag as text", `as_text(15) startsWith "1"`, "true"},
		{"lower", "lower(x)", "in small letters", `lower("ÁB")`, "áb"},
		{"upper", "upper(x)", "in capitals", `upper("áb")`, "ÁB"},
		{"trim", "trim(x)", "without the spaces around it", `trim(" a ")`, "a"},
		{"split", "split(x, s)", "the pieces of a text between s", `last(split("a;b", ";"))`, "b"},
		{"replace", "replace(x, a, b)", "the text with b for every a", `replace("a.b.c", ".", "")`, "abc"},
		{"match", "match(x, regex)", "what the regular expression's first group matched, or all of it where it has none; null if nothing did", `match("OS 4711 aberta", "OS ([0-9]+)")`, "4711"},
		{"comma", "comma(l)", "1,2,3; refused if an item holds a comma", `comma([1, 2, 3])`, "1,2,3"},
		{"join", "join(l, s)", "texts put together with s between them; only for to_base64, a header or !text", `join(["a", "b"], "; ")`, "a; b"},
		{"basic", "basic(token) · basic(user, password)", "the value of an Authorization header; a token already in base64 is left alone", `basic("u", "p")`, "Basic dTpw"},
		{"to_base64", "to_base64(x)", "a text or a file in base64", `to_base64("u:p")`, "dTpw"},
		{"from_base64", "from_base64(x)", "what a text in base64 stands for: a text, or a file where it is none", `from_base64("dTpw")`, "u:p"},
		{"uuid", "uuid(x)", "a UUID, the same for the same text", `len(uuid("a"))`, "36"},
	}
}

// Operators lists what stands between values.
func Operators() []Info {
	return []Info{
		{"equal", "a == b", "15 and \"15\" are equal; null equals null only", `15 == "15"`, "true"},
		{"unequal", "a != b", "not equal", `15 != "15"`, "false"},
		{"less", "a < b", "numbers, sums, days and instants in their order, texts of digits as numbers, other texts by their characters; never with null", `"9" < "10"`, "true"},
		{"at_most", "a <= b", "less or equal", `2 <= 2`, "true"},
		{"more", "a > b", "more", `2 > 2`, "false"},
		{"at_least", "a >= b", "more or equal", `2 >= 2`, "true"},
		{"in", "a in l", "whether a list has such an item, or an object such a name", `"15" in [14, 15]`, "true"},
		{"and", "a and b", "both; b is looked at only if a holds", `true and null`, "false"},
		{"or", "a or b", "one of them", `false or true`, "true"},
		{"not", "not a", "true where a does not hold or is null", `not null`, "true"},
		{"contains", "a contains b", "whether a text holds a text, or a list an item", `"abc" contains "b"`, "true"},
		{"starts_with", "a startsWith b", "whether a text begins so", `"abc" startsWith "a"`, "true"},
		{"ends_with", "a endsWith b", "whether a text ends so", `"abc" endsWith "a"`, "false"},
		{"matches", "a matches regex", "whether a regular expression finds something in a text", `"a12" matches "^[a-z][0-9]+$"`, "true"},
		{"plus", "a + b", "numbers or sums; texts are not added", `0.1 + 0.2`, "0.3"},
		{"minus", "a - b", "numbers or sums", `0.3 - 0.1`, "0.2"},
		{"multiplied", "a * b", "numbers; a sum is multiplied by times(…)", `3 * 0.5`, "1.5"},
		{"divided_by", "a / b", "numbers; a sum is divided by divided(…)", `10 / 4`, "2.5"},
		{"negative", "-a", "a number or a sum with the other sign", `-(1 + 2)`, "-3"},
		{"member", `a.b · a["b"] · a[0] · a[-1]`, "a member, an item from the beginning or the end; null if anything on the way is missing", `{"a": [1, 2]}.a[-1]`, "2"},
		{"ternary", "c ? a : b", "as choose(c, a, b)", `true ? "a" : "b"`, "a"},
		{"item", "# · .name", "within find, filter, map and the like: the present item, and its member", `map([{"n": 1}], #.n == .n)[0]`, "true"},
		{"list_of", "[a, b]", "a list", `len([1, 2])`, "2"},
		{"object", `{"name": a}`, "an object", `{"a": 7}.a`, "7"},
	}
}

// MoneyFormats lists the examples by which sums are read and written.
func MoneyFormats() []Info {
	return []Info{
		{Name: "point", Form: `"1234.56"`, About: "a point before the centavos"},
		{Name: "comma", Form: `"1234,56"`, About: "a comma before the centavos"},
		{Name: "thousands_point", Form: `"1.234,56"`, About: "points between the thousands, a comma before the centavos"},
		{Name: "thousands_comma", Form: `"1,234.56"`, About: "commas between the thousands, a point before the centavos"},
		{Name: "currency", Form: `"R$ 1.234,56"`, About: "R$ before any of them"},
		{Name: "number", Form: "number", About: "JSON numbers only, no texts"},
	}
}

// DateLayouts lists what days and instants are written with.
func DateLayouts() []Info {
	return []Info{
		{Name: "YYYY", Form: "YYYY", About: "the year, four digits"}, {Name: "YY", Form: "YY", About: "the year, two digits: 69 to 99 are of the last century, 00 to 68 of this one"},
		{Name: "MM", Form: "MM", About: "the month, two digits"},
		{Name: "DD", Form: "DD", About: "the day, two digits"}, {Name: "hh", Form: "hh", About: "the hour, 00 to 23"},
		{Name: "mm", Form: "mm", About: "the minute"}, {Name: "ss", Form: "ss", About: "the second; a fraction behind it is dropped"},
		{Name: "Z", Form: "Z", About: "the zone: Z, -03:00, -0300 or -03"},
		{Name: "unix", Form: "unix", About: "seconds since 1970"}, {Name: "unix_ms", Form: "unix_ms", About: "milliseconds since 1970"},
	}
}

// Roundings lists the ways in which times and divided round to centavos.
func Roundings() []Info {
	return []Info{
		{Name: "half_up", Form: `"half_up"`, About: "half a centavo away from zero"},
		{Name: "half_even", Form: `"half_even"`, About: "half a centavo to the even one (ABNT NBR 5891)"},
		{Name: "down", Form: `"down"`, About: "towards zero"},
		{Name: "up", Form: `"up"`, About: "away from zero"},
	}
}
