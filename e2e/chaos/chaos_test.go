// Package chaos is the proof that no payment is lost and none is made twice,
// whatever dies on the way: clients that retry as front ends do, an ERP that fails
// in every way it can, and nodes, Redis and PostgreSQL that are killed and frozen
// meanwhile. In the end the clients' own journals are compared with the ERP's books.
//
// Start reading at run below; plan_test.go says who pays what, client_test.go and
// send_test.go how it is handed in, monkey_test.go what is broken, reckoning_test.go
// what must be true in the end. `go test` runs the short form, `make chaos` the long
// one; every number of it is a flag.
package chaos_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// form is how much is done and broken in one run.
type form struct {
	postgres            bool
	system              func(*testing.T) system
	nodes, clients      int
	settlements, orders int
	kills, freezes      int // of nodes
	redis, databases    int // stops
	// load is over how long the clients' work and the disasters are spread.
	load time.Duration
	// attention is the share of settlements that may need a person in the end.
	attention float64
	seed      uint64
	// late is how long after the cut the ERP applies what it applies late.
	late time.Duration
	// race builds the nodes with the race detector.
	race bool
}

var (
	long        = flag.Bool("long", false, "the long form: `make chaos`")
	database    = flag.String("database", "both", "postgres, sqlite or both")
	nodes       = flag.Int("nodes", 0, "nodes on PostgreSQL; SQLite has one")
	clients     = flag.Int("clients", 0, "clients that pay and order")
	settlements = flag.Int("settlements", 0, "settlements that are handed in")
	orders      = flag.Int("orders", 0, "orders that are handed in")
	kills       = flag.Int("kills", 0, "nodes that are killed")
	freezes     = flag.Int("freezes", 0, "nodes that are frozen for longer than a lease")
	redisStops  = flag.Int("redis", 0, "how often Redis is killed")
	pgStops     = flag.Int("databases", 0, "how often PostgreSQL is killed")
	load        = flag.Duration("load", 0, "over how long all this is spread")
	late        = flag.Duration("late", 7*time.Second, "how long after a cut a write is applied late")
	seed        = flag.Uint64("seed", 0, "of all choices; 0 for another each time")
)

func short() form {
	return form{nodes: 2, clients: 16, settlements: 200, orders: 50, kills: 3, freezes: 1, redis: 1, databases: 1,
		load: 15 * time.Second, attention: 0.05, race: true}
}

func full() form {
	return form{nodes: 3, clients: 16, settlements: 2000, orders: 500, kills: 20, freezes: 5, redis: 5, databases: 5,
		load: 3 * time.Minute, attention: 0.02}
}

// asked is the form that the flags ask for.
func asked(postgres bool) form {
	f := short()
	if *long {
		f = full()
	}
	f.postgres, f.seed, f.late, f.system = postgres, *seed, *late, onSandbox
	for flag, number := range map[*int]*int{nodes: &f.nodes, clients: &f.clients, settlements: &f.settlements, orders: &f.orders,
		kills: &f.kills, freezes: &f.freezes, redisStops: &f.redis, pgStops: &f.databases} {
		if *flag > 0 {
			*number = *flag
		}
	}
	if *load > 0 {
		f.load = *load
	}
	if f.seed == 0 {
		f.seed = rand.Uint64()
	}
	if !postgres {
		f.nodes, f.databases = 1, 0
	}
	return f
}

func TestChaosOnPostgreSQL(t *testing.T) {
	if *database == "sqlite" {
		return
	}
	alone(t)
	run(t, asked(true))
}

func TestChaosOnSQLite(t *testing.T) {
	if *database == "postgres" {
		return
	}
	alone(t)
	run(t, asked(false))
}

// TestChaosOverIXC pays invoices of an ERP that keeps no references: a payment is
// known by its amount and day alone.
func TestChaosOverIXC(t *testing.T) {
	alone(t)
	f := asked(*long && *database != "sqlite")
	f.system = onIXC
	f.race = false // its pack asks thrice as much, and the others look for races
	run(t, f)
}

// alone lets the short forms run side by side: most of their time is waiting.
func alone(t *testing.T) {
	if !*long {
		t.Parallel()
	}
}

// quietTime is how long after the faults have stopped a row may be open.
const quietTime = 90 * time.Second

func run(t *testing.T, f form) {
	t.Logf("seed %d", f.seed)
	folder := t.TempDir()
	w := build(t, f, folder)
	plan := w.plan(t)
	w.erp.spoil(t, f)
	// Who has not been heard by the end of this time never will be. A busy machine
	// takes longer than the load is planned for.
	ctx, cancel := context.WithTimeout(t.Context(), 2*f.load+2*quietTime)
	defer cancel()
	done := make(chan struct{})
	go func() { defer close(done); w.work(ctx, folder, plan) }()
	w.disasters(t, done)
	w.erp.calm(t)
	quiet := w.waitUntilQuiet(t)
	journals, err := readJournals(filepath.Join(folder, "*.journal"))
	if err != nil {
		t.Fatal(err)
	}
	found := reckoning{form: f, journals: journals, books: w.erp.books(t), ends: w.ends(t, journals), rows: w.rows(t)}.judge()
	found.violations = append(found.violations, w.unsound()...)
	if quiet > quietTime {
		found.violations = append(found.violations, "rows were still open "+quietTime.String()+" after the faults had stopped")
	}
	t.Log("\n" + found.table(w, quiet))
	for _, v := range found.violations {
		t.Error(v)
	}
	for _, trail := range w.trails(t, found.suspects) {
		t.Log(trail)
	}
}

// work lets the clients do what is planned, each its own part.
func (w *world) work(ctx context.Context, folder string, plan []task) {
	var group sync.WaitGroup
	began := time.Now()
	for n := range w.form.clients {
		c := newClient(w, n, filepath.Join(folder, clientName(n)+".journal"))
		group.Go(func() {
			for at := n; at < len(plan); at += w.form.clients {
				c.waitUntil(ctx, began.Add(w.form.load*time.Duration(at)/time.Duration(len(plan))))
				c.do(ctx, plan[at])
			}
			c.end(ctx)
		})
	}
	group.Wait()
}
