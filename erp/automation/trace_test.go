package automation_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation"
)

func TestTraceShowsEachStepAndNothingPersonal(t *testing.T) {
	t.Parallel()
	b := &bank{}
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/people" {
			w.Header().Set("X-Api-Key", "key-of-the-answer")
			reply(w, object{"people": []any{object{
				"name": "Maria da Silva", "active": true, "cpf": "529.982.247-25", "note": "call Maria da Silva, 11 98888-7777, maria@cliente.example",
			}}})
			return
		}
		b.ServeHTTP(w, r)
	})
	pack := load(t, files{"pack.yaml": sessionPack, "get_customer.yaml": getCustomer})
	c := connect(t, pack, server.URL, settings(map[string]string{"password": "pass-1234"}))
	var told []string
	var text strings.Builder
	ctx := automation.WithTracer(t.Context(), &automation.Tracer{Event: func(e automation.Event) {
		told = append(told, e.Unit+"."+e.Step+" "+e.What)
		fmt.Fprintf(&text, "%+v\n", e)
	}})
	if _, _, err := erp.GetCustomer.Call(ctx, c, erp.CustomerInput{Document: maria}); err != nil {
		t.Fatal(err)
	}
	want := "session.login request, session.login answer, session.login value, get_customer.person request, get_customer.person answer, get_customer.person value, get_customer. output"
	if got := strings.Join(told, ", "); got != want {
		t.Errorf("told\n%s\nwant\n%s", got, want)
	}
	for _, secret := range []string{"pass-1234", "token-1", "Maria", "Silva", "52998224725", "529.982.247-25", "98888", "maria@", "key-of-the-answer"} {
		if strings.Contains(text.String(), secret) {
			t.Errorf("the trace shows %q:\n%s", secret, text.String())
		}
	}
	for _, shown := range []string{"/people?cpf=***", "Status:200", `"active":true`, "test/get_customer.yaml:2:3"} {
		if !strings.Contains(text.String(), shown) {
			t.Errorf("the trace does not show %q:\n%s", shown, text.String())
		}
	}
}

func TestTraceStopsBeforeTheFirstEffect(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"id": 1}))
	text := strings.Replace(settleOnce, "steps:", "steps:\n  invoice: {get: /invoice}", 1)
	text = strings.Replace(text, "    effect: write\n", "    effect: write\n    optional: true\n", 1)
	c := connect(t, load(t, files{"settle_boleto.yaml": text}), server.URL)
	var stopped []automation.Event
	ctx := automation.WithTracer(t.Context(), &automation.Tracer{StopBeforeEffect: true, Event: func(e automation.Event) {
		if e.What == "stopped" {
			stopped = append(stopped, e)
		}
	}})
	_, err := settle(ctx, c)
	if !errors.Is(err, automation.ErrStopped) || server.count("/pay") != 0 || server.count("/invoice") != 1 {
		t.Errorf("%v; asked %+v", err, server.got())
	}
	if len(stopped) != 1 || stopped[0].Method != "POST" || !strings.Contains(stopped[0].Text, `"amount":"26.00"`) {
		t.Errorf("told %+v", stopped)
	}
}
