package automation_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/erp/automation/value"
)

// cases are expressions and what comes of them, as JSON; "rule: …" where an
// expression is refused when it is compiled, "fails: …" where it fails when it is
// computed.
type cases [][2]string

// expressions are what functions, operators and formats do with null, with blanks
// and with what they do not take, besides the example that the reference page
// shows.
var expressions = map[string]cases{
	"function/first_of": {
		{`first_of(null, "", [], "a", "b")`, `"a"`}, {`first_of(answer.none)`, `null`}, {`first_of(0, 1)`, `0`}, {`first_of(false)`, `false`}, {`first_of()`, `rule: argument-count`},
	},
	"function/choose": {
		{`choose(answer.id == 15, "a", "b")`, `"a"`}, {`choose(answer.none, "a", "b")`, `"b"`}, {`choose(true, 1, money("x"))`, `1`}, {`choose(input.document, 1, 2)`, `rule: result-type`},
	},
	"function/list": {
		{`len(list(answer.none))`, `0`}, {`len(list(""))`, `0`}, {`len(list(answer.empty))`, `0`}, {`list(answer.lone)[0].id`, `4`}, {`list(answer.php)`, `["a","b"]`}, {`list(answer.codes)`, `["x","y","x"]`},
		{`list("abc")`, `fails: a list is due here`},
	},
	"function/first":   {{`first(answer.codes)`, `"x"`}, {`first(answer.rows).id`, `1`}, {`first(answer.none)`, `null`}, {`first([])`, `null`}, {`first(answer.lone).id`, `4`}, {`first("x")`, `rule: argument-type`}},
	"function/last":    {{`last(answer.rows).id`, `3`}, {`last(answer.none)`, `null`}, {`last([])`, `null`}, {`last(answer.lone).id`, `4`}},
	"function/len":     {{`len(answer.rows)`, `3`}, {`len("ábc")`, `3`}, {`len(answer.none)`, `0`}, {`len(answer.lone)`, `1`}, {`len(5)`, `rule: argument-type`}},
	"function/flatten": {{`flatten([[1, 2], [3], null, 4])`, `[1,2,3,4]`}, {`flatten(answer.none)`, `[]`}},
	"function/concat":  {{`concat([1], [2, 3], answer.none)`, `[1,2,3]`}, {`concat([1], answer.lone)[1].id`, `4`}, {`concat([1])`, `rule: argument-count`}},
	"function/reverse": {{`reverse(answer.codes)`, `["x","y","x"]`}, {`reverse([1, 2, 3])`, `[3,2,1]`}, {`reverse(answer.none)`, `[]`}},
	"function/unique":  {{`unique(answer.codes)`, `["x","y"]`}, {`unique([1, "1", 2])`, `[1,2]`}, {`map(unique(answer.rows, "party"), .id)`, `[1,2]`}},
	"function/find":    {{`find(answer.rows, .party == 8).id`, `2`}, {`find(answer.rows, .party == 9).id`, `1`}, {`find(answer.rows, .party == 7)`, `null`}, {`find(answer.none, .x)`, `null`}},
	"function/filter":  {{`map(filter(answer.rows, .party == 9), .id)`, `[1,3]`}, {`filter(answer.none, .x)`, `[]`}, {`filter(answer.lone, .id == 4)[0].id`, `4`}, {`filter(answer.codes, # == "y")`, `["y"]`}},
	"function/map":     {{`map(answer.rows, .id)`, `[1,2,3]`}, {`map(answer.none, .id)`, `[]`}, {`map(answer.rows, ({"n": .id}))[1].n`, `2`}, {`map(answer.rows, {"n": .id})`, `rule: expression-syntax`}},
	"function/any":     {{`any(answer.rows, .id == 3)`, `true`}, {`any(answer.rows, .id == 4)`, `false`}, {`any(answer.none, true)`, `false`}},
	"function/all":     {{`all(answer.rows, .id > 0)`, `true`}, {`all(answer.rows, .id > 1)`, `false`}, {`all(answer.none, false)`, `true`}},
	"function/count":   {{`count(answer.rows, .party == 9)`, `2`}, {`count(answer.none, true)`, `0`}, {`count(answer.rows, .id > 1) + 1`, `3`}},
	"function/sum":     {{`sum(answer.rows, .id)`, `6`}, {`sum(answer.rows, money(.v))`, `"3.00"`}, {`sum(answer.none, .id)`, `null`}, {`sum([1, null, 2.5], #)`, `3.5`}, {`sum(answer.codes, #)`, `fails: numbers are due`}, {`sum(answer.rows, "x")`, `rule: argument-type`}},
	"function/sortBy":  {{`map(sortBy(answer.rows, .party), .id)`, `[2,1,3]`}, {`map(sortBy(answer.rows, .v), .id)`, `[1,2,3]`}, {`sortBy(["10", "9"], #)`, `["9","10"]`}, {`sortBy([3, null, 1], #)`, `[1,3,null]`}},
	"function/index":   {{`index(answer.rows, "id")["2"].party`, `8`}, {`index(answer.rows, "party")[9].id`, `1`}, {`index(answer.rows, "id")[7]`, `null`}, {`index(answer.none, "id")["1"]`, `null`}},
	"function/keys":    {{`keys({"b": 1, "a": 2})`, `["a","b"]`}, {`keys(answer.none)`, `null`}},
	"function/values":  {{`values({"b": 1, "a": 2})`, `[2,1]`}, {`values(answer.none)`, `null`}},
	"function/money": {
		{`money(answer.valor)`, `"129.90"`}, {`money(answer.preco)`, `"10.50"`}, {`money("1.234,56", "1.234,56")`, `"1234.56"`}, {`money(answer.none)`, `null`}, {`money("-")`, `null`}, {`money("x")`, `fails: no money by`},
		{`money("1,005")`, `fails: no money by`}, {`money(1.005)`, `fails: no sum of reais`}, {`money("1,5", answer.x)`, `rule: format`}, {`money("1", "1.234,56", "1234.56")`, `rule: format-unclear`},
	},
	"function/money_text": {
		{`money_text(money("1234567.8"), "1.234,56")`, `"1.234.567,80"`}, {`money_text(money("-0.05"), "1234.56")`, `"-0.05"`}, {`money_text(answer.none, "1234,56")`, `null`},
		{`money_text(input.settlement.paid_at, "1234,56")`, `rule: argument-type`}, {`money_text(money("1"), "number")`, `rule: format`}, {`money_text(answer.id, "1234,56")`, `fails: takes money`},
	},
	"function/number": {{`number("15") + 1`, `16`}, {`number("2.50")`, `2.50`}, {`number(money("5"))`, `5.00`}, {`number("")`, `null`}, {`number("x")`, `fails: a number is due`}, {`number("007")`, `7`}},
	"function/times": {
		{`times(money("10"), 0.125, "half_up")`, `"1.25"`}, {`times(money("10"), "3", "half_up")`, `"30.00"`}, {`times(money("-0.01"), 0.5, "half_up")`, `"-0.01"`}, {`times(answer.none, 2, "up")`, `null`}, {`times(money("1"), answer.none, "up")`, `null`},
		{`times(answer.id, 2, "up")`, `fails: money and a number`}, {`times(money("1"), 2)`, `rule: argument-count`},
	},
	"function/divided": {{`divided(money("10"), 3, "down")`, `"3.33"`}, {`divided(money("1"), 0.5, "half_up")`, `"2.00"`}, {`divided(money("1"), 0, "up")`, `fails: divided by zero`}, {`divided(answer.none, 2, "up")`, `null`}},
	"function/date": {
		{`date(answer.vencimento)`, `"2026-11-30"`}, {`date("24.11.2026", "DD.MM.YYYY")`, `"2026-11-24"`}, {`date(answer.day)`, `"2026-11-30"`}, {`date(answer.quando)`, `"2026-11-23"`}, {`date("0000-00-00")`, `null`}, {`date(answer.none)`, `null`},
		{`date("2026-02-30")`, `fails: no date by`}, {`date("1/2/26", "DD/MM/JJ")`, `rule: format`}, {`date("1", "DD/MM/YYYY", "MM/DD/YYYY")`, `rule: format-unclear`},
	},
	"function/instant": {
		{`instant("2026-11-24 12:00:00", "YYYY-MM-DD hh:mm:ss")`, `"2026-11-24T12:00:00-03:00"`}, {`instant(answer.quando)`, `"2026-11-24T02:30:00Z"`}, {`instant(answer.none)`, `null`}, {`instant("x")`, `fails: no date by`},
	},
	"function/date_text": {
		{`date_text(date(answer.vencimento), "YYYY-MM-DD")`, `"2026-11-30"`}, {`date_text(instant(answer.quando), "DD/MM/YYYY hh:mm:ss")`, `"23/11/2026 23:30:00"`}, {`date_text(answer.none, "YYYY")`, `null`},
		{`date_text("2026", "YYYY")`, `rule: argument-type`}, {`date_text(answer.codes, "YYYY")`, `fails: takes a day or an instant`},
	},
	"function/today":              {{`today()`, `"2026-11-24"`}, {`today(1)`, `rule: argument-count`}},
	"function/now":                {{`now()`, `"2026-11-24T12:00:00-03:00"`}},
	"function/add_days":           {{`add_days(today(), 7)`, `"2026-12-01"`}, {`add_days(today(), -24)`, `"2026-10-31"`}, {`add_days(now(), 1)`, `"2026-11-25T12:00:00-03:00"`}, {`add_days(answer.none, 1)`, `null`}, {`add_days(today(), answer.valor)`, `fails: whole number of days`}},
	"function/year":               {{`year(today())`, `2026`}, {`year(answer.none)`, `null`}},
	"function/month":              {{`month(today())`, `11`}, {`month(answer.none)`, `null`}},
	"function/day":                {{`day(today())`, `24`}, {`day(instant(answer.quando))`, `23`}, {`day(answer.none)`, `null`}},
	"function/yes":                {{`yes("sim")`, `true`}, {`yes("NÃO")`, `false`}, {`yes(1)`, `true`}, {`yes(true)`, `true`}, {`yes("")`, `null`}, {`yes("talvez")`, `fails: neither in formats.yes nor in formats.no`}},
	"function/kind":               {{`kind("529.982.247-25")`, `"CPF"`}, {`kind("11222333000181")`, `"CNPJ"`}, {`kind("x")`, `null`}, {`kind(answer.none)`, `null`}, {`kind(input.document) == PIX`, `rule: unknown-word`}},
	"function/masked":             {{`masked("52998224725")`, `"529.982.247-25"`}, {`masked("11222333000181")`, `"11.222.333/0001-81"`}, {`masked("")`, `null`}, {`masked("12")`, `fails: takes a CPF or CNPJ`}},
	"function/document_forms":     {{`document_forms("529.982.247-25")`, `["52998224725","529.982.247-25"]`}, {`len(document_forms(["52998224725", "11222333000181"]))`, `4`}, {`document_forms(answer.none)`, `[]`}, {`document_forms("12")`, `fails: takes a CPF or CNPJ`}},
	"function/masked_phone":       {{`masked_phone("11988887777")`, `"(11) 98888-7777"`}, {`masked_phone("+55 11 3333-4444")`, `"(11) 3333-4444"`}, {`masked_phone("123")`, `"123"`}, {`masked_phone("")`, `null`}},
	"function/masked_postal_code": {{`masked_postal_code("01310100")`, `"01310-100"`}, {`masked_postal_code("0131")`, `"0131"`}, {`masked_postal_code("")`, `null`}},
	"function/digits":             {{`digits("(11) 9a-1")`, `"1191"`}, {`digits(answer.none)`, `null`}},
	"function/as_text":            {{`as_text(15)`, `"15"`}, {`as_text(answer.preco)`, `"10.50"`}, {`as_text(true)`, `"true"`}, {`as_text(answer.none)`, `null`}},
	"function/lower":              {{`lower("ÁB")`, `"áb"`}, {`lower(answer.none)`, `null`}},
	"function/upper":              {{`upper("áb")`, `"ÁB"`}, {`upper(answer.none)`, `null`}},
	"function/trim":               {{`trim("  a b ")`, `"a b"`}, {`trim(answer.none)`, `null`}},
	"function/split":              {{`split("a;b", ";")`, `["a","b"]`}, {`split("a", ";")`, `["a"]`}, {`split(answer.none, ";")`, `null`}},
	"function/replace":            {{`replace("a.b.c", ".", "-")`, `"a-b-c"`}, {`replace(answer.none, "a", "b")`, `null`}},
	"function/match":              {{`match("OS 4711 aberta", "OS ([0-9]+)")`, `"4711"`}, {`match("a12", "[0-9]+")`, `"12"`}, {`match("x", "[0-9]+")`, `null`}, {`match(answer.none, "x")`, `null`}, {`match("x", "[")`, `rule: pattern`}, {`match("x", answer.code)`, `rule: pattern`}},
	"function/comma":              {{`comma([1, 2, "3"])`, `"1,2,3"`}, {`comma([1, null])`, `"1"`}, {`comma(["a,b"])`, `fails: holds a comma`}},
	"function/join":               {{`join(answer.codes, "; ")`, `"x; y; x"`}, {`join(answer.none, ",")`, `null`}},
	"function/basic":              {{`basic("u", "p")`, `"Basic dTpw"`}, {`basic("u:p")`, `"Basic dTpw"`}, {`basic("dTpw")`, `"Basic dTpw"`}, {`basic(answer.none)`, `null`}},
	"function/to_base64":          {{`to_base64("u:p")`, `"dTpw"`}, {`to_base64(answer.none)`, `null`}},
	"function/from_base64":        {{`from_base64("dTpw")`, `"u:p"`}, {`from_base64("?")`, `fails: no base64`}, {`from_base64(answer.none)`, `null`}},
	"function/uuid":               {{`uuid("a") == uuid("a")`, `true`}, {`uuid("a") == uuid("b")`, `false`}, {`uuid("a") matches "^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-"`, `true`}, {`uuid(answer.none)`, `null`}},

	"operator/equal": {
		{`answer.id == "15"`, `true`}, {`answer.code == 7`, `false`}, {`answer.preco == "10.5"`, `true`}, {`answer.none == null`, `true`}, {`"" == null`, `false`}, {`answer.codes == ["x", "y", "x"]`, `true`},
		{`money("1") == input.settlement.amount`, `false`}, {`invoice.status == "aberta"`, `rule: unknown-word`}, {`today() == 5`, `rule: operand-type`},
	},
	"operator/unequal":     {{`answer.id != 16`, `true`}, {`answer.id != "15"`, `false`}, {`answer.none != null`, `false`}},
	"operator/less":        {{`"9" < "10"`, `true`}, {`"b" < "a"`, `false`}, {`answer.none < 3`, `false`}, {`2 < 2`, `false`}, {`date(answer.vencimento) < today()`, `false`}, {`answer.code < today()`, `fails: have no order`}},
	"operator/at_most":     {{`2 <= 2`, `true`}, {`3 <= 2`, `false`}, {`answer.none <= 2`, `false`}},
	"operator/more":        {{`"10" > "9"`, `true`}, {`2 > 2`, `false`}, {`money("1") > 0`, `true`}, {`money("1") > 10`, `rule: money-mixed`}},
	"operator/at_least":    {{`2 >= 2`, `true`}, {`1 >= 2`, `false`}, {`answer.none >= 0`, `false`}},
	"operator/in":          {{`"15" in [14, 15]`, `true`}, {`15 not in [1]`, `true`}, {`"0" in answer.php`, `true`}, {`"9" in answer.php`, `false`}, {`1 in answer.none`, `false`}, {`"x" in "xyz"`, `rule: operand-type`}},
	"operator/and":         {{`true and true`, `true`}, {`true and false`, `false`}, {`answer.none and money("x") == null`, `false`}, {`input.document and true`, `rule: result-type`}},
	"operator/or":          {{`false or true`, `true`}, {`false or answer.none`, `false`}, {`true or money("x") == null`, `true`}},
	"operator/not":         {{`not answer.none`, `true`}, {`not true`, `false`}, {`!false`, `true`}},
	"operator/contains":    {{`answer.codes contains "y"`, `true`}, {`answer.code contains "0"`, `true`}, {`answer.code contains "x"`, `false`}, {`answer.none contains "x"`, `false`}},
	"operator/starts_with": {{`answer.code startsWith "00"`, `true`}, {`answer.code startsWith "7"`, `false`}, {`answer.none startsWith ""`, `false`}},
	"operator/ends_with":   {{`answer.code endsWith "7"`, `true`}, {`answer.code endsWith "0"`, `false`}},
	"operator/matches":     {{`answer.code matches "^[0-9]+$"`, `true`}, {`answer.code matches "^[a-z]"`, `false`}, {`answer.none matches ""`, `false`}, {`answer.code matches answer.code`, `rule: pattern`}},
	"operator/plus":        {{`0.1 + 0.2`, `0.3`}, {`money("1") + money("0.10")`, `"1.10"`}, {`answer.none + 1`, `null`}, {`"a" + answer.x`, `rule: text-added`}, {`answer.code + 1`, `fails: numbers are due here`}, {`money("1") + 1`, `rule: money-mixed`}},
	"operator/minus":       {{`answer.preco - 0.25`, `10.25`}, {`money("1") - money("0.10")`, `"0.90"`}, {`answer.none - 1`, `null`}},
	"operator/multiplied":  {{`3 * 0.5`, `1.5`}, {`money("1") * 2`, `rule: money-mixed`}, {`answer.none * 2`, `null`}},
	"operator/divided_by":  {{`10 / 4`, `2.5`}, {`1 / 0`, `fails: divided by zero`}, {`money("1") / 2`, `rule: money-mixed`}},
	"operator/negative":    {{`-answer.id`, `-15`}, {`-money("1")`, `"-1.00"`}, {`-answer.preco`, `-10.50`}, {`-answer.none`, `null`}},
	"operator/member": {
		{`answer.a.b[0].c`, `null`}, {`answer.rows[1].id`, `2`}, {`answer.rows[-1].id`, `3`}, {`answer.rows[9]`, `null`}, {`answer["id"]`, `15`}, {`answer.code.x`, `null`}, {`input.settlement.network`, `null`},
		{`invoice.statuss`, `rule: unknown-member`}, {`answer.x.y()`, `rule: expression-refused`},
	},
	"operator/ternary": {{`answer.id == 15 ? "a" : "b"`, `"a"`}, {`answer.none ? "a" : "b"`, `"b"`}},
	"operator/item":    {{`map(answer.rows, #.id)`, `[1,2,3]`}, {`map(answer.rows, count(answer.rows, .id > 1))`, `[2,2,2]`}, {`map(answer.rows, map(answer.rows, map(answer.rows, .id)))`, `rule: predicate-too-deep`}},
	"operator/list_of": {{`[1, "a", null]`, `[1,"a",null]`}, {`[]`, `[]`}},
	"operator/object":  {{`{"a": 1, b: [answer.id]}`, `{"a":1,"b":[15]}`}, {`{(answer.code): 1}`, `rule: expression-refused`}},

	"money/point":           {{`money("1234.56", "1234.56")`, `"1234.56"`}, {`money("1234,56", "1234.56")`, `fails: no money by`}, {`money_text(money("1234.5"), "1234.56")`, `"1234.50"`}},
	"money/comma":           {{`money("1234,56", "1234,56")`, `"1234.56"`}, {`money("1234.56", "1234,56")`, `fails: no money by`}, {`money_text(money("1234.5"), "1234,56")`, `"1234,50"`}},
	"money/thousands_point": {{`money("1.234.567,8", "1.234,56")`, `"1234567.80"`}, {`money("1.23,5", "1.234,56")`, `fails: no money by`}, {`money_text(money("1234.5"), "1.234,56")`, `"1.234,50"`}},
	"money/thousands_comma": {{`money("1,234.56", "1,234.56")`, `"1234.56"`}, {`money_text(money("1234.5"), "1,234.56")`, `"1,234.50"`}},
	"money/currency":        {{`money("R$ 1.234,56", "R$ 1.234,56")`, `"1234.56"`}, {`money("-R$ 1,00", "R$ 1.234,56")`, `"-1.00"`}, {`money_text(money("5"), "R$ 1.234,56")`, `"R$ 5,00"`}},
	"money/number":          {{`money(10.50, "number")`, `"10.50"`}, {`money("10.50", "number")`, `fails: no money by`}},

	"layout/YYYY": {{`date_text(now(), "YYYY")`, `"2026"`}, {`year(date("20251124", "YYYYMMDD"))`, `2025`}},
	"layout/YY": {{`date_text(now(), "YY")`, `"26"`}, {`year(date("120469", "DDMMYY"))`, `1969`}, {`year(date("12/04/68", "DD/MM/YY"))`, `2068`},
		{`date("30/11/2026", "DD/MM/YY")`, `fails: no date by`}, {`date("30/11/26", "DD/MM/YY YYYY")`, `rule: format`}},
	"layout/MM": {{`date_text(now(), "MM")`, `"11"`}, {`month(date("20250324", "YYYYMMDD"))`, `3`}, {`date("20251324", "YYYYMMDD")`, `fails: no date by`}},
	"layout/DD": {{`date_text(now(), "DD")`, `"24"`}, {`day(date("20250307", "YYYYMMDD"))`, `7`}},
	"layout/hh": {{`date_text(now(), "hh")`, `"12"`}, {`date_text(instant("20250307 15", "YYYYMMDD hh"), "hh:mm:ss")`, `"15:00:00"`}},
	"layout/mm": {{`date_text(instant("20250307 15:41", "YYYYMMDD hh:mm"), "mm")`, `"41"`}},
	"layout/ss": {{`date_text(instant("20250307 15:41:59.123", "YYYYMMDD hh:mm:ss"), "ss")`, `"59"`}},
	"layout/Z": {
		{`date_text(instant("20250307 15:00-0500", "YYYYMMDD hh:mmZ"), "hh")`, `"17"`}, {`date_text(instant("20250307 15:00Z", "YYYYMMDD hh:mmZ"), "hh")`, `"12"`}, {`date_text(now(), "Z")`, `"-03:00"`},
	},
	"layout/unix":    {{`instant(1700000000, "unix") == instant("2023-11-14T22:13:20Z")`, `true`}, {`date_text(instant("2023-11-14T22:13:20Z"), "unix")`, `"1700000000"`}},
	"layout/unix_ms": {{`instant(1700000000123, "unix_ms") == instant("2023-11-14T22:13:20Z")`, `true`}, {`date_text(instant("2023-11-14T22:13:20Z"), "unix_ms")`, `"1700000000000"`}},

	"rounding/half_up":   {{`times(money("0.01"), 0.5, "half_up")`, `"0.01"`}, {`times(money("0.01"), 0.4, "half_up")`, `"0.00"`}, {`times(money("0.01"), 0.5, "upwards")`, `rule: format`}},
	"rounding/half_even": {{`times(money("0.01"), 0.5, "half_even")`, `"0.00"`}, {`times(money("0.03"), 0.5, "half_even")`, `"0.02"`}},
	"rounding/down":      {{`divided(money("0.02"), 3, "down")`, `"0.00"`}},
	"rounding/up":        {{`divided(money("0.01"), 3, "up")`, `"0.01"`}, {`divided(money("0.03"), 3, "up")`, `"0.01"`}},
}

