package chaos_test

import (
	"strings"
	"testing"

	"balcao/e2e/harness"
)

// sound is a run in which nothing is wrong: a payment, one of an invoice that was
// paid at the bank, two cards for one invoice, and an order.
func sound() reckoning {
	settled := func(invoice, key string) harness.Entry {
		return harness.Entry{Kind: "baixa", Invoice: invoice, Document: "52998224725", Key: key, Amount: 500, Applied: "yes"}
	}
	lost := settled("1", "A")
	lost.Applied, lost.Fault = "no", "never_applied"
	return reckoning{
		form: form{attention: 1}, rows: pair{4, 1},
		journals: []record{
			{What: took, Name: "s1", Invoice: "1", Amount: 500}, {What: accepted, Name: "s1", ID: "i1"}, {What: accepted, Name: "s1", ID: "i1"},
			{What: took, Name: "s2", Invoice: "2", Amount: 500}, {What: accepted, Name: "s2", ID: "i2"}, {What: atTheERP, Name: "s2", Invoice: "2"},
			{What: took, Name: "s3", Invoice: "3", Amount: 500}, {What: accepted, Name: "s3", ID: "i3"},
			{What: took, Name: "s4", Invoice: "3", Amount: 500}, {What: accepted, Name: "s4", ID: "i4"},
			{What: took, Name: "o1", Document: "11144477735"}, {What: accepted, Name: "o1", ID: "i5"},
		},
		books: []harness.Entry{lost, settled("1", "A"), settled("3", "C"),
			{Kind: "pedido", Document: "11144477735", Key: "O", Applied: "late"}},
		ends: map[string]end{"i1": {State: "CONFIRMED"}, "i2": {State: "NEEDS_ATTENTION", Reason: "PAID_ELSEWHERE"}, "i3": {State: "CONFIRMED"},
			"i4": {State: "NEEDS_ATTENTION", Reason: "PAID_ELSEWHERE"}, "i5": {State: "CONFIRMED"}},
	}
}

// Whatever is wrong is found, and nothing else is.
func TestTheReckoning(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		spoil func(r *reckoning)
		says  string
	}{
		"nothing":            {func(*reckoning) {}, ""},
		"paid twice":         {func(r *reckoning) { r.books = append(r.books, r.books[1]) }, "s1: 2 times in the books"},
		"two keys":           {func(r *reckoning) { r.books = append(r.books, r.books[1]); r.books[4].Key = "B" }, "s1: in the books, and CONFIRMED"},
		"another amount":     {func(r *reckoning) { r.books[1].Amount = 501 }, "501 centavos"},
		"never in the books": {func(r *reckoning) { r.books[1].Applied = "no" }, "s1: CONFIRMED, and not in the books"},
		"an order twice":     {func(r *reckoning) { r.books = append(r.books, r.books[3]) }, "o1: 2 times"},
		"still open":         {func(r *reckoning) { r.ends["i1"] = end{State: "UNKNOWN"} }, `in the end it is "UNKNOWN"`},
		"refused":            {func(r *reckoning) { r.ends["i5"] = end{State: "REFUSED"} }, `in the end it is "REFUSED"`},
		"attention, though it is there": {func(r *reckoning) { r.ends["i1"] = end{State: "NEEDS_ATTENTION", Reason: "NOT_DONE"} },
			"s1: in the books, and NEEDS_ATTENTION"},
		"an untrue reason":       {func(r *reckoning) { r.ends["i2"] = end{State: "NEEDS_ATTENTION", Reason: "NOT_DONE"} }, `"NOT_DONE", which is not true`},
		"nobody paid elsewhere":  {func(r *reckoning) { r.journals[5].What = odd }, `"PAID_ELSEWHERE", which is not true`},
		"another id":             {func(r *reckoning) { r.journals[2].ID = "i9" }, "2 ids"},
		"one id for two":         {func(r *reckoning) { r.journals[9].ID = "i3" }, "two writes have one id"},
		"never accepted":         {func(r *reckoning) { r.journals[11].What = gaveUp }, "no node has taken it"},
		"too much for people":    {func(r *reckoning) { r.form.attention = 0.02 }, "need attention, at most"},
		"a row too many":         {func(r *reckoning) { r.rows[ofOrders]++ }, "2 of orders, and 4 and 1 were accepted"},
		"sent by nobody":         {func(r *reckoning) { r.books[2].Invoice = "7" }, "no client has sent it"},
		"an answer that is none": {func(r *reckoning) { r.journals[1].What, r.journals[1].Why = odd, "KEY_REUSED" }, "s1: KEY_REUSED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := sound()
			tc.spoil(&r)
			got := strings.Join(r.judge().violations, "\n")
			if (got == "") != (tc.says == "") || !strings.Contains(got, tc.says) {
				t.Errorf("found %q, want %q", got, tc.says)
			}
		})
	}
}
