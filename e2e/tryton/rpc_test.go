package tryton_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"
)

const (
	database = "erp"
	user     = "integracao"
	password = "tryton-ci-1"
)

// address is where Tryton listens.
func address() string {
	if set := os.Getenv("BALCAO_TEST_TRYTON"); set != "" {
		return set
	}
	return "http://127.0.0.1:8910"
}

// clerk works in Tryton over its own JSON-RPC, past the pack. One call at a
// time: Tryton's SQLite gives up on a writer that has to wait long.
type clerk struct {
	http http.Client

	mu      sync.Mutex
	session string // the Authorization header
}

func newClerk(t *testing.T) *clerk {
	t.Helper()
	c := &clerk{http: http.Client{Timeout: time.Minute}}
	if err := c.logIn(); err != nil {
		t.Fatalf("no Tryton answers at %s: %v\nStart one with e2e/tryton/start, or set BALCAO_TEST_TRYTON to its address.", address(), err)
	}
	return c
}

func (c *clerk) logIn() error {
	result, err := c.post("common.db.login", []any{user, map[string]any{"password": password}, "en"})
	if err != nil {
		return err
	}
	login := result.([]any)
	ticket := fmt.Sprintf("%s:%v:%v", user, login[0], login[1])
	c.session = "Session " + base64.StdEncoding.EncodeToString([]byte(ticket))
	return nil
}

// context is the last parameter of nearly every call: the company.
var context = map[string]any{"company": 1, "employee": 1}

// call gives the decoded result of a method; a refusal fails the test.
func (c *clerk) call(t *testing.T, method string, params ...any) any {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	result, err := c.post(method, params)
	if err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	return result
}

func (c *clerk) post(method string, params []any) (any, error) {
	body, err := json.Marshal(map[string]any{"id": 1, "method": method, "params": params})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(http.MethodPost, address()+"/"+database+"/", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	if c.session != "" {
		request.Header.Set("Authorization", c.session)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var answer struct{ Result, Error any }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return nil, fmt.Errorf("status %d: %w", response.StatusCode, err)
	}
	if answer.Error != nil {
		return nil, fmt.Errorf("%v", answer.Error)
	}
	return answer.Result, nil
}

// first is the id of the first record of the model that meets the domain.
func (c *clerk) first(t *testing.T, model string, domain ...any) any {
	t.Helper()
	ids := c.call(t, "model."+model+".search", domain, 0, 1, []any{[]any{"id", "ASC"}}, context).([]any)
	if len(ids) == 0 {
		t.Fatalf("Tryton has no %s with %v", model, domain)
	}
	return ids[0]
}

func clause(field, operator string, value any) []any { return []any{field, operator, value} }

func decimal(amount fmt.Stringer) map[string]any {
	return map[string]any{"__class__": "Decimal", "decimal": amount.String()}
}

func date(at time.Time) map[string]any {
	return map[string]any{"__class__": "date", "year": at.Year(), "month": int(at.Month()), "day": at.Day()}
}
