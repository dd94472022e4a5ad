package association

import (
	"context"
	"database/sql"
	"fmt"

	"balcao/internal/store"
)

// Store keeps the associations of all tenants. Every method is about one of
// them, and sees nothing of the others.
type Store struct{ db *store.Store }

// NewStore keeps them in this store.
func NewStore(db *store.Store) *Store { return &Store{db} }

// Find gives the associations of these local codes; what is not associated is
// not among them.
func (s *Store) Find(ctx context.Context, tenant string, kind Kind, localCodes ...string) (map[string]Association, error) {
	found := map[string]Association{}
	for _, code := range localCodes {
		if _, known := found[code]; known {
			continue
		}
		some, err := s.query(ctx, `tenant = $1 AND kind = $2 AND local_code = $3`, tenant, kind, code)
		if err != nil {
			return nil, err
		}
		for _, a := range some {
			found[code] = a
		}
	}
	return found, nil
}

// List gives all associations of a kind, by local code.
func (s *Store) List(ctx context.Context, tenant string, kind Kind) ([]Association, error) {
	return s.query(ctx, `tenant = $1 AND kind = $2`, tenant, kind)
}

// Put ties a local code to a record of the ERP, or to another one than before.
func (s *Store) Put(ctx context.Context, tenant string, a Association) error {
	return s.db.Write(ctx, func(tx *sql.Tx) error {
		_, err := insert(ctx, tx, tenant, a, `DO UPDATE SET code = excluded.code, name = excluded.name, updated_at = excluded.updated_at`)
		return err
	})
}

// Add ties local codes, all or none. Those that are tied already stay as they
// are; it returns the others.
func (s *Store) Add(ctx context.Context, tenant string, all []Association) (added []Association, err error) {
	err = s.db.Write(ctx, func(tx *sql.Tx) error {
		added = []Association{}
		for _, a := range all {
			isNew, err := insert(ctx, tx, tenant, a, `DO NOTHING`)
			if err != nil {
				return err
			}
			if isNew {
				added = append(added, a)
			}
		}
		return nil
	})
	return added, err
}

func insert(ctx context.Context, tx *sql.Tx, tenant string, a Association, onConflict string) (bool, error) {
	result, err := tx.ExecContext(ctx, `
		INSERT INTO association (tenant, kind, local_code, code, name, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant, kind, local_code) `+onConflict,
		tenant, a.Kind, a.LocalCode, a.Code, a.Name, store.Micros(a.UpdatedAt))
	if err != nil {
		return false, fmt.Errorf("association: writing: %w", err)
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// Delete unties a local code; one that is not tied is no error.
func (s *Store) Delete(ctx context.Context, tenant string, kind Kind, localCode string) error {
	return s.db.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM association WHERE tenant = $1 AND kind = $2 AND local_code = $3`, tenant, kind, localCode)
		if err != nil {
			return fmt.Errorf("association: deleting: %w", err)
		}
		return nil
	})
}

func (s *Store) query(ctx context.Context, where string, args ...any) ([]Association, error) {
	rows, err := s.db.Read().QueryContext(ctx, `SELECT kind, local_code, code, name, updated_at FROM association WHERE `+where+` ORDER BY local_code`, args...)
	if err != nil {
		return nil, fmt.Errorf("association: reading: %w", err)
	}
	defer func() { _ = rows.Close() }()
	all := []Association{}
	for rows.Next() {
		var a Association
		var updated int64
		if err := rows.Scan(&a.Kind, &a.LocalCode, &a.Code, &a.Name, &updated); err != nil {
			return nil, fmt.Errorf("association: reading: %w", err)
		}
		a.UpdatedAt = store.Instant(updated)
		all = append(all, a)
	}
	return all, rows.Err()
}
