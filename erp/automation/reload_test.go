package automation_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp/automation"
)

// lines is a log that several goroutines write to.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) { l.mu.Lock(); defer l.mu.Unlock(); return l.b.Write(p) }
func (l *lines) String() string              { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }

// eventually asks again and again, for five seconds at most.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range 500 {
		if done() {
			return
		}
		<-tick.C
	}
	t.Fatalf("it never came about that %s", what)
}

// save replaces a file as editors do: by a new one of the same name.
func save(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path+"~", []byte(strings.TrimLeft(text, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+"~", path); err != nil {
		t.Fatal(err)
	}
}

func watcher(t *testing.T, log io.Writer) *automation.Watcher {
	t.Helper()
	w, err := automation.NewWatcher(slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

// A file that changes all the time keeps nobody else's pack from being read.
func TestFoldersAreReadEachForItself(t *testing.T) {
	t.Parallel()
	dir, log := t.TempDir(), &lines{}
	w := watcher(t, log)
	var sources []*automation.Source
	for _, name := range []string{"quiet", "quiet-2", "restless"} {
		folder := filepath.Join(dir, name)
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		save(t, folder, "pack.yaml", packYAML)
		save(t, folder, "get_customer.yaml", getCustomer)
		s, err := w.Source(folder, name, nil)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, s)
	}
	former := sources[0].Pack().Fingerprint
	save(t, filepath.Join(dir, "quiet"), "get_customer.yaml", strings.Replace(getCustomer, "person.name", "person.other", 1))
	eventually(t, "the edited pack takes effect", func() bool {
		save(t, filepath.Join(dir, "restless"), "note.txt", time.Now().String())
		return sources[0].Pack().Fingerprint != former
	})
	if text := log.String(); strings.Contains(text, "pack=quiet-2") || strings.Contains(text, "pack=restless") {
		t.Errorf("others were read: %s", text)
	}
}

func TestEditedPacksTakeEffectOnlyWhenTheyAreGood(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"people": []any{object{"name": "old", "other": "new", "active": true}}}))
	dir, log := t.TempDir(), &lines{}
	save(t, dir, "pack.yaml", packYAML)
	save(t, dir, "get_customer.yaml", getCustomer)
	source, err := watcher(t, log).Source(dir, "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	c := connect(t, source.Pack(), server.URL, func(o *automation.Options) { o.Pack = source.Pack })
	name := func() string {
		got, _, err := customer(t, c, maria)
		if err != nil {
			t.Fatal(err)
		}
		return got.Name
	}
	if name() != "old" {
		t.Fatal("the pack does not work")
	}
	former := source.Pack().Fingerprint

	save(t, dir, "get_customer.yaml", strings.Replace(getCustomer, "name: person.name", "name: persn.name", 1))
	eventually(t, "the mistake is logged", func() bool { return strings.Contains(log.String(), "persn") })
	if text := log.String(); !strings.Contains(text, "test/get_customer.yaml:7:9") || !strings.Contains(text, "^^^^^") {
		t.Errorf("the log does not show the place: %s", text)
	}
	if name() != "old" || source.Pack().Fingerprint != former {
		t.Error("a pack with a mistake took effect")
	}

	save(t, dir, "get_customer.yaml", strings.Replace(getCustomer, "name: person.name", "name: person.other", 1))
	eventually(t, "the good pack takes effect", func() bool { return source.Pack().Fingerprint != former })
	if name() != "new" {
		t.Error("the connection still runs the former pack")
	}
}

func TestARunEndsWithThePackItBeganWith(t *testing.T) {
	t.Parallel()
	arrived, gate := make(chan struct{}), make(chan struct{})
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/first" {
			close(arrived)
			<-gate
		}
		reply(w, object{"name": r.URL.Path, "active": true})
	})
	version := func(second string) *automation.Pack {
		return load(t, files{"get_customer.yaml": "steps:\n  one: {get: /first}\n  two: {get: " + second + ", if: one.active}\noutput: {name: two.name, active: two.active}\n"})
	}
	var pack atomic.Pointer[automation.Pack]
	pack.Store(version("/former"))
	c := connect(t, pack.Load(), server.URL, func(o *automation.Options) { o.Pack = pack.Load })
	go func() {
		<-arrived
		pack.Store(version("/edited"))
		close(gate)
	}()
	if got, _, err := customer(t, c, maria); err != nil || got.Name != "/former" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAPackThatNoLongerFitsTheSettingsIsNotTaken(t *testing.T) {
	t.Parallel()
	server := serve(t, answer(object{"people": []any{object{"name": "Maria", "active": true}}}))
	pack := load(t, files{"get_customer.yaml": getCustomer})
	c := connect(t, pack, server.URL, func(o *automation.Options) { o.Pack = func() *automation.Pack { return pack } })
	former := pack
	pack = load(t, files{"pack.yaml": strings.Replace(strings.Replace(packYAML, "url: {type", "address: {type", 1), "settings.url", "settings.address", 1), "get_customer.yaml": getCustomer})
	if _, _, err := customer(t, c, maria); err != nil || c.Pack() != former {
		t.Errorf("%v", err)
	}
}

func TestABrokenPackIsNoSource(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	save(t, dir, "pack.yaml", "pack: test\nbroken: [")
	if _, err := watcher(t, io.Discard).Source(dir, "test", nil); err == nil || !strings.Contains(err.Error(), "test/pack.yaml:") {
		t.Errorf("error %v", err)
	}
}
