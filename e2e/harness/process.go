package harness

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// startTime is how long a process may take to answer. It is generous: the race
// detector and two busy cores slow everything down.
const startTime = 60 * time.Second

// builds are the two ways the binary is built, each once for all tests.
var builds = map[bool]func() (string, error){
	true:  sync.OnceValues(func() (string, error) { return build("-race") }),
	false: sync.OnceValues(func() (string, error) { return build() }),
}

func build(flags ...string) (string, error) {
	dir, err := os.MkdirTemp("", "balcao-e2e-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "balcao")
	args := append(append([]string{"build"}, flags...), "-o", path, "balcao")
	out, err := exec.Command("go", args...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %v\n%s", err, out)
	}
	return path, nil
}

// Binary is the path of Balcão's binary with the race detector.
func Binary(t testing.TB) string { return binary(t, true) }

// TimedBinary is the path of the binary as operators run it, for what is timed.
func TimedBinary(t testing.TB) string { return binary(t, false) }

func binary(t testing.TB, race bool) string {
	t.Helper()
	path, err := builds[race]()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// Process is a running program whose output is kept.
type Process struct {
	cmd    *exec.Cmd
	output *buffer
	done   chan struct{}
}

// Start runs a program until the test ends. Env is added to the present one.
func Start(t testing.TB, dir string, env []string, name string, args ...string) *Process {
	t.Helper()
	return startAs(t, nil, dir, env, name, args...)
}

// startAs is [Start] as another user, if there is one. The program leads a
// process group of its own then, so that its children can be killed with it.
func startAs(t testing.TB, owner *syscall.Credential, dir string, env []string, name string, args ...string) *Process {
	t.Helper()
	p := &Process{cmd: exec.Command(name, args...), output: &buffer{}, done: make(chan struct{})}
	p.cmd.Dir, p.cmd.Env = dir, append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = p.output, p.output
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Credential: owner, Setpgid: owner != nil}
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	go func() { _ = p.cmd.Wait(); close(p.done) }()
	t.Cleanup(func() {
		p.Stop()
		if t.Failed() {
			t.Logf("output of %s %v:\n%s", filepath.Base(name), args, tail(p.Output(), 8000))
		}
	})
	return p
}

// Output is what the process has written so far.
func (p *Process) Output() string { return p.output.String() }

// Signal sends a signal.
func (p *Process) Signal(s syscall.Signal) { _ = p.cmd.Process.Signal(s) }

// Kill ends the process at once, as a power cut does.
func (p *Process) Kill() { p.Signal(syscall.SIGKILL); <-p.done }

// killGroup ends a process that leads a group, and its children with it.
func (p *Process) killGroup() { _ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL); <-p.done }

// Ended tells whether the process has ended, by itself or not.
func (p *Process) Ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// Stop asks the process to end and waits for it; after 20 s it is killed.
func (p *Process) Stop() {
	p.Signal(syscall.SIGCONT)
	p.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(20 * time.Second):
		p.Kill()
	}
}

// ExitCode is the code that the process ended with, after Stop or Kill.
func (p *Process) ExitCode() int { <-p.done; return p.cmd.ProcessState.ExitCode() }

// RSS is the process's resident memory in bytes.
func (p *Process) RSS(t testing.TB) int64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	var kb int64
	if _, after, ok := bytes.Cut(status, []byte("VmRSS:")); ok {
		_, _ = fmt.Sscan(string(after), &kb)
	}
	return kb << 10
}

// tick is the unit of CPU times in /proc, the same on every Linux that Go runs on.
const tick = 10 * time.Millisecond

// CPU is the time that the process has spent on processors so far, in steps of
// 10 ms.
func (p *Process) CPU(t testing.TB) time.Duration {
	t.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	// The program's name, in parentheses, may hold blanks; the times are fields 14 and 15.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	var user, system int64
	_, _ = fmt.Sscan(string(fields[11])+" "+string(fields[12]), &user, &system)
	return time.Duration(user+system) * tick
}

// FreeAddress is an address on the loopback that nobody listens on.
func FreeAddress(t testing.TB) string {
	t.Helper()
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", firstPort+rand.IntN(lastPort-firstPort))
		if l, err := net.Listen("tcp", address); err == nil {
			_ = l.Close()
			return address
		}
	}
	t.Fatal("no free port was found")
	return ""
}

// The ports of servers lie below those that Linux gives to outgoing connections:
// one of these would otherwise take a port between its being found and being
// listened on.
const firstPort, lastPort = 12_000, 32_000

// WaitFor waits until url answers 200, and fails if the process ends before.
func (p *Process) WaitFor(t testing.TB, url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), startTime)
	defer cancel()
	for {
		if answers(ctx, url) {
			return
		}
		select {
		case <-p.done:
			t.Fatalf("%s ended before it answered:\n%s", p.cmd.Path, tail(p.Output(), 8000))
		case <-ctx.Done():
			t.Fatalf("%s does not answer at %s:\n%s", p.cmd.Path, url, tail(p.Output(), 8000))
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func answers(ctx context.Context, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	return res.StatusCode == http.StatusOK
}

// buffer is a bytes.Buffer for a writer and readers at the same time.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func tail(s string, n int) string {
	if len(s) > n {
		return "…" + s[len(s)-n:]
	}
	return s
}
