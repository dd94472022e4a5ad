package erptest

import (
	"log/slog"
	"sync"
	"testing"

	"balcao/erp/automation"
	"balcao/erp/guard"
	"balcao/erp/packs"
)

// Connect makes a connection of an embedded pack, in São Paulo's zone. Its log
// is the test's, and it is closed when the test ends. Connections with the same
// store share their log-in; one with nil has its own.
func Connect(t *testing.T, pack string, settings map[string]string, sessions automation.SessionStore) *automation.Connection {
	t.Helper()
	return connect(t, pack, settings, sessions, guard.Security{})
}

// ConnectSecurely is [Connect] with a log-in of its own, to an ERP whose server is
// trusted in another way than by the system's authorities.
func ConnectSecurely(t *testing.T, pack string, settings map[string]string, security guard.Security) *automation.Connection {
	t.Helper()
	return connect(t, pack, settings, nil, security)
}

func connect(t *testing.T, pack string, settings map[string]string, sessions automation.SessionStore, security guard.Security) *automation.Connection {
	t.Helper()
	logger := slog.New(slog.NewTextHandler(t.Output(), nil))
	guarded, err := guard.New(guard.Options{Security: security, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	shared := Load(t, pack)
	connection, err := automation.NewConnection(automation.Options{
		Name: "erptest", Pack: func() *automation.Pack { return shared }, Settings: settings,
		Zone: saoPaulo(t), Guard: guarded, Sessions: sessions, Logger: logger,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(connection.Close)
	return connection
}

// loaded are the packs of this run by name: a pack does not change once it is
// loaded, and each takes some time.
var loaded sync.Map

// Load loads an embedded pack; a problem, a warning too, fails the test.
func Load(t *testing.T, name string) *automation.Pack {
	t.Helper()
	if pack, ok := loaded.Load(name); ok {
		return pack.(*automation.Pack)
	}
	files, ok := packs.FS(name)
	if !ok {
		t.Fatalf("there is no pack %q", name)
	}
	pack, problems := automation.Load(files, name, packs.FS)
	if len(problems) > 0 {
		t.Fatalf("the pack %q has problems:\n%s", name, problems)
	}
	loaded.Store(name, pack)
	return pack
}
