package main

import (
	"context"
	"testing"

	"balcao/erp/standin/unknown"
)

func TestServeEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := serve(ctx, "127.0.0.1:0", unknown.Options{}); err != nil {
		t.Errorf("ended with %v", err)
	}
	if err := serve(t.Context(), "127.0.0.1:none", unknown.Options{}); err == nil {
		t.Error("served an address that is none")
	}
}
