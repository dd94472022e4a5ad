package transport_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"balcao/graph/transport"
)

const patient, hurried = 600 * time.Millisecond, 50 * time.Millisecond

// waits gives operations by this name more time.
func waits(op *graphql.OperationContext) time.Duration {
	if op.OperationName == "Patient" {
		return patient
	}
	return 0
}

// An operation that needs it has its own time, also past the time in which the
// server reads requests.
func TestPatience(t *testing.T) {
	t.Parallel()
	handler := &transport.Handler{Executor: newExecutor(), Timeout: hurried, Patience: waits, Prepare: letIn}
	server := httptest.NewUnstartedServer(handler)
	server.Config.ReadTimeout = 200 * time.Millisecond
	server.Start()
	t.Cleanup(server.Close)
	for name, within := range map[string][2]time.Duration{"Patient": {patient, 10 * time.Second}, "Other": {hurried, patient}} {
		began := time.Now()
		res, err := http.Post(server.URL, plain, strings.NewReader(`{"query":"query `+name+` {wait}","operationName":"`+name+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		took := time.Since(began)
		if err != nil || !strings.Contains(string(body), "it waited: context deadline exceeded") || took < within[0] || took > within[1] {
			t.Errorf("%s: %s after %s, %v", name, body, took, err)
		}
	}
}

func TestPatienceOnASocket(t *testing.T) {
	t.Parallel()
	c := ready(t, serveWith(t, &transport.Handler{Timeout: hurried, Patience: waits, Prepare: letKnownIn}, &transport.Subscriptions{}))
	began := time.Now()
	c.send(`{"type":"subscribe","id":"1","payload":{"query":"query Patient {wait}","operationName":"Patient"}}`)
	c.want(`{"type":"next","id":"1","payload":{"errors":[{"message":"it waited: context deadline exceeded"}],"data":{"wait":null}}}`)
	if took := time.Since(began); took < patient {
		t.Errorf("it waited for %s", took)
	}
}
