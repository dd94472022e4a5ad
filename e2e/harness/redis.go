package harness

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Redis is a real redis-server with data of its own.
type Redis struct {
	Process *Process
	Address string
	dir     string
}

// StartRedis starts a redis-server that saves only when it is told to.
func StartRedis(t testing.TB) *Redis {
	t.Helper()
	r := &Redis{Address: FreeAddress(t), dir: t.TempDir()}
	r.start(t)
	return r
}

func (r *Redis) start(t testing.TB) {
	t.Helper()
	host, port, _ := net.SplitHostPort(r.Address)
	r.Process = Start(t, r.dir, nil, "redis-server", "--bind", host, "--port", port, "--dir", r.dir, "--save", "", "--appendonly", "no")
	deadline := time.Now().Add(startTime)
	for {
		if c, err := net.Dial("tcp", r.Address); err == nil {
			c.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("redis-server does not answer:\n%s", r.Process.Output())
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// URL is the server's address as Balcão's config takes it.
func (r *Redis) URL() string { return "redis://" + r.Address + "/0" }

// Command sends one inline command and gives the first bytes of its answer.
func (r *Redis) Command(t testing.TB, line string) string {
	t.Helper()
	c, err := net.Dial("tcp", r.Address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := c.Write([]byte(line + "\r\n")); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 64<<10)
	n, err := c.Read(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer[:n])
}

// Save writes the present data to the dump file and gives the file's bytes.
func (r *Redis) Save(t testing.TB) []byte {
	t.Helper()
	r.Command(t, "SAVE")
	dump, err := os.ReadFile(filepath.Join(r.dir, "dump.rdb"))
	if err != nil {
		t.Fatal(err)
	}
	return dump
}

// Freeze stops the server without closing its connections; Thaw lets it go on.
func (r *Redis) Freeze() { r.Process.Signal(syscall.SIGSTOP) }

// Thaw lets a frozen server go on.
func (r *Redis) Thaw() { r.Process.Signal(syscall.SIGCONT) }

// Kill ends the server at once.
func (r *Redis) Kill() { r.Process.Kill() }

// Restart starts the server again, from its last dump file.
func (r *Redis) Restart(t testing.TB) { t.Helper(); r.start(t) }
