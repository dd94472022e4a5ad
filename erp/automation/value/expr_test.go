package value_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation/value"
	"balcao/internal/br"
)

const answer = `{
	"id": 15, "code": "007", "status": "A", "valor": "129,90", "preco": 10.50, "grande": 12345678901234567890,
	"vencimento": "30/11/2026", "quando": "2026-11-24T02:30:00Z", "ativo": "s", "vazio": "", "nada": null, "sim": true, "traco": "-",
	"rows": [{"id": 1, "party": "9", "v": "1.00"}, {"id": 2, "party": 8, "v": "2.00"}, {"id": 3, "party": 9, "v": null}],
	"php": {"0": "a", "1": "b"}, "lone": {"id": 4}, "empty": {}, "codes": ["x", "y", "x"],
	"day": {"__class__": "date", "year": 2026, "month": 11, "day": 30}, "nested": [[1, 2], [3], null, 4]
}`

func TestEval(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]any{
		// what is not there is null, never an error
		`answer.a.b[0].c`: nil, `answer.rows[7].id`: nil, `answer.rows[1].id`: int64(2), `answer.rows[-1].id`: int64(3), `answer["id"]`: int64(15),
		`answer.code.x`: nil, `answer.rows.id`: nil, `null`: nil, `not answer.nada`: true, `answer.nada and true`: false,
		`answer.nada < 3`: false, `answer.nada + 1`: nil, `answer.nada contains "x"`: false, `answer.nada in ["x"]`: false,
		// == is forgiving
		`answer.id == "15"`: true, `answer.id == 15`: true, `answer.code == 7`: false, `answer.code == "007"`: true, `answer.preco == "10.5"`: true,
		`answer.nada == null`: true, `answer.vazio == null`: false, `answer.id != 16`: true, `answer.sim == true`: true, `answer.codes == ["x", "y", "x"]`: true,
		`"15" in [answer.id]`: true, `answer.id in ["15", 16]`: true, `answer.id not in [1]`: true, `"0" in answer.php`: true, `answer.codes contains "y"`: true,
		// numbers and texts of digits are ordered as numbers
		`"9" < "10"`: true, `answer.id >= "15"`: true, `"b" > "a"`: true, `2 <= 1`: false,
		// exact numbers
		`0.1 + 0.2`: decimal("0.3"), `1 + 2 * 3`: int64(7), `-answer.id`: int64(-15), `10 / 4`: decimal("2.5"), `answer.preco - 0.50`: int64(10), `answer.preco - 0.25`: decimal("10.25"),
		`answer.grande`: "12345678901234567890", `as_text(answer.grande)`: "12345678901234567890",
		// texts
		`answer.code startsWith "00"`: true, `answer.code endsWith "7"`: true, `answer.code matches "^[0-9]+$"`: true, `answer.nada matches "x"`: false,
		`match("OS 4711 aberta", "OS ([0-9]+)")`: "4711", `match("x", "[0-9]+")`: nil, `match("a12", "[0-9]+")`: "12", `match(answer.nada, "x")`: nil,
		`lower("ÁB")`: "áb", `upper("áb")`: "ÁB", `trim("  a ")`: "a", `split("a;b", ";")`: []any{"a", "b"}, `replace("a\nb", "\n", ", ")`: "a, b",
		`as_text(15)`: "15", `as_text(answer.preco)`: "10.50", `comma([1, 2, "3"])`: "1,2,3", `join(answer.codes, "; ")`: "x; y; x", `join(answer.nada, ",")`: nil,
		// choices
		`first_of(answer.nada, answer.vazio, [], "x", "y")`: "x", `first_of(answer.nada)`: nil, `choose(answer.id > 10, "many", "few")`: "many",
		`answer.nada ? "a" : "b"`: "b", `choose(answer.nada, 1, 2)`: int64(2),
		// lists
		`list(answer.nada)`: []any(nil), `list(answer.vazio)`: []any(nil), `list(answer.empty)`: []any(nil), `list(answer.php)`: []any{"a", "b"},
		`len(list(answer.lone))`: int64(1), `len(answer.rows)`: int64(3), `len("ábc")`: int64(3), `len(answer.nada)`: int64(0),
		`first(answer.rows).id`: int64(1), `last(answer.rows).id`: int64(3), `first(answer.nada)`: nil, `first(answer.lone).id`: int64(4),
		`flatten(answer.nested)`: []any{int64(1), int64(2), int64(3), int64(4)}, `concat(answer.codes, ["z"])`: []any{"x", "y", "x", "z"},
		`reverse(answer.codes)`: []any{"x", "y", "x"}, `unique(answer.codes)`: []any{"x", "y"}, `len(unique(answer.rows, "party"))`: int64(2),
		`map(answer.rows, .id)`: []any{int64(1), int64(2), int64(3)}, `map(filter(answer.rows, .party == it.rows[0].party), .id)`: []any{int64(1), int64(3)},
		`find(answer.rows, .party == 8).id`: int64(2), `find(answer.rows, .party == 77)`: nil, `any(answer.rows, .v == null)`: true,
		`count(answer.rows, .party == 9)`: int64(2), `sum(answer.rows, .id)`: int64(6), `sum(answer.rows, money(.v))`: erp.Money(300), `sum(answer.nada, .id)`: nil,
		`map(sortBy(answer.rows, .party), .id)`: []any{int64(2), int64(1), int64(3)}, `map(sortBy(answer.rows, .v), .id)`: []any{int64(1), int64(2), int64(3)},
		`index(answer.rows, "id")["2"].party`: int64(8), `index(answer.rows, "party")[9].id`: int64(1), `map(answer.codes, index(answer.rows, "id")[#])`: []any{nil, nil, nil},
		`filter(answer.lone, .id == 4)[0].id`: int64(4), `filter(answer.nada, .x)`: []any{}, `keys(answer.php)`: []any{"0", "1"}, `values(answer.php)`: []any{"a", "b"},
		`map(answer.rows, count(answer.rows, .id > 1))`: []any{int64(2), int64(2), int64(2)},
		// money
		`money(answer.valor)`: erp.Money(12990), `money("1.234,56", "1.234,56")`: erp.Money(123456), `money(answer.preco)`: erp.Money(1050), `money(answer.nada)`: nil, `money("-")`: nil,
		`money(answer.valor) + money("0,10")`: erp.Money(13000), `money(answer.valor) - input.settlement.amount`: erp.Money(0), `money(answer.valor) == input.settlement.amount`: true,
		`money(answer.valor) > 0`: true, `0 < money(answer.valor)`: true, `-money("1,00")`: erp.Money(-100), `money("-R$ 1.000,00", "R$ 1.234,56")`: erp.Money(-100000),
		`money_text(input.settlement.amount, "1234,56")`: "129,90", `money_text(money("1234567.8"), "1.234,56")`: "1.234.567,80", `money_text(money("-0.05"), "1234.56")`: "-0.05",
		`money_text(money("1000"), "R$ 1.234,56")`: "R$ 1.000,00", `money_text(answer.nada, "1234,56")`: nil, `number(input.settlement.amount)`: decimal("129.90"),
		`number("15")`: int64(15), `number("")`: nil, `times(money("10.00"), 0.125, "half_up")`: erp.Money(125), `times(money("0.01"), 0.5, "half_up")`: erp.Money(1),
		`times(money("0.01"), 0.5, "half_even")`: erp.Money(0), `times(money("-0.01"), 0.5, "half_up")`: erp.Money(-1), `divided(money("10.00"), 3, "half_up")`: erp.Money(333),
		`divided(money("10.00"), 3, "up")`: erp.Money(334), `divided(money("10.00"), 3, "down")`: erp.Money(333), `divided(money("1.00"), 0.5, "half_up")`: erp.Money(200),
		// days
		`date(answer.vencimento)`: day(2026, 11, 30), `date("24.11.2026", "DD.MM.YYYY")`: day(2026, 11, 24), `date(answer.day)`: day(2026, 11, 30), `date("0000-00-00")`: nil,
		`date(answer.quando)`: day(2026, 11, 23), `date_text(date(answer.vencimento), "YYYY-MM-DD")`: "2026-11-30", `date_text(instant(answer.quando), "DD/MM/YYYY hh:mm:ss")`: "23/11/2026 23:30:00",
		`date_text(input.settlement.paid_at, "hh:mm:ss")`:             "12:00:00",
		`date_text(input.settlement.paid_at, "YYYY-MM-DDThh:mm:ssZ")`: "2026-11-24T12:00:00-03:00", `date_text(instant(1700000000, "unix"), "unix_ms")`: "1700000000000",
		`today()`: day(2026, 11, 24), `add_days(today(), 7)`: day(2026, 12, 1), `add_days(today(), -24)`: day(2026, 10, 31), `year(today())`: int64(2026), `month(input.settlement.paid_at)`: int64(11), `day(date(answer.vencimento))`: int64(30),
		`date(answer.vencimento) > today()`: true, `date(now()) == today()`: true, `instant(answer.quando) < now()`: true,
		// flags
		`yes(answer.ativo)`: true, `yes("NÃO")`: false, `yes(1)`: true, `yes(answer.vazio)`: nil, `not yes(answer.ativo)`: false, `yes(answer.sim)`: true,
		// Brazil
		`kind(input.document)`: "CPF", `kind("11.222.333/0001-81")`: "CNPJ", `kind("x")`: nil, `masked(input.document)`: "529.982.247-25",
		`document_forms(input.document)`: []any{"52998224725", "529.982.247-25"}, `document_forms(["52998224725", "11.222.333/0001-81"])`: []any{"52998224725", "529.982.247-25", "11222333000181", "11.222.333/0001-81"},
		`document_forms(answer.nada)`: []any{}, `masked_phone("11988887777")`: "(11) 98888-7777", `masked_phone("+55 11 3333-4444")`: "(11) 3333-4444", `masked_phone("")`: nil,
		`masked_postal_code("01310100")`: "01310-100", `digits("a1b2")`: "12",
		// codes
		`basic("u", "p")`: "Basic dTpw", `basic("dTpw")`: "Basic dTpw", `basic("u:p")`: "Basic dTpw", `to_base64("u:p")`: "dTpw", `from_base64("dTpw")`: "u:p",
		`uuid("a") == uuid("a")`: true, `uuid("a") == uuid("b")`: false, `uuid(answer.nada)`: nil,
		// words and tables
		`PAID`: "PAID", `tables.status[answer.status]`: "OPEN", `tables.status[7]`: "CANCELLED", `tables.status["?"]`: nil, `input.settlement.method == PIX`: true,
		// things of the contract
		`input.document`: "52998224725", `input.settlement.company_id`: "c1", `input.settlement.network`: nil, `input.settlement.amount`: erp.Money(12990),
		`{"a": 1, b: [answer.id]}`: map[string]any{"a": int64(1), "b": []any{int64(15)}}, `position + 1`: int64(2),
	} {
		got, err := compile(t, text).Eval(scope(t, answer))
		if err != nil || !same(got, want) {
			t.Errorf("%s = %#v, %v; want %#v", text, got, err, want)
		}
	}
}

