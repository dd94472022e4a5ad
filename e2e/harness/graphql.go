package harness

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
)

// Answer is a GraphQL response.
type Answer struct {
	Status int
	Body   []byte
	Data   json.RawMessage `json:"data"`
	Errors []struct {
		Message    string         `json:"message"`
		Path       []any          `json:"path"`
		Extensions map[string]any `json:"extensions"`
	} `json:"errors"`
}

// Code is the code of the first error, empty if there is none.
func (a Answer) Code() string {
	if len(a.Errors) == 0 {
		return ""
	}
	code, _ := a.Errors[0].Extensions["code"].(string)
	return code
}

// Post sends an operation to a node. It reports transport errors as a status of
// zero, so that it can be used from any goroutine.
func Post(url, key, query string, variables map[string]any) Answer {
	return PostContext(context.Background(), url, key, query, variables)
}

// PostContext is [Post] for senders who do not wait for ever.
func PostContext(ctx context.Context, url, key, query string, variables map[string]any) Answer {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return Answer{Body: []byte(err.Error())}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return Answer{Body: []byte(err.Error())}
	}
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return Answer{Body: []byte(err.Error())}
	}
	defer res.Body.Close()
	answer := Answer{Status: res.StatusCode}
	if answer.Body, err = io.ReadAll(res.Body); err == nil {
		_ = json.Unmarshal(answer.Body, &answer)
	}
	return answer
}

// Query sends an operation and reads its data into a value; any error fails the
// test.
func Query[T any](t testing.TB, url, key, query string, variables map[string]any) T {
	t.Helper()
	answer := Post(url, key, query, variables)
	if answer.Status != http.StatusOK || len(answer.Errors) > 0 {
		t.Fatalf("%s answered %d: %s", url, answer.Status, answer.Body)
	}
	var data T
	if err := json.Unmarshal(answer.Data, &data); err != nil {
		t.Fatalf("%v in %s", err, answer.Data)
	}
	return data
}
