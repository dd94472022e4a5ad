package bench_test

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"balcao/e2e/harness"
)

// settles is how long after an answer its values may still be on their way to
// Redis; they are written behind the reader's back.
const settles = 300 * time.Millisecond

// commands counts what Redis is asked, by the command's name. What scripts do
// within the server is no round trip and does not count; nor do the greeting of
// a new connection and the ping by which a node sees each second whether Redis
// lives.
type commands struct {
	mu     sync.Mutex
	counts map[string]int
}

// watch counts with MONITOR until the benchmark ends.
func watch(b *testing.B, r *harness.Redis) *commands {
	b.Helper()
	conn, err := net.Dial("tcp", r.Address)
	if err != nil {
		b.Fatal(err)
	}
	c := &commands{counts: map[string]int{}}
	lines := bufio.NewScanner(conn)
	lines.Buffer(nil, 16<<20) // a fill holds whole values
	if _, err := conn.Write([]byte("MONITOR\r\n")); err != nil || !lines.Scan() {
		b.Fatal("no MONITOR: ", err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for lines.Scan() {
			c.note(lines.Text())
		}
	}()
	b.Cleanup(func() { conn.Close(); <-ended })
	return c
}

// note takes a line such as
//
//	1700000000.123456 [0 127.0.0.1:40000] "evalsha" …
func (c *commands) note(line string) {
	_, rest, _ := strings.Cut(line, "[")
	from, rest, _ := strings.Cut(rest, "] \"")
	name, _, _ := strings.Cut(rest, "\"")
	name = strings.ToLower(name)
	if strings.HasSuffix(from, " lua") || name == "ping" || name == "hello" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counts[name]++
}

// sum waits for what is under way and gives all commands so far.
func (c *commands) sum() float64 {
	time.Sleep(settles)
	c.mu.Lock()
	defer c.mu.Unlock()
	all := 0
	for _, n := range c.counts {
		all += n
	}
	return float64(all)
}

// coldRounds, each with new nodes: fifty at a time, the sandbox's customers are
// soon at an end.
const coldRounds = 3

// BenchmarkRedisOnACold tells what a shared cache costs those who find nothing
// in it.
func BenchmarkRedisOnACold(b *testing.B) {
	sandbox, redis := harness.StartSandbox(b), harness.StartRedis(b)
	config := harness.Config(sandbox)
	config.Timed = true
	without := &coldKind{config: config}
	config.Redis = redis.URL()
	with := &coldKind{config: config}
	for _, size := range []int{1, 50} {
		without.sample, with.sample = sample{}, sample{}
		for range coldRounds {
			compareCold(b, chunks(b, sandbox, size), without, with)
		}
		name := fmt.Sprintf("invoices_of_%d/", size)
		row(b, name+"without", metric{without.median(), "ms"})
		row(b, name+"with", metric{with.median(), "ms"}, metric{with.median() - without.median(), "ms-more"},
			metric{float64(with.lost()), "sessions-lost"})
	}
	countLevels(b, with, chunks(b, sandbox, 10), redis)
}

// coldKind is a config with what its node took.
type coldKind struct {
	config harness.Options
	node   *harness.Node
	sample
}

// begin starts a node, for which all is cold: whoever connects to Redis voids
// what was there.
func (k *coldKind) begin(b *testing.B) {
	k.node = harness.StartNode(b, k.config)
	questionFor(b, k.node, nameQuery, map[string]any{"d": maria}).ask(b) // opens connections
	time.Sleep(settles)
}

// lost counts the sessions with Redis that ended because Redis was too slow.
func (k *coldKind) lost() int {
	return strings.Count(k.node.Process.Output(), "session with Redis is over")
}

// compareCold asks new nodes of each kind for each group once, in turns.
func compareCold(b *testing.B, groups [][]string, kinds ...*coldKind) {
	for _, k := range kinds {
		k.begin(b)
	}
	for _, group := range groups {
		for _, k := range kinds {
			k.ask(b, k.node, questionFor(b, k.node, customersQuery, map[string]any{"d": group}), 1)
		}
	}
}

// countLevels counts what Redis is asked for a level, of which each group has
// two: customers and their invoices.
func countLevels(b *testing.B, k *coldKind, groups [][]string, redis *harness.Redis) {
	k.begin(b)
	seen := watch(b, redis)
	for _, group := range groups {
		questionFor(b, k.node, customersQuery, map[string]any{"d": group}).ask(b)
	}
	row(b, "counted", metric{seen.sum() / float64(2*len(groups)), "redis-commands/level"},
		metric{float64(k.lost()), "sessions-lost"})
}
