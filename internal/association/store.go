package association

import (
	"context"
	"database/sql"
	"fmt"
	"time"

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

// Put ties local codes to records of the ERP, all or none. A local code that is
// tied already is tied anew.
func (s *Store) Put(ctx context.Context, tenant string, now time.Time, all ...Association) error {
	return s.insert(ctx, tenant, now, all, `DO UPDATE SET code = excluded.code, name = excluded.name, updated_at = excluded.updated_at`)
}

// Add ties local codes that are not tied yet; the others stay as they are.
func (s *Store) Add(ctx context.Context, tenant string, now time.Time, all ...Association) error {
	return s.insert(ctx, tenant, now, all, `DO NOTHING`)
}

func (s *Store) insert(ctx context.Context, tenant string, now time.Time, all []Association, onConflict string) error {
	statement := `INSERT INTO association (tenant, kind, local_code, code, name, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant, kind, local_code) ` + onConflict
	return s.db.Write(ctx, func(tx *sql.Tx) error {
		for _, a := range all {
			if _, err := tx.ExecContext(ctx, statement, tenant, a.Kind, a.LocalCode, a.Code, a.Name, store.Micros(now)); err != nil {
				return fmt.Errorf("association: writing: %w", err)
			}
		}
		return nil
	})
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
