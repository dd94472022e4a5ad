package e2e_test

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/coder/websocket"

	"balcao/e2e/harness"
)

const writeUpdated = `subscription($id: ID!) { writeUpdated(id: $id) { id state } }`

// update is an answer of writeUpdated.
type update struct {
	Data struct{ WriteUpdated struct{ ID, State string } }
}

// subscriber is a browser's WebSocket: its key comes in connection_init.
type subscriber struct{ *websocket.Conn }

func subscribe(t *testing.T, node *harness.Node, id string) subscriber {
	t.Helper()
	conn, _, err := websocket.Dial(t.Context(), node.URL+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	s := subscriber{conn}
	s.send(t, map[string]any{"type": "connection_init", "payload": map[string]string{"authorization": "Bearer " + node.Key("payments")}})
	if kind, _ := s.next(t); kind != "connection_ack" {
		t.Fatalf("%s instead of connection_ack", kind)
	}
	s.send(t, map[string]any{"type": "subscribe", "id": "1", "payload": map[string]any{"query": writeUpdated, "variables": map[string]string{"id": id}}})
	return s
}

func (s subscriber) send(t *testing.T, message any) {
	t.Helper()
	text, err := json.Marshal(message)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write(t.Context(), websocket.MessageText, text); err != nil {
		t.Fatal(err)
	}
}

func (s subscriber) next(t *testing.T) (kind string, payload update) {
	t.Helper()
	_, text, err := s.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var message struct {
		Type    string
		Payload update
	}
	if err := json.Unmarshal(text, &message); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return message.Type, message.Payload
}

// states reads until the subscription is complete.
func (s subscriber) states(t *testing.T) (all []string) {
	t.Helper()
	for {
		kind, payload := s.next(t)
		if kind != "next" {
			return append(all, kind)
		}
		all = append(all, payload.Data.WriteUpdated.State)
	}
}

// eventsOf opens a stream of events as curl does.
func eventsOf(t *testing.T, node *harness.Node, id string) *bufio.Scanner {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": writeUpdated, "variables": map[string]string{"id": id}})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), "POST", node.URL+"/graphql", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+node.Key("payments"))
	req.Header.Set("Accept", "text/event-stream")
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	return bufio.NewScanner(resp.Body)
}

// statesOf reads a stream to its end.
func statesOf(t *testing.T, events *bufio.Scanner) (all []string) {
	t.Helper()
	for events.Scan() {
		text, isData := strings.CutPrefix(events.Text(), "data: ")
		if events.Text() == "event: complete" {
			all = append(all, "complete")
		}
		if !isData {
			continue
		}
		var answer update
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		all = append(all, answer.Data.WriteUpdated.State)
	}
	return all
}

// Who subscribes to a payment that is not known to have arrived hears that, and
// later that it has.
func TestSubscribersHearWhatBecomesOfAPayment(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	invoice := openInvoice(t, node)
	sandbox.Switch(t, map[string]any{"faults": map[string]any{"late_apply": 1}, "late_ms": 6000})
	settlement := node.Settle(t, invoice.ID, invoice.OpenAmount, "E1234567820261124120012345678931")
	socket, events := subscribe(t, node, settlement.ID), eventsOf(t, node, settlement.ID)
	for way, states := range map[string][]string{"websocket": socket.states(t), "events": statesOf(t, events)} {
		n := len(states)
		if n < 3 || states[0] != "UNKNOWN" || states[n-2] != "CONFIRMED" || states[n-1] != "complete" {
			t.Errorf("%s: %v", way, states)
		}
	}
}

// A node that is told to stop does not wait for those who listen, and tells them to
// come again.
func TestSubscribersAreSentAwayAtAStop(t *testing.T) {
	t.Parallel()
	sandbox := harness.StartSandbox(t)
	node := harness.StartNode(t, harness.Config(sandbox))
	invoice := openInvoice(t, node)
	sandbox.Switch(t, map[string]any{"faults": map[string]any{"late_apply": 1}, "late_ms": 600_000})
	settlement := node.Settle(t, invoice.ID, invoice.OpenAmount, "E1234567820261124120012345678932")
	socket, events := subscribe(t, node, settlement.ID), eventsOf(t, node, settlement.ID)
	socket.next(t)
	for events.Scan() && !strings.HasPrefix(events.Text(), "data: ") {
	}
	node.Process.Signal(syscall.SIGTERM)
	for {
		if _, _, err := socket.Read(t.Context()); err != nil {
			if websocket.CloseStatus(err) != websocket.StatusGoingAway {
				t.Error(err)
			}
			break
		}
	}
	if rest := statesOf(t, events); len(rest) > 0 && rest[len(rest)-1] == "complete" {
		t.Errorf("the events end with %v, so nobody comes again", rest)
	}
	if code := node.Process.ExitCode(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
