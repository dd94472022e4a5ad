package erptest

import (
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
	"balcao/internal/br"
)

// ask calls a function over the desk's connection.
func ask[In erp.Input, Out any](t *testing.T, d desk, f erp.Func[In, Out], in In) (Out, error) {
	t.Helper()
	got, _, err := f.Call(t.Context(), d.pipe, in)
	return got, err
}

// must calls a function that has to succeed.
func must[In erp.Input, Out any](t *testing.T, d desk, f erp.Func[In, Out], in In) Out {
	t.Helper()
	got, err := ask(t, d, f, in)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// again calls a write the way the ledger does after an attempt whose end is not
// known.
func again[In erp.Input, Out any](t *testing.T, d desk, f erp.Func[In, Out], in In) Out {
	t.Helper()
	got, _, err := f.Call(automation.WithAttempt(t.Context(), automation.Attempt{Number: 2}), d.pipe, in)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// look asks what came of a write that may have been sent, as the ledger does
// before anything is sent a second time.
func look[In erp.Input, Out any](t *testing.T, d desk, f erp.Func[In, Out], in In) error {
	t.Helper()
	_, _, err := f.Call(automation.WithAttempt(t.Context(), automation.Attempt{Number: 2, Look: true}), d.pipe, in)
	return err
}

// carries tells the request that carries out a write of the target.
func (d desk) carries(t *testing.T, f *erp.Info) func(Request) bool {
	t.Helper()
	write, ok := d.Writes[f.Name]
	if !ok || write.Carries == nil {
		t.Fatalf("the target does not say which request carries out %s", f.Name)
	}
	return write.Carries
}

// accepted is the suite's own input as this ERP takes it.
func accepted[In erp.Input](d desk, f *erp.Info, in In) In {
	if change := d.Writes[f.Name].Accepted; change != nil {
		return change(in).(In)
	}
	return in
}

// lose lets the next request that carries out the write arrive at the ERP, and
// cuts the connection before its answer: the caller must not take it for done,
// nor for not done.
func lose[In erp.Input, Out any](t *testing.T, d desk, f erp.Func[In, Out], in In) {
	t.Helper()
	d.proxy.Lose(d.carries(t, f.Info))
	_, err := ask(t, d, f, in)
	wantKind(t, err, erp.MaybeSent)
}

// rowsOf lists what is the customer's, and fails the test where a row is
// somebody else's or has no id of its own.
func rowsOf[Row any](t *testing.T, d desk, f erp.Func[erp.CustomerInput, []Row], document br.Document, id func(Row) string) []Row {
	t.Helper()
	rows := must(t, d, f, erp.CustomerInput{Document: document})
	seen := map[string]bool{}
	for _, row := range rows {
		if owner := *any(&row).(erp.Owned).Owner(); owner != document {
			t.Errorf("%s: a row is another person's", f.Name)
		}
		if id(row) == "" || seen[id(row)] {
			t.Errorf("%s: the id %q is empty or comes twice", f.Name, id(row))
		}
		seen[id(row)] = true
	}
	return rows
}

// ownRows are the scenarios of every list of a customer's.
func ownRows[Row any](f erp.Func[erp.CustomerInput, []Row], some func(Facts) []br.Document, id func(Row) string) []scenario {
	return []scenario{
		{f.Info, Nothing, "", func(t *testing.T, d desk) {
			if got := rowsOf(t, d, f, d.Facts.Nobody, id); len(got) != 0 {
				t.Errorf("got %d rows, want none", len(got))
			}
		}, nil},
		{f.Info, Found, "of two customers", func(t *testing.T, d desk) {
			seen := map[string]bool{}
			for _, document := range some(d.Facts) {
				rows := rowsOf(t, d, f, document, id)
				if len(rows) == 0 {
					t.Errorf("%s: nothing", f.Name)
				}
				for _, row := range rows {
					if seen[id(row)] {
						t.Errorf("the row %q is of both", id(row))
					}
					seen[id(row)] = true
				}
			}
		}, nil},
		{f.Info, SharedCPF, "", func(t *testing.T, d desk) { rowsOf(t, d, f, d.Facts.Shared.Document, id) }, nil},
		{f.Info, ManyAtOnce, "", func(t *testing.T, d desk) { manyRows(t, d, f, some(d.Facts), id) }, nil},
	}
}

func manyRows[Row any](t *testing.T, d desk, f erp.Func[erp.CustomerInput, []Row], some []br.Document, id func(Row) string) {
	ins := []erp.CustomerInput{{Document: d.Facts.Nobody}}
	for _, document := range some {
		ins = append(ins, erp.CustomerInput{Document: document})
	}
	_, _ = ask(t, d, f, ins[0]) // logs in
	d.proxy.Forget()
	answers := f.CallMany(t.Context(), d.pipe, ins)
	if want, batched := d.BatchCalls[f.Name]; batched && d.proxy.Count(nil) != want {
		t.Errorf("%s took %d requests, want %d", f.Name, d.proxy.Count(nil), want)
	}
	for i, in := range ins {
		if answers[i].Err != nil {
			t.Fatal(answers[i].Err)
		}
		if alone := rowsOf(t, d, f, in.Document, id); len(answers[i].Value) != len(alone) {
			t.Errorf("question %d has %d rows among others, %d alone", i, len(answers[i].Value), len(alone))
		}
	}
}