// seenAnswer is what the expressions see as answer.
const seenAnswer = `{
	"id": 15, "code": "007", "valor": "129,90", "preco": 10.50, "vencimento": "30/11/2026", "quando": "2026-11-24T02:30:00Z",
	"rows": [{"id": 1, "party": "9", "v": "1.00"}, {"id": 2, "party": 8, "v": "2.00"}, {"id": 3, "party": 9, "v": null}],
	"php": {"0": "a", "1": "b"}, "lone": {"id": 4}, "empty": {}, "codes": ["x", "y", "x"], "day": {"year": 2026, "month": 11, "day": 30}
}`

func expressionEnv(t *testing.T) *value.Env {
	f := &value.Formats{
		Money: []string{"1234.56", "1234,56"}, Date: []string{"YYYY-MM-DD", "DD/MM/YYYY"}, Instant: []string{"YYYY-MM-DDThh:mm:ssZ"},
		Yes: []string{"Sim", "1"}, No: []string{"Não", "0"}, Blank: []string{"-"},
	}
	if problems := f.Check(func(key string, _ int) value.Source { return value.Source{Name: key} }); len(problems) > 0 {
		t.Fatal(problems)
	}
	return &value.Env{Formats: f, Words: []string{"OPEN", "PAID", "PIX", "CPF", "CNPJ"}, Names: map[string]*value.Type{
		"answer": value.AnyType, "input": value.TypeOf(reflect.TypeFor[erp.SettleInput]()), "invoice": value.TypeOf(reflect.TypeFor[erp.Invoice]()),
	}}
}

