package harness

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// Postgres is a real PostgreSQL with data of its own, reached by a Unix socket.
// What it has committed is on disk (fsync is on): it may be killed.
type Postgres struct {
	Process *Process
	// URL of its only database, for the variable that [PostgresStore] names.
	URL   string
	dir   string
	owner *syscall.Credential
}

// PostgresStore is the "store" of nodes that are started with the environment
// of [Postgres.Env].
var PostgresStore = map[string]any{"postgres": map[string]string{"env": "PG_URL"}}

// Env is what a node on [PostgresStore] needs in its environment.
func (p *Postgres) Env() string { return "PG_URL=" + p.URL }

// StartPostgres makes a cluster and starts it.
func StartPostgres(t testing.TB) *Postgres {
	t.Helper()
	// A socket's path has at most 107 characters: t.TempDir may be too long.
	dir, err := os.MkdirTemp("/tmp", "balcao-pg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	p := &Postgres{dir: dir, owner: serverUser(t), URL: fmt.Sprintf("postgres://balcao@/postgres?host=%s", dir)}
	if err := os.Chown(dir, int(p.owner.Uid), int(p.owner.Gid)); err != nil {
		t.Fatal(err)
	}
	p.run(t, "initdb", "-D", p.data(), "-U", "balcao", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	p.Restart(t)
	return p
}

func (p *Postgres) data() string { return filepath.Join(p.dir, "data") }

// Kill ends the server and all its backends at once.
func (p *Postgres) Kill() { p.Process.killGroup() }

// Restart starts the server again and waits until it takes connections.
func (p *Postgres) Restart(t testing.TB) {
	t.Helper()
	p.Process = startAs(t, p.owner, p.dir, nil, postgresProgram(t, "postgres"), "-D", p.data(),
		"-c", "listen_addresses=", "-c", "unix_socket_directories="+p.dir, "-c", "max_connections=200")
	deadline := time.Now().Add(startTime)
	for !p.isReady(t) {
		if p.Process.Ended() || time.Now().After(deadline) {
			t.Fatalf("PostgreSQL does not answer:\n%s", p.Process.Output())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (p *Postgres) isReady(t testing.TB) bool {
	t.Helper()
	return exec.Command(postgresProgram(t, "pg_isready"), "-q", "-h", p.dir, "-U", "balcao", "-d", "postgres").Run() == nil
}

func (p *Postgres) run(t testing.TB, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(postgresProgram(t, name), args...)
	cmd.Dir, cmd.SysProcAttr = p.dir, &syscall.SysProcAttr{Credential: p.owner}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// serverUser is who runs the cluster: PostgreSQL refuses to run as root, so
// root hands over to the user that the Debian package makes.
func serverUser(t testing.TB) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return &syscall.Credential{Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid()), NoSetGroups: true}
	}
	postgres, err := user.Lookup("postgres")
	if err != nil {
		t.Fatalf("%v; this test needs PostgreSQL: apt-get install postgresql", err)
	}
	uid, uidErr := strconv.ParseUint(postgres.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(postgres.Gid, 10, 32)
	if uidErr != nil || gidErr != nil {
		t.Fatalf("the user postgres has no numbers: %v %v", uidErr, gidErr)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// postgresProgram finds a program of PostgreSQL, which Debian keeps out of the PATH.
func postgresProgram(t testing.TB, name string) string {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err == nil && len(found) > 0 {
		return found[len(found)-1]
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%v; this test needs PostgreSQL: apt-get install postgresql", err)
	}
	return path
}
