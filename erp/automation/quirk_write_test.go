package automation_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
)

// prospects is HubSoft's list of prospects. The first one that it makes it does
// not answer for.
type prospects struct {
	mu   sync.Mutex
	made []string // their id_externo
}

func (p *prospects) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.Method == http.MethodGet {
		found := []object{}
		for i, id := range p.made {
			if id == r.URL.Query().Get("termo_busca") {
				found = append(found, object{"id_prospecto": i + 1, "id_externo": id})
			}
		}
		reply(w, object{"status": "success", "prospectos": found})
		return
	}
	var sent struct {
		ID string `json:"id_externo"`
	}
	json.NewDecoder(r.Body).Decode(&sent)
	p.made = append(p.made, sent.ID)
	if len(p.made) == 1 {
		panic(http.ErrAbortHandler) // written down, and the connection dies
	}
	reply(w, object{"status": "success", "prospecto": object{"id_prospecto": len(p.made)}})
}

func (p *prospects) count() int { p.mu.Lock(); defer p.mu.Unlock(); return len(p.made) }

func quirkDuplicates(t *testing.T, q quirk) {
	lead := erp.LeadInput{Lead: erp.Lead{Name: "Maria da Silva"}, Reference: "lead-7"}
	t.Run("a second try finds what the first one made", func(t *testing.T) {
		t.Parallel()
		hubsoft := &prospects{}
		c := connect(t, q.pack(t, "hubsoft"), serve(t, hubsoft.ServeHTTP).URL)
		_, _, err := erp.CreateLead.Call(t.Context(), c, lead)
		wantKind(t, err, erp.MaybeSent)
		if hubsoft.count() != 1 {
			t.Fatalf("one call made %d prospects: a write is never repeated by itself", hubsoft.count())
		}
		q.symptom(t, err)
		again := automation.WithAttempt(t.Context(), automation.Attempt{Number: 2})
		got, _, err := erp.CreateLead.Call(again, c, lead)
		if err != nil || *got.RemoteID != "1" || hubsoft.count() != 1 {
			t.Errorf("got %+v, %v, %d prospects", got, err, hubsoft.count())
		}
		lead := erp.LeadInput{Lead: lead.Lead, Reference: "lead-8"}
		if got, _, err := erp.CreateLead.Call(again, c, lead); err != nil || *got.RemoteID != "2" || hubsoft.count() != 2 {
			t.Errorf("another lead: %+v, %v, %d prospects", got, err, hubsoft.count())
		}
	})
	t.Run("without the look-up there are two", func(t *testing.T) {
		t.Parallel()
		hubsoft := &prospects{}
		_, lookup, _ := strings.Cut(q.files(t, "hubsoft")["create_lead.yaml"], "    lookup:\n")
		lookup, _, _ = strings.Cut(lookup, "output:")
		c := connect(t, q.pack(t, "hubsoft", without("create_lead.yaml", "    lookup:\n"+lookup)), serve(t, hubsoft.ServeHTTP).URL)
		for n := range 2 {
			erp.CreateLead.Call(automation.WithAttempt(t.Context(), automation.Attempt{Number: n + 1}), c, lead)
		}
		if hubsoft.count() != 2 {
			t.Errorf("%d prospects", hubsoft.count())
		}
	})
}

