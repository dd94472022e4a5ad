package files

import (
	"context"
	"sync"
	"time"

	"balcao/erp"
)

// slots bounds how many files each tenant's ERP is asked for at once. They are
// counted for each tenant, so that a slow ERP holds up no other's files; names
// of tenants come out of our own tokens only, so there are few.
type slots struct {
	each   int
	wait   time.Duration
	mu     sync.Mutex
	tenant map[string]chan struct{}
}

// take waits for a slot and returns how to give it back.
func (s *slots) take(ctx context.Context, tenant string) (release func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, s.wait)
	defer cancel()
	slot := s.of(tenant)
	select {
	case slot <- struct{}{}:
		return func() { <-slot }, nil
	case <-ctx.Done():
		return nil, &erp.Error{Kind: erp.Unavailable, Function: erp.GetBoletoPDF.Name, Detail: "too many files at once"}
	}
}

func (s *slots) of(tenant string) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	slot, ok := s.tenant[tenant]
	if !ok {
		slot = make(chan struct{}, s.each)
		s.tenant[tenant] = slot
	}
	return slot
}
