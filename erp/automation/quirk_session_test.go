package automation_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
)

// door is an ERP whose tokens die when they should not.
type door struct {
	mu     sync.Mutex
	logins int
	shut   int // requests that were not let in
	valid  string
	once   bool // a token serves once
	// tell writes the answer to a log-in, in or out that to a request.
	tell        func(w http.ResponseWriter, token string)
	in, out     http.HandlerFunc
	login       string // the log-in's path
	tokenOf     func(*http.Request) string
	credentials func(*http.Request) bool
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.URL.Path == d.login {
		if d.credentials != nil && !d.credentials(r) {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		d.logins++
		d.valid = fmt.Sprintf("eyJhbGci.token%d.bbbb", d.logins)
		d.tell(w, d.valid)
		return
	}
	if d.tokenOf(r) != d.valid || d.valid == "" {
		d.shut++
		d.out(w, r)
		return
	}
	if d.once {
		d.valid = ""
	}
	d.in(w, r)
}

func (d *door) kill()              { d.mu.Lock(); d.valid = ""; d.mu.Unlock() }
func (d *door) counts() (int, int) { d.mu.Lock(); defer d.mu.Unlock(); return d.logins, d.shut }

func (d *door) want(t *testing.T, logins, shut int) {
	t.Helper()
	if l, s := d.counts(); l != logins || s != shut {
		t.Errorf("%d log-ins and %d requests outside, want %d and %d", l, s, logins, shut)
	}
}

func bearer(r *http.Request) string {
	return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
}

func quirkToken(t *testing.T, q quirk) {
	t.Run("HubSoft's 30 days are over after one", func(t *testing.T) { t.Parallel(); quirkTokenDies(t, q) })
	t.Run("MK Solutions says so in the body", func(t *testing.T) { t.Parallel(); quirkTokenBody(t, q) })
	t.Run("MK Solutions' tokens for one use", func(t *testing.T) { t.Parallel(); quirkTokenOnce(t, q) })
	t.Run("MK-AUTH answers a page", func(t *testing.T) { t.Parallel(); quirkTokenPage(t, q) })
	t.Run("a clock that is behind", func(t *testing.T) { t.Parallel(); quirkTokenClock(t, q) })
	for name, wrap := range map[string]string{"as it is": "%s", "BOM": "\ufeff%s\n", "quotes": `"%s"`, "notices": "<br />\n<b>Notice</b>: www.a.b in <b>index.php</b><br />\n%s", "JSON": `{"token":"%s"}`} {
		t.Run("MK-AUTH's token "+name, func(t *testing.T) { t.Parallel(); quirkTokenText(t, q, wrap) })
	}
}

func quirkTokenDies(t *testing.T, q quirk) {
	d := &door{
		login: "/oauth/token", tokenOf: bearer, out: fails(http.StatusUnauthorized),
		tell: func(w http.ResponseWriter, token string) {
			reply(w, object{"token_type": "Bearer", "expires_in": 2592000, "access_token": token})
		},
		in: says(`{"status":"success","clientes":[{"nome_razaosocial":"Maria da Silva"}]}`),
	}
	secrets := settings(map[string]string{"client_id": "7", "client_secret": "s-client", "user": "api", "password": "s-user"})
	c := connect(t, q.pack(t, "hubsoft"), serve(t, d.ServeHTTP).URL, secrets)
	all := func() {
		var group sync.WaitGroup
		for range 10 {
			group.Go(func() {
				if _, _, err := customer(t, c, maria); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
	}
	all()
	d.want(t, 1, 0)
	d.kill()
	all()
	if logins, shut := d.counts(); logins != 2 || shut < 1 || shut > 10 {
		t.Errorf("%d log-ins, %d requests outside: want one new log-in for all", logins, shut)
	}
}

func quirkTokenBody(t *testing.T, q quirk) {
	now := &clock{now: noon}
	d := mkDoor(now)
	server := serve(t, d.ServeHTTP)
	mk := settings(map[string]string{"token": "s-token", "password": "s-contra"})
	c := connect(t, q.pack(t, "mksolutions"), server.URL, mk, func(o *automation.Options) { o.Now = now.read })
	for _, wanted := range []struct{ logins, shut int }{{1, 0}, {1, 0}} {
		if _, _, err := customer(t, c, maria); err != nil {
			t.Fatal(err)
		}
		d.want(t, wanted.logins, wanted.shut)
	}
	d.kill() // used elsewhere
	if _, _, err := customer(t, c, maria); err != nil {
		t.Error(err)
	}
	d.want(t, 2, 1)
	now.forward(time.Hour) // its end comes: nothing is tried with it
	if _, _, err := customer(t, c, maria); err != nil {
		t.Error(err)
	}
	d.want(t, 3, 1)
	untold := q.pack(t, "mksolutions", without("pack.yaml", "  - unauthenticated: answer[\"Num. ERRO\"] in [\"999\", \"001\"]      # status 200\n"))
	c = connect(t, untold, server.URL, mk, func(o *automation.Options) { o.Now = now.read })
	customer(t, c, maria)
	d.kill()
	_, _, err := customer(t, c, maria)
	wantKind(t, err, erp.Refused)
	q.symptom(t, fmt.Sprintf("%v\n%s", err, erp.WordsOf(err)))
}

// mkDoor's tokens last an hour by a clock.
func mkDoor(now *clock) *door {
	return &door{
		login:   "/mk/WSAutenticacao.rule",
		tokenOf: func(r *http.Request) string { return r.URL.Query().Get("token") },
		tell: func(w http.ResponseWriter, token string) {
			reply(w, object{"Token": token, "Expire": now.read().Add(time.Hour).Format("02/01/2006 15:04:05"), "LimiteUso": 0, "status": "OK"})
		},
		out: says(`{"status":"ERRO","Num. ERRO":"999","Mensagem":"Token inexistente ou expirado"}`),
		in:  says(`{"Nome":"Maria da Silva","Situacao":"Ativo","status":"OK"}`),
	}
}

// quirkTokenClock is a server whose tokens are over as it gives them.
func quirkTokenClock(t *testing.T, q quirk) {
	d := mkDoor(&clock{now: noon.Add(-2 * time.Hour)})
	var log bytes.Buffer
	c := connect(t, q.pack(t, "mksolutions"), serve(t, d.ServeHTTP).URL, settings(map[string]string{"token": "s-token", "password": "s-contra"}),
		func(o *automation.Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
	for range 10 {
		if _, _, err := customer(t, c, maria); err != nil {
			t.Error(err)
		}
	}
	d.want(t, 1, 0)
	if !strings.Contains(log.String(), "is its clock right?") {
		t.Errorf("the log says %q", log.String())
	}
}

func quirkTokenOnce(t *testing.T, q quirk) {
	for uses, shut := range map[string]int{"1": 0, "": 2} {
		d := mkDoor(&clock{now: noon})
		d.once = true
		c := connect(t, q.pack(t, "mksolutions"), serve(t, d.ServeHTTP).URL, settings(map[string]string{"token": "s-token", "password": "s-contra", "uses": uses}))
		for range 3 {
			if _, _, err := customer(t, c, maria); err != nil {
				t.Errorf("uses %q: %v", uses, err)
			}
		}
		d.want(t, 3, shut)
	}
}

func quirkTokenText(t *testing.T, q quirk, wrap string) {
	d := &door{
		login: "/api/", tokenOf: bearer, out: fails(http.StatusUnauthorized),
		tell: func(w http.ResponseWriter, token string) { fmt.Fprintf(w, wrap, token) },
		in:   says(`{"nome":"Maria da Silva","cli_ativado":"s"}`),
		credentials: func(r *http.Request) bool {
			user, password, ok := r.BasicAuth()
			return ok && user == "Client_Id_7" && password == "s-client"
		},
	}
	now := &clock{now: noon}
	c := connect(t, q.pack(t, "mkauth"), serve(t, d.ServeHTTP).URL,
		settings(map[string]string{"client_id": "Client_Id_7", "client_secret": "s-client"}), func(o *automation.Options) { o.Now = now.read })
	for _, logins := range []int{1, 1, 2} {
		if logins == 2 {
			now.forward(10 * time.Minute)
		}
		if got, _, err := customer(t, c, maria); err != nil || got.Name != "Maria da Silva" {
			t.Errorf("got %+v, %v", got, err)
		}
		d.want(t, logins, 0)
	}
	now.forward(10 * time.Minute)
	var trace strings.Builder
	ctx := automation.WithTracer(t.Context(), &automation.Tracer{Event: func(e automation.Event) { fmt.Fprintf(&trace, "%+v\n", e) }})
	if _, _, err := erp.GetCustomer.Call(ctx, c, erp.CustomerInput{Document: maria}); err != nil {
		t.Error(err)
	}
	if text := trace.String(); strings.Contains(text, "token3") || strings.Contains(text, "s-client") || !strings.Contains(text, "Unit:session Step:login") {
		t.Errorf("the trace shows\n%s", text)
	}
}

// quirkTokenPage is a log-in that answers a page without a token.
func quirkTokenPage(t *testing.T, q quirk) {
	d := &door{login: "/api/", tokenOf: bearer, tell: func(w http.ResponseWriter, _ string) { w.Write([]byte("<html>Entrar</html>")) }}
	c := connect(t, q.pack(t, "mkauth"), serve(t, d.ServeHTTP).URL, settings(map[string]string{"client_id": "Client_Id_7", "client_secret": "s-client"}))
	_, _, err := customer(t, c, maria)
	wantKind(t, err, erp.Unauthenticated)
	d.want(t, 1, 0)
	if strings.Contains(fmt.Sprint(err), "Entrar") {
		t.Errorf("the operator's text quotes the page: %v", err)
	}
}
