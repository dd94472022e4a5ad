package transport_test

import (
	"testing"

	"balcao/graph/transport/audits"
)

func TestPassesTheAudits(t *testing.T) {
	t.Parallel()
	audits.Run(t, serve(t).URL, nil)
}

func TestServesClients(t *testing.T) {
	t.Parallel()
	audits.Clients(t, serve(t).URL)
}
