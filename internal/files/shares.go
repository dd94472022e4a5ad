package files

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"balcao/erp"
	"balcao/internal/store"
)

// LongestShare is the longest time that a share link may work.
const LongestShare = 30 * 24 * time.Hour

var (
	// ErrNoShare means that this tenant has no such share; it may have expired
	// and been deleted.
	ErrNoShare = errors.New("no such share")
	// errRevoked means that the share was ended before its time.
	errRevoked = errors.New("the share was revoked")
)

// Share is a link that works for days.
type Share struct {
	// ID is for revoking it; it does not open the file.
	ID string
	// URL opens the file.
	URL string
	// ExpiresAt is when the link ends, in UTC, to the second.
	ExpiresAt time.Time
}

// Shares keeps the share links of all tenants.
type Shares struct {
	store  *store.Store
	signer *Signer
}

// NewShares keeps them in this store.
func NewShares(s *store.Store, signer *Signer) *Shares { return &Shares{store: s, signer: signer} }

// Create makes a link for a boleto, in the name of a client. It also deletes
// the rows of links that have expired: their tokens say so themselves.
func (s *Shares) Create(ctx context.Context, tenant, client string, in erp.BoletoInput, lifetime time.Duration, now time.Time) (Share, error) {
	if lifetime <= 0 || lifetime > LongestShare {
		return Share{}, fmt.Errorf("files: a share lasts up to %v, not %v", LongestShare, lifetime)
	}
	expires := now.Add(lifetime).UTC().Truncate(time.Second)
	id := rand.Text()
	err := s.store.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM share WHERE expires_at < $1`, store.Micros(now)); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			INSERT INTO share (id, tenant, boleto, created_by, created_at, expires_at)
			VALUES ($1, $2, $3, $4, $5, $6)`,
			id, tenant, s.signer.seal(tenant, in), client, store.Micros(now), store.Micros(expires))
		return err
	})
	if err != nil {
		return Share{}, fmt.Errorf("files: creating a share: %w", err)
	}
	return Share{ID: id, URL: s.signer.shareURL(tenant, id, expires), ExpiresAt: expires}, nil
}

// Revoke ends a link on all nodes at once. Revoking twice is no error; a share
// of another tenant is [ErrNoShare].
func (s *Shares) Revoke(ctx context.Context, tenant, id string, now time.Time) error {
	return s.store.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `
			UPDATE share SET revoked_at = COALESCE(revoked_at, $1) WHERE id = $2 AND tenant = $3`,
			store.Micros(now), id, tenant)
		if err != nil {
			return fmt.Errorf("files: revoking a share: %w", err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(ErrNoShare, err)
		}
		return nil
	})
}

// find gives the boleto of a share. The error is [ErrNoShare], errRevoked or
// the store's.
func (s *Shares) find(ctx context.Context, tenant, id string) (erp.BoletoInput, error) {
	var sealed string
	var revoked sql.NullInt64
	err := s.store.Read().QueryRowContext(ctx, `SELECT boleto, revoked_at FROM share WHERE id = $1 AND tenant = $2`, id, tenant).
		Scan(&sealed, &revoked)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return erp.BoletoInput{}, ErrNoShare
	case err != nil:
		return erp.BoletoInput{}, fmt.Errorf("files: reading a share: %w", err)
	case revoked.Valid:
		return erp.BoletoInput{}, errRevoked
	}
	return s.signer.unseal(tenant, sealed)
}
