package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// mostGrouped bounds the transactions that are committed together.
const mostGrouped = 128

// errClosed is said of what comes after [Store.Close].
var errClosed = errors.New("store: closed")

// Group is [Store.Write] for short transactions of which many wait at once. On
// SQLite, where a commit is a wait for the disk, those that wait are committed
// together; each is undone alone if it fails. The statements of fn must not be
// cancelled half-way: that would undo those of others.
func (s *Store) Group(ctx context.Context, fn func(context.Context, *sql.Tx) error) error {
	if s.group == nil {
		return s.Write(ctx, func(tx *sql.Tx) error { return guarded(ctx, fn, tx) })
	}
	return s.group.do(ctx, fn)
}

// grouping is a goroutine that owns the writing of one SQLite file.
type grouping struct {
	store *Store
	queue chan *grouped
	quit  chan struct{}
	once  sync.Once
	done  chan struct{}
}

// grouped is one transaction among others.
type grouped struct {
	ctx  context.Context
	fn   func(context.Context, *sql.Tx) error
	err  error
	done chan struct{}
}

func newGrouping(s *Store) *grouping {
	g := &grouping{store: s, queue: make(chan *grouped, mostGrouped), quit: make(chan struct{}), done: make(chan struct{})}
	go g.run()
	return g
}

func (g *grouping) do(ctx context.Context, fn func(context.Context, *sql.Tx) error) error {
	one := &grouped{ctx: ctx, fn: fn, done: make(chan struct{})}
	select {
	case g.queue <- one:
	case <-g.quit:
		return errClosed
	case <-ctx.Done():
		return fmt.Errorf("store: %w", ctx.Err())
	}
	select {
	case <-one.done:
		return one.err
	case <-g.done:
		// It may have been the last one of all.
		select {
		case <-one.done:
			return one.err
		default:
			return errClosed
		}
	}
}

func (g *grouping) close() {
	g.once.Do(func() { close(g.quit) })
	<-g.done
}

func (g *grouping) run() {
	defer close(g.done)
	for {
		select {
		case first := <-g.queue:
			g.commit(g.waiting(first))
		case <-g.quit:
			return
		}
	}
}

// waiting takes what waits already. Nobody is waited for: under load those who
// come during one commit are the next group.
func (g *grouping) waiting(first *grouped) []*grouped {
	group := []*grouped{first}
	for len(group) < mostGrouped {
		select {
		case next := <-g.queue:
			group = append(group, next)
		default:
			return group
		}
	}
	return group
}

// commit runs a group in one transaction. If that cannot be committed none of
// them is, and each is told so.
func (g *grouping) commit(group []*grouped) {
	defer func() {
		for _, one := range group {
			close(one.done)
		}
	}()
	err := g.store.Write(context.Background(), func(tx *sql.Tx) error {
		for _, one := range group {
			if err := one.run(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		return
	}
	for _, one := range group {
		if one.err == nil {
			one.err = err
		}
	}
}

// run runs one of a group within a savepoint. Its error is that of the whole
// transaction, which then cannot go on.
func (o *grouped) run(tx *sql.Tx) error {
	if o.err = o.ctx.Err(); o.err != nil {
		return nil
	}
	if _, err := tx.Exec("SAVEPOINT one"); err != nil {
		return err
	}
	if o.err = guarded(context.WithoutCancel(o.ctx), o.fn, tx); o.err != nil {
		if _, err := tx.Exec("ROLLBACK TO one"); err != nil {
			return err
		}
	}
	_, err := tx.Exec("RELEASE one")
	return err
}

// guarded keeps a panic of one transaction from being the end of all.
func guarded(ctx context.Context, fn func(context.Context, *sql.Tx) error, tx *sql.Tx) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("store: a transaction panicked: %T", thrown)
		}
	}()
	return fn(ctx, tx)
}