func day(year, month, day int) br.Date {
	return br.Date{Year: year, Month: time.Month(month), Day: day}
}

func same(got, want any) bool {
	if d, ok := want.(value.Decimal); ok {
		other, ok := got.(value.Decimal)
		return ok && d.String() == other.String()
	}
	return reflect.DeepEqual(got, want)
}

// What fails at run time says where, and never what the value was.
func TestEvalFails(t *testing.T) {
	t.Parallel()
	const secret = "Maria da Silva"
	for text, want := range map[string]string{
		`money(it.nome)`:                    "a text of 14 characters that is no money by 1234.56 or 1234,56",
		`1 == 1 and money(it.nome) == null`: "1:12: a text of 14 characters",
		`date(it.nome)`:                     "a text of 14 characters that is no date by YYYY-MM-DD or DD/MM/YYYY",
		`date(it.lista)`:                    "a day is due here, and this is a list of 1",
		`date("2026-02-30")`:                "no date by",
		`it.nome + 1`:                       "numbers are due here",
		`it.nome ? 1 : 2`:                   "a condition is due here",
		`filter(it.lista, .x)`:              "a condition is due here",
		`map(it.nome, .x)`:                  "a list is due here, and this is a text of 14 characters",
		`number(it.nome)`:                   "a number is due here",
		`it.nome < today()`:                 "have no order",
		`yes(it.nome)`:                      "neither in formats.yes nor in formats.no",
		`money("1.005")`:                    "no money by",
		`money(1.005)`:                      "no sum of reais",
		`it.lista in it.nome`:               "takes a list",
		`masked(it.nome)`:                   "takes a CPF or CNPJ",
		`comma([it.nome, "a,b"])`:           "holds a comma",
		`1 / 0`:                             "divided by zero",
		`999999999999999999.5 * 999999999999999999.5`: "too large",
		`from_base64(it.nome)`:                        "no base64",
		`it.n + input.settlement.amount`:              "sums are added and subtracted only",
		`add_days(today(), it.nome)`:                  "whole number of days",
		`sum(it.lista, it.nome)`:                      "sum adds numbers",
	} {
		s := scope(t, `{"nome": "`+secret+`", "lista": [{"x": "`+secret+`"}], "n": 5}`)
		_, err := compile(t, text).Eval(s)
		switch {
		case err == nil:
			t.Errorf("%s: no error", text)
		case !erp.IsKind(err, erp.BadAnswer) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "Maria"):
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}