// TestExpressionsAreOfFeatures finds expressions that no feature computes.
func TestExpressionsAreOfFeatures(t *testing.T) {
	t.Parallel()
	for name := range expressions {
		if !slices.ContainsFunc(features, func(f feature) bool { return f.name == name }) {
			t.Errorf("%s is no feature", name)
		}
	}
}

func tryExpressions(t *testing.T, name string) {
	env := expressionEnv(t)
	scope := value.NewScope(func() time.Time { return noon }, noon.Location())
	answer, err := value.DecodeJSON([]byte(seenAnswer), value.JSONLimits{})
	if err != nil {
		t.Fatal(err)
	}
	scope.Set("answer", answer)
	scope.Set("input", payment)
	for _, c := range expressions[name] {
		got := outcomeOf(t, c[0], env, scope)
		reason, fails := strings.CutPrefix(c[1], "fails: ")
		if got != c[1] && !(fails && strings.HasPrefix(got, "fails: ") && strings.Contains(got, reason)) {
			t.Errorf("%s gives %s, want %s", c[0], got, c[1])
		}
	}
}

// outcomeOf is what an expression gives, as JSON by contract names.
func outcomeOf(t *testing.T, text string, env *value.Env, scope *value.Scope) string {
	e, problems := value.CompileExpr(value.Source{Text: text}, env, nil)
	if e == nil {
		return "rule: " + string(problems[0].Rule)
	}
	v, err := e.Eval(scope)
	if err != nil {
		return "fails: " + err.Error()
	}
	if d, ok := v.(value.Decimal); ok {
		return d.String()
	}
	got, err := json.Marshal(automation.ByName(v))
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}
