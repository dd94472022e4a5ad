package transport_test

import (
	"testing"
	"time"

	"balcao/graph/transport"
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

func TestServesSubscribers(t *testing.T) {
	t.Parallel()
	shortLived := serveSubscriptions(t, &transport.Subscriptions{MaxAge: time.Second})
	audits.Subscriptions(t, serveSubscriptions(t, &transport.Subscriptions{}).URL, shortLived.URL)
}
