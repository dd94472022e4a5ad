package automation_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

const ixcMaria = `{"page":"1","total":"1","registros":[{"id":"2","razao":"Maria da Silva","ativo":"S"}]}`

func quirkSlow(t *testing.T, q quirk) {
	t.Run("a step that hangs is left out", func(t *testing.T) {
		t.Parallel()
		gone := make(chan struct{})
		server := serve(t, routes{
			"/webservice/v1/cliente":     says(ixcMaria),
			"/webservice/v1/radusuarios": func(http.ResponseWriter, *http.Request) { <-gone },
		}.ServeHTTP)
		t.Cleanup(func() { close(gone) })
		begun := time.Now()
		got, meta, err := customer(t, connect(t, q.pack(t, "ixc"), server.URL), maria)
		if err != nil || got.Name != "Maria da Silva" || got.ContractID != nil || !meta.Incomplete {
			t.Errorf("got %+v, %+v, %v", got, meta, err)
		}
		if took := time.Since(begun); took < time.Second || took > 3*time.Second {
			t.Errorf("it took %v, want what the pack allows", took)
		}
		for _, s := range server.got() {
			var body struct{ RP int }
			if err := json.Unmarshal([]byte(s.Body), &body); err != nil || body.RP != 1 {
				t.Errorf("%s was asked for more rows than are needed: %s", s.Path, s.Body)
			}
		}
		needed := instead("get_customer.yaml", "    optional: true             # nice to have\n", "")
		_, _, err = customer(t, connect(t, q.pack(t, "ixc", needed), server.URL), maria)
		wantKind(t, err, erp.Unavailable)
		q.symptom(t, err)
	})
	t.Run("a gateway's 504 passes", func(t *testing.T) {
		t.Parallel()
		var calls atomic.Int32
		server := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if calls.Add(1) == 1 {
				w.WriteHeader(http.StatusGatewayTimeout)
				return
			}
			says(ixcMaria)(w, r)
		})
		if got, _, err := customer(t, connect(t, q.pack(t, "ixc"), server.URL), maria); err != nil || got.Name != "Maria da Silva" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("an ERP that is down is left alone", func(t *testing.T) {
		t.Parallel()
		server := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
		c := connect(t, q.pack(t, "ixc"), server.URL)
		for range 2 {
			_, _, err := customer(t, c, maria)
			wantKind(t, err, erp.Unavailable)
		}
		before, begun := len(server.got()), time.Now()
		_, _, err := customer(t, c, maria)
		wantKind(t, err, erp.Unavailable)
		if n := len(server.got()) - before; n != 0 || time.Since(begun) > time.Second {
			t.Errorf("an open breaker let %d requests through, in %v", n, time.Since(begun))
		}
		q.symptom(t, err)
	})
}

func quirkRate(t *testing.T, q quirk) {
	t.Run("thirty a minute", func(t *testing.T) {
		t.Parallel()
		server := serve(t, says(`{"success":true,"response":{"name":"Maria da Silva","status":1}}`))
		calls := func(changes ...change) (failed []error) {
			c := connect(t, q.pack(t, "voalle", changes...), server.URL)
			for _, r := range erp.GetCustomer.CallMany(t.Context(), c, manyCustomers(7)) {
				if r.Err != nil {
					failed = append(failed, r.Err)
				}
			}
			return failed
		}
		const limits = "limits: {per_minute: 30}\n"
		failed := calls(instead("pack.yaml", limits, "limits: {per_minute: 30, total: 1s}\n"))
		if n := len(server.got()); n != 3 || len(failed) != 4 { // a tenth at once, then one each 2.2 s
			t.Errorf("%d requests in the first second, %d calls failed", n, len(failed))
		}
		for _, err := range failed {
			wantKind(t, err, erp.Unavailable)
			q.symptom(t, err)
		}
		if failed := calls(without("pack.yaml", limits)); len(failed) != 0 || len(server.got()) != 3+7 {
			t.Errorf("without the limit: %v, %d requests", failed, len(server.got())-3)
		}
	})
	t.Run("429 says when to come again", func(t *testing.T) {
		t.Parallel()
		var calls atomic.Int32
		server := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if calls.Add(1) == 1 {
				w.Header().Set("Retry-After", "1")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			says(`{"success":true,"response":{"name":"Maria da Silva","status":1}}`)(w, r)
		})
		begun := time.Now()
		_, _, err := customer(t, connect(t, q.pack(t, "voalle"), server.URL), maria)
		if took := time.Since(begun); err != nil || took < time.Second || calls.Load() != 2 {
			t.Errorf("%v, %d calls in %v", err, calls.Load(), took)
		}
	})
	t.Run("a call for each invoice", func(t *testing.T) { t.Parallel(); quirkCallForEach(t, q) })
}

func quirkCallForEach(t *testing.T, q quirk) {
	busy := &gauge{}
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		defer busy.enter()()
		if strings.HasSuffix(r.URL.Path, "WSMKFaturas.rule") {
			var rows []object
			for i := range 12 {
				rows = append(rows, object{"codfatura": i, "data_vencimento": "2026-12-01", "valor_total_faturas": "26.00"})
			}
			reply(w, rows)
			return
		}
		time.Sleep(2 * time.Millisecond) // long enough to overlap
		if id := r.URL.Query().Get("CodigoFatura"); id != "5" {
			reply(w, object{"texto_qrcode": "pix-" + id})
			return
		}
		reply(w, object{"codigo_erro": "004", "mensagem": "Sem PIX", "status": "ERRO"})
	})
	list, meta, err := erp.ListInvoices.Call(t.Context(), connect(t, q.pack(t, "mksolutions"), server.URL), erp.InvoicesInput{Document: maria})
	if err != nil || len(list) != 12 || meta.Incomplete {
		t.Fatalf("%d invoices, %+v, %v", len(list), meta, err)
	}
	for i, invoice := range list {
		if none := invoice.PixCode == nil; none != (i == 5) || !none && *invoice.PixCode != fmt.Sprintf("pix-%d", i) {
			t.Errorf("invoice %d has the code %v", i, invoice.PixCode)
		}
	}
	if most := busy.most(); most > 3 || most < 2 {
		t.Errorf("%d requests at once, want 2 or 3", most)
	}
}

func manyCustomers(n int) []erp.CustomerInput {
	inputs := make([]erp.CustomerInput, n)
	for i := range inputs {
		inputs[i].Document = br.Document(fmt.Sprintf("%011d", i)) // of nobody
	}
	return inputs
}

// gauge counts who is inside at the same time.
type gauge struct {
	mu        sync.Mutex
	now, peak int
}

func (g *gauge) enter() (leave func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now++
	g.peak = max(g.peak, g.now)
	return func() { g.mu.Lock(); g.now--; g.mu.Unlock() }
}

func (g *gauge) most() int { g.mu.Lock(); defer g.mu.Unlock(); return g.peak }
