package chaos_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"balcao/e2e/harness"
)

// patience is how long a client waits for one answer.
const patience = 10 * time.Second

// A client waits longer after each try, and never as long as another client.
const (
	backoffFirst = 100 * time.Millisecond
	backoffMost  = 3 * time.Second
)

// sent is what came of a write: an id, or why the answer is none that a client
// could do something with, or neither if the time was over.
type sent struct{ id, why string }

// send hands a write in until it is accepted: with the same key, at another node.
func (c *client) send(ctx context.Context, who, query string, variables map[string]any) sent {
	for pause := backoffFirst; ctx.Err() == nil; pause = min(2*pause, backoffMost) {
		answer := c.try(ctx, who, query, variables)
		got, cause := judge(answer)
		if cause == "" {
			return got
		}
		c.world.counts.add("retry: " + cause)
		c.waitUntil(ctx, time.Now().Add(pause/2+time.Duration(c.random.Int64N(int64(pause)))))
	}
	return sent{}
}

func (c *client) try(ctx context.Context, who, query string, variables map[string]any) harness.Answer {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	node := c.node()
	return harness.PostContext(ctx, node.URL, node.Key(who), query, variables)
}

// node is the next one in turn, as a load balancer gives it.
func (c *client) node() *harness.Node {
	c.next++
	return c.world.nodes[c.next%len(c.world.nodes)]
}

// mistakes are codes that no retry mends. See docs/errors.md.
var mistakes = []string{"UNAUTHENTICATED", "FORBIDDEN", "BAD_REQUEST", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED",
	"QUERY_TOO_COMPLEX", "INVALID_INPUT", "NOT_SUPPORTED", "ERP_REFUSED"}

// judge reads an answer; cause is why it has to be asked for again.
func judge(answer harness.Answer) (got sent, cause string) {
	code := answer.Code()
	switch {
	case answer.Status == 0:
		return sent{}, transportCause(string(answer.Body))
	case slices.Contains(mistakes, code):
		return sent{why: string(answer.Body)}, ""
	case code != "":
		return sent{}, code
	case answer.Status != http.StatusOK || len(answer.Errors) > 0:
		return sent{}, fmt.Sprint("HTTP ", answer.Status)
	}
	return payload(answer)
}

// transportCause is the kind of a failure below HTTP.
func transportCause(text string) string {
	for _, kind := range []string{"connection refused", "connection reset", "deadline exceeded", "context canceled", "EOF"} {
		if strings.Contains(text, kind) {
			return kind
		}
	}
	return text
}

// payload reads the one field of a mutation.
func payload(answer harness.Answer) (got sent, cause string) {
	var data map[string]struct {
		Settlement, Order *struct{ ID string }
		UserErrors        []struct{ Code string }
	}
	if err := json.Unmarshal(answer.Data, &data); err != nil || len(data) != 1 {
		return sent{}, "no data"
	}
	for _, field := range data {
		object := field.Settlement
		if object == nil {
			object = field.Order
		}
		if object == nil || object.ID == "" || len(field.UserErrors) > 0 {
			return sent{why: string(answer.Body)}, ""
		}
		got.id = object.ID
	}
	return got, ""
}

// counts are how often something happened.
type counts struct {
	lock sync.Mutex
	of   map[string]int
}

const countRepeated = "repeated"

func (c *counts) add(what string) {
	c.lock.Lock()
	defer c.lock.Unlock()
	if c.of == nil {
		c.of = map[string]int{}
	}
	c.of[what]++
}

// beginning gives the counts of what begins so, the most frequent first.
func (c *counts) beginning(prefix string) []string {
	c.lock.Lock()
	defer c.lock.Unlock()
	names := slices.SortedFunc(maps.Keys(c.of), func(a, b string) int { return c.of[b] - c.of[a] })
	var lines []string
	for _, name := range names {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%d %s", c.of[name], rest)))
		}
	}
	return lines
}
