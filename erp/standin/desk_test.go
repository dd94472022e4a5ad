package standin_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"go.uber.org/goleak"

	"balcao/erp/standin"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
}

var (
	page    = standin.Reply{Status: 200, ContentType: "text/html", Body: []byte("<h1>manutenção</h1>")}
	failure = standin.Reply{Status: 500, ContentType: "text/plain", Body: []byte("erro")}
	yes     = standin.Reply{Status: 201, ContentType: "application/json", Body: []byte(`{"id":"1"}`)}
)

// counter serves one write and one read; applied tells when the write is done.
func counter(t *testing.T) (desk *standin.Desk, url string, applied chan bool) {
	t.Helper()
	desk, applied = standin.NewDesk(page, failure), make(chan bool, 9)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /pagar", func(w http.ResponseWriter, r *http.Request) {
		desk.Write(w, r, standin.Entry{Kind: "baixa", Invoice: "7"}, func(really bool) (standin.Reply, bool) {
			if really {
				applied <- true
			}
			return yes, true
		})
	})
	mux.HandleFunc("GET /fatura", func(w http.ResponseWriter, r *http.Request) {
		desk.Read(w, r, func() standin.Reply { return yes })
	})
	server := httptest.NewServer(mux)
	t.Cleanup(func() {
		server.Close()
		desk.Close()
		desk.Close() // more than once does no harm
	})
	return desk, server.URL, applied
}

// call gives the status and body, or 0 where the connection was cut.
func call(t *testing.T, method, url string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, ""
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, ""
	}
	return answer.StatusCode, string(text)
}

func TestEachFaultOfAWrite(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		faults  standin.Faults
		status  int
		applied string
		fault   string
	}{
		"none":          {standin.Faults{}, 201, "yes", ""},
		"before":        {standin.Faults{BeforeApply: 1}, 0, "no", "before_apply"},
		"after":         {standin.Faults{AfterApply: 1}, 0, "yes", "after_apply"},
		"never applied": {standin.Faults{NeverApplied: 1}, 201, "no", "never_applied"},
		"500":           {standin.Faults{Error500: 1}, 500, "no", "error_500"},
		"a page":        {standin.Faults{HTML200: 1}, 200, "no", "html_200"},
		"reset":         {standin.Faults{Reset: 1}, 0, "yes", "reset"},
		"slow":          {standin.Faults{Slow: 1}, 201, "yes", "slow"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			desk, url, _ := counter(t)
			desk.Switch(standin.Switches{Faults: tc.faults, Slow: time.Millisecond})
			if status, _ := call(t, http.MethodPost, url+"/pagar"); status != tc.status {
				t.Errorf("status %d, want %d", status, tc.status)
			}
			books := desk.Books()
			if len(books) != 1 || books[0].Applied != tc.applied || books[0].Fault != tc.fault || books[0].Seq != 1 {
				t.Errorf("the books are %+v", books)
			}
		})
	}
}

func TestWhatIsAppliedLate(t *testing.T) {
	t.Parallel()
	desk, url, applied := counter(t)
	desk.Switch(standin.Switches{Faults: standin.Faults{LateApply: 1}, Late: 20 * time.Millisecond})
	if status, _ := call(t, http.MethodPost, url+"/pagar"); status != 0 {
		t.Errorf("status %d, want none", status)
	}
	if books := desk.Books(); len(books) != 1 || books[0].Applied == "yes" {
		t.Errorf("the books are %+v", books)
	}
	<-applied
	desk.Close() // waits until it stands in the books
	if books := desk.Books(); books[0].Applied != "late" {
		t.Errorf("the books are %+v", books)
	}
}

func TestFaultsOfReads(t *testing.T) {
	t.Parallel()
	desk, url, _ := counter(t)
	for want, faults := range map[int]standin.Faults{500: {Error500: 1}, 200: {HTML200: 1}, 0: {Reset: 1}, 201: {BeforeApply: 1}} {
		desk.Switch(standin.Switches{Faults: faults})
		if status, _ := call(t, http.MethodGet, url+"/fatura"); status != want {
			t.Errorf("%+v: status %d, want %d", faults, status, want)
		}
	}
	desk.Switch(standin.Switches{Faults: standin.Faults{Error500: 1}, Paths: []string{"/pagar"}})
	if status, body := call(t, http.MethodGet, url+"/fatura"); status != 201 || body != string(yes.Body) {
		t.Errorf("a path without faults answered %d %q", status, body)
	}
	if got := desk.Calls()["GET /fatura"]; got < 5 {
		t.Errorf("%d calls were counted", got)
	}
}
