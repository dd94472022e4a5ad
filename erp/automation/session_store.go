package automation

import (
	"context"
	"sync"
	"time"
)

// SessionStore keeps ERP log-ins, shared by the nodes of an install where it is
// Redis. Its values are secrets.
type SessionStore interface {
	// Get gives what is stored under a key, nil if nothing is or its time is
	// over.
	Get(ctx context.Context, key string) ([]byte, error)
	// Put stores a value for a time.
	Put(ctx context.Context, key string, value []byte, expires time.Duration) error
	// Delete removes a value; it is no error if there is none.
	Delete(ctx context.Context, key string) error
}

// MemorySessions is the [SessionStore] of a single process.
type MemorySessions struct {
	mu      sync.Mutex
	entries map[string]memorySession
}

type memorySession struct {
	value []byte
	until time.Time
}

// NewMemorySessions makes an empty store. It holds one entry per connection.
func NewMemorySessions() *MemorySessions {
	return &MemorySessions{entries: map[string]memorySession{}}
}

// Get implements [SessionStore].
func (m *MemorySessions) Get(_ context.Context, key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.entries[key]
	if !ok || !time.Now().Before(e.until) {
		delete(m.entries, key)
		return nil, nil
	}
	return e.value, nil
}

// Put implements [SessionStore].
func (m *MemorySessions) Put(_ context.Context, key string, value []byte, expires time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries[key] = memorySession{value, time.Now().Add(expires)}
	return nil
}

// Delete implements [SessionStore].
func (m *MemorySessions) Delete(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.entries, key)
	return nil
}
