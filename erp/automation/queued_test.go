package automation_test

import (
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
)

// queue is an ERP that takes a payment in with 202 and works it off later; the
// trial "voalle" is written for one.
type queue struct {
	mu     sync.Mutex
	state  string
	titles []any
}

func (q *queue) work(state string, titles ...any) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.state, q.titles = state, titles
}

func (q *queue) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch _, what, _ := strings.Cut(r.URL.Path, "/thirdparty/"); {
	case r.URL.Path == "/connect/token":
		reply(w, object{"access_token": "token-1", "expires_in": 3600})
	case what == "receivepayment":
		w.WriteHeader(http.StatusAccepted)
		reply(w, object{"success": true, "response": object{"synGwTransactionId": 556}})
	case what == "consultpayment" && r.URL.Query().Get("syngwtransactionid") == "556":
		reply(w, object{"success": true, "response": object{"status": object{"label": q.state}}})
	default:
		reply(w, object{"success": true, "response": q.titles})
	}
}

var title = object{"id": 801, "status": "Em aberto"}

// queued runs the trial, which here asks once for the state and then gives up,
// and is not held back to so many requests a minute.
func queued(t *testing.T, address string) *automation.Connection {
	t.Helper()
	folder, _ := trialFolder("voalle")
	pack := files{}
	for _, name := range []string{"pack.yaml", "settle_boleto.yaml"} {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			t.Fatal(err)
		}
		pack[name] = strings.NewReplacer("every: 2s", "every: 1s", "for: 20s", "for: 1s", "per_minute: 30", "per_minute: 6000").Replace(string(text))
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return connect(t, load(t, pack), "http://"+u.Hostname(), settings(map[string]string{
		"api_port": u.Port(), "door_port": u.Port(), "client_id": "c1", "client_secret": "s1", "syndata": "d1", "bank_account": "10", "payment_form": "7",
	}))
}

// The first attempt ends without a verdict while the payment stands in the
// ERP's queue; the next ones begin at the poll.
func TestAQueuedPaymentIsHandedInOnceAndFollowed(t *testing.T) {
	t.Parallel()
	erpQueue := &queue{}
	server := serve(t, erpQueue.ServeHTTP)
	c, ledger := queued(t, server.URL), &book{}
	attempt := func(number int) (*erp.Settled, error) {
		in := payment
		in.InvoiceID = "801"
		a := automation.Attempt{Number: number, Done: ledger.done, Record: ledger}
		got, _, err := erp.SettleBoleto.Call(automation.WithAttempt(t.Context(), a), c, in)
		return got, err
	}
	erpQueue.work("Na fila", title)
	_, err := attempt(1)
	wantKind(t, err, erp.MaybeSent)
	_, err = attempt(2)
	wantKind(t, err, erp.MaybeSent)
	erpQueue.work("Na fila") // it lists the title no more, and is not done
	_, err = attempt(3)
	wantKind(t, err, erp.MaybeSent)
	erpQueue.work("Processado", title)
	got, err := attempt(4)
	if err != nil || got.RemoteID == nil || *got.RemoteID != "556" {
		t.Errorf("got %+v, %v", got, err)
	}
	const path = "/external/integrations/thirdparty/"
	if posts, polls := server.count(path+"receivepayment"), server.count(path+"consultpayment"); posts != 1 || polls != 3 {
		t.Errorf("handed in %d times and asked for %d times, want 1 and 3", posts, polls)
	}
}

// What its queue works off in vain was not "refused, nothing done": a person
// must look.
func TestAQueuedPaymentThatFailsLaterIsNotDone(t *testing.T) {
	t.Parallel()
	erpQueue := &queue{}
	server := serve(t, erpQueue.ServeHTTP)
	erpQueue.work("Erro: caixa fechado", title)
	in := payment
	in.InvoiceID = "801"
	done := map[string][]byte{"handed_in": []byte(`{"synGwTransactionId":556}`)}
	ctx := automation.WithAttempt(t.Context(), automation.Attempt{Number: 2, Done: done})
	_, _, err := erp.SettleBoleto.Call(ctx, queued(t, server.URL), in)
	wantKind(t, err, erp.NotDone)
	if erp.WordsOf(err) != "Erro: caixa fechado" || sentTo(server) != "/connect/token" {
		t.Errorf("%v; sent %q", err, sentTo(server))
	}
}

// A look at what was handed in says what the ERP says of it, and nothing else.
func TestALookAtAQueuedPayment(t *testing.T) {
	t.Parallel()
	for state, kind := range map[string]erp.Kind{"Na fila": erp.MaybeSent, "Erro: caixa fechado": erp.NotDone, "Processado": ""} {
		erpQueue := &queue{}
		server := serve(t, erpQueue.ServeHTTP)
		erpQueue.work(state, title)
		in := payment
		in.InvoiceID = "801"
		done := map[string][]byte{"handed_in": []byte(`{"synGwTransactionId":556}`)}
		ctx := automation.WithAttempt(t.Context(), automation.Attempt{Number: 2, Look: true, Done: done})
		_, _, err := erp.SettleBoleto.Call(ctx, queued(t, server.URL), in)
		wantKind(t, err, kind)
		if sentTo(server) != "/connect/token" {
			t.Errorf("sent %q", sentTo(server))
		}
	}
}
