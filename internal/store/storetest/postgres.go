// Package storetest gives tests a real PostgreSQL: a private cluster in a
// folder of its own, reached by a Unix socket, gone when the test ends.
package storetest

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Cluster is a running PostgreSQL.
type Cluster struct {
	dir       string
	databases atomic.Int64
}

// StartPostgres starts a cluster and stops it when the test has ended. It
// fails the test where PostgreSQL is not installed.
func StartPostgres(t testing.TB) *Cluster {
	t.Helper()
	// A socket's path has at most 107 characters: t.TempDir may be too long.
	dir, err := os.MkdirTemp("/tmp", "balcao-pg")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	owner := serverUser(t)
	if err := os.Chown(dir, int(owner.Uid), int(owner.Gid)); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data")
	run(t, owner, dir, "initdb", "-D", data, "-U", "balcao", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	settings := "-F -c listen_addresses='' -c unix_socket_directories=" + dir + " -c max_connections=200"
	run(t, owner, dir, "pg_ctl", "-D", data, "-l", filepath.Join(dir, "log"), "-w", "-o", settings, "start")
	t.Cleanup(func() { run(t, owner, dir, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop") })
	return &Cluster{dir: dir}
}

// Database creates an empty database and returns its URL.
func (c *Cluster) Database(t testing.TB) string {
	t.Helper()
	db, err := sql.Open("pgx", c.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	name := fmt.Sprintf("test%d", c.databases.Add(1))
	if _, err := db.ExecContext(context.Background(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return c.url(name)
}

func (c *Cluster) url(database string) string {
	return fmt.Sprintf("postgres://balcao@/%s?host=%s", database, c.dir)
}

// serverUser is who runs the cluster: PostgreSQL refuses to run as root, so
// root hands over to the user that the Debian package makes.
func serverUser(t testing.TB) *syscall.Credential {
	t.Helper()
	if os.Getuid() != 0 {
		return &syscall.Credential{Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid()), NoSetGroups: true}
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Fatalf("%v; this test needs PostgreSQL: apt-get install postgresql", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func run(t testing.TB, owner *syscall.Credential, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(program(t, name), args...)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: owner}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// program finds a program of PostgreSQL, which Debian keeps out of the PATH.
func program(t testing.TB, name string) string {
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