func quirkSideEffects(t *testing.T, q quirk) {
	const slips = `{"status":1,"links":[{"fatura":64009,"vencimento":"2026-12-29","vencimento_original":"2026-12-10","valor":152,"valor_original":100}]}`
	// sgp opens an occurrence unless told not to, and then fails at first.
	sgp := func(occurrences *int) http.HandlerFunc {
		calls := 0
		return func(w http.ResponseWriter, r *http.Request) {
			if r.ParseForm(); r.PostForm.Get("nao_gerar_os") != "1" {
				*occurrences++
			}
			if calls++; calls == 1 {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			w.Write([]byte(slips))
		}
	}
	t.Run("a read that opens a ticket", func(t *testing.T) {
		t.Parallel()
		opened := 0
		server := serve(t, sgp(&opened))
		_, err := invoiceIDs(t, connect(t, q.pack(t, "sgp"), server.URL))
		wantKind(t, err, erp.Unavailable)
		if n := len(server.got()); n != 1 || opened != 0 {
			t.Errorf("asked %d times, %d occurrences", n, opened)
		}
		q.symptom(t, err)
		if ids, err := invoiceIDs(t, connect(t, q.pack(t, "sgp"), server.URL)); err != nil || ids != "64009" {
			t.Errorf("invoices %q, %v", ids, err)
		}
		opened = 0
		careless := q.pack(t, "sgp",
			without("list_invoices.yaml", "      nao_gerar_os: 1              # else it opens an occurrence\n"),
			without("list_invoices.yaml", "    repeatable: false              # and if it does, then once\n"))
		if _, err := invoiceIDs(t, connect(t, careless, serve(t, sgp(&opened)).URL)); err != nil || opened != 2 {
			t.Errorf("without both: %v, %d occurrences", err, opened)
		}
	})
	t.Run("RBX's examples send messages", func(t *testing.T) { t.Parallel(); quirkMessages(t, q) })
	t.Run("a GET that changes something", func(t *testing.T) {
		t.Parallel()
		unlock := erp.UnlockInput{Document: maria, ContractID: "54321", Reference: "r1"}
		good := serve(t, routes{"/mk/WSMKAutoDesbloqueio.rule": says(`{"CodigoPessoa":1,"status":"OK"}`)}.ServeHTTP)
		got, _, err := erp.UnlockOnTrust.Call(t.Context(), connect(t, q.pack(t, "mksolutions"), good.URL), unlock)
		if err != nil || !got.Granted || day(got.Until) != "2026-11-27" || good.got()[0].Method != http.MethodGet {
			t.Errorf("got %+v, %v", got, err)
		}
		bad := serve(t, fails(http.StatusInternalServerError))
		_, _, err = erp.UnlockOnTrust.Call(t.Context(), connect(t, q.pack(t, "mksolutions"), bad.URL), unlock)
		wantKind(t, err, erp.MaybeSent)
		if n := len(bad.got()); n != 1 {
			t.Errorf("sent %d times", n)
		}
		pack, problems := q.loads(t, "mksolutions", without("unlock_on_trust.yaml", "    effect: write                  # a GET that changes something\n"))
		if pack != nil {
			t.Error("a write function whose GET says nothing loads")
		}
		q.symptom(t, problems.Err())
	})
}

// quirkMessages is RBX, which sends what it is asked for to the customer too,
// unless it is told not to.
func quirkMessages(t *testing.T, q quirk) {
	sent := 0
	rbx := func(w http.ResponseWriter, r *http.Request) {
		var asked map[string]map[string]any
		json.NewDecoder(r.Body).Decode(&asked)
		for service, fields := range asked {
			for name, value := range fields {
				if strings.HasPrefix(name, "send_") && value != false {
					sent++
				}
			}
			says(map[string]string{
				"get_unpaid_document": `{"status":1,"result":[{"id":"300","due_date":"2026-12-01","value_init":"26.00","value_up":"27.00"}]}`,
				"get_barcode":         `{"status":1,"result":"00190.00009 01234.567890 12345.678904 1 99990000002600"}`,
				"get_pix_copia_cola":  `{"status":1,"result":"00020126"}`,
			}[service])(w, r)
		}
	}
	get := func(changes ...change) (*erp.Invoice, error) {
		got, _, err := erp.GetInvoice.Call(t.Context(), connect(t, q.pack(t, "rbx", changes...), serve(t, rbx).URL), erp.InvoiceInput{InvoiceID: "300", Document: maria})
		return got, err
	}
	if got, err := get(); err != nil || got.PixCode == nil || got.DigitableLine == nil || sent != 0 {
		t.Errorf("got %+v, %v, %d messages", got, err, sent)
	}
	if _, err := get(instead("get_invoice.yaml", "send_barcode: false", "send_barcode: true")); err != nil || sent != 1 {
		t.Errorf("by the documentation's example: %v, %d messages", err, sent)
	}
}

// records is IXC's table of customers: a PUT replaces the whole record and drops
// the fields that it does not write, in silence.
type records struct {
	mu      sync.Mutex
	row     object
	dropped string
}

func (c *records) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.Method == http.MethodPost {
		reply(w, object{"page": "1", "total": "1", "registros": []object{c.row}})
		return
	}
	sent := object{}
	json.NewDecoder(r.Body).Decode(&sent)
	if c.dropped != "" {
		sent[c.dropped] = c.row[c.dropped]
	}
	c.row = sent
	reply(w, object{"type": "success", "message": "Registro atualizado com sucesso!", "id": "2"})
}

