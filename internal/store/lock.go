package store

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// fileLock keeps a second server away from a SQLite file: two would each hold
// leases and generations that the other does not know. Readers such as a
// backup do not take it.
type fileLock struct{ f *os.File }

// lockFile takes the lock or fails at once. The kernel releases it when the
// process ends, however it ends, so the file that stays behind means nothing.
func lockFile(path string) (*fileLock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return &fileLock{f}, nil
	}
	_ = f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("store: %s is held by another running server; stop it, or give this one a store of its own (for several nodes use PostgreSQL)", path)
	}
	return nil, fmt.Errorf("store: locking %s: %w", path, err)
}

func (l *fileLock) release() error { return l.f.Close() }