func quirkSilentDrop(t *testing.T, q quirk) {
	email := "nova@cliente.example"
	update := erp.UpdateInput{Document: maria, Changes: erp.Changes{Email: &email}, Reference: "r1"}
	begin := object{"id": "2", "razao": "Maria da Silva", "cnpj_cpf": "529.982.247-25", "email": "velha@cliente.example", "hotsite_email": "maria", "cep": "01310-100"}
	t.Run("the whole record is written", func(t *testing.T) {
		t.Parallel()
		ixc := &records{row: begin}
		got, _, err := erp.UpdateCustomer.Call(t.Context(), connect(t, q.pack(t, "ixc"), serve(t, ixc.ServeHTTP).URL), update)
		if err != nil || got.Stored == nil || *got.Stored.Email != email {
			t.Errorf("got %+v, %v", got, err)
		}
		want := maps.Clone(begin)
		want["email"] = email
		if !maps.Equal(ixc.row, want) {
			t.Errorf("the record is now %v, want %v", ixc.row, want)
		}
		ixc = &records{row: begin}
		partial := instead("update_customer.yaml", "      - $(before)\n", "")
		erp.UpdateCustomer.Call(t.Context(), connect(t, q.pack(t, "ixc", partial), serve(t, ixc.ServeHTTP).URL), update)
		if len(ixc.row) != 1 {
			t.Errorf("without the merge the rest is lost, and here is %v", ixc.row)
		}
	})
	t.Run("MikWeb's 200", func(t *testing.T) { t.Parallel(); quirkNoEffect(t, q) })
	t.Run("success that changed nothing is found out", func(t *testing.T) {
		t.Parallel()
		ixc := &records{row: begin, dropped: "email"}
		server := serve(t, ixc.ServeHTTP)
		_, _, err := erp.UpdateCustomer.Call(t.Context(), connect(t, q.pack(t, "ixc"), server.URL), update)
		wantKind(t, err, erp.NotDone)
		q.symptom(t, err)
		_, after, _ := strings.Cut(q.files(t, "ixc")["update_customer.yaml"], "  after:")
		after, _, _ = strings.Cut(after, "output:")
		trusting := q.pack(t, "ixc", without("update_customer.yaml", "  after:"+after), instead("update_customer.yaml", "{email: after.email}", "{email: input.changes.email}"))
		if got, _, err := erp.UpdateCustomer.Call(t.Context(), connect(t, trusting, server.URL), update); err != nil || *got.Stored.Email != email {
			t.Errorf("without reading back it passes for done: %+v, %v", got, err)
		}
	})
}

// quirkNoEffect is MikWeb, which says 200 to whatever it does not do.
func quirkNoEffect(t *testing.T, q quirk) {
	for stays, kind := range map[bool]erp.Kind{false: "", true: erp.NotDone} {
		status := "access_blocked"
		server := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut && !stays {
				status = "access_activated"
			}
			reply(w, object{"customer_contract": object{"id": 7, "access_status": status}})
		})
		_, _, err := erp.UnlockOnTrust.Call(t.Context(), connect(t, q.pack(t, "mikweb"), server.URL), erp.UnlockInput{Document: maria, ContractID: "7", Reference: "r1"})
		wantKind(t, err, kind)
	}
}
