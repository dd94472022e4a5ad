package ledger

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// meter are the ledger's metrics. What stands in the table is counted when the
// metrics are asked for; it is the same on every node.
type meter struct {
	ledger   *Ledger
	attempts *prometheus.CounterVec
	evidence *prometheus.CounterVec
	notices  *prometheus.CounterVec
	rows     *prometheus.Desc
	age      *prometheus.Desc
}

func newMeter(l *Ledger, registerer prometheus.Registerer) *meter {
	m := &meter{
		ledger: l,
		attempts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "balcao_ledger_attempts_total",
			Help: "Attempts of this node, by the state that they ended in; not_sent is one that provably reached nobody.",
		}, []string{"tenant", "function", "state"}),
		evidence: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "balcao_ledger_evidence_total", Help: "Settlements that this node has confirmed, by what proved them.",
		}, []string{"tenant", "evidence"}),
		notices: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "balcao_ledger_notices_total", Help: "Requests of this node to the webhook, by event; the outcome is delivered or failed.",
		}, []string{"event", "outcome"}),
		rows: prometheus.NewDesc("balcao_ledger_rows", "Writes that are not at their end, by state and reason, on all nodes.",
			[]string{"tenant", "function", "state", "reason"}, nil),
		age: prometheus.NewDesc("balcao_ledger_oldest_unsent_payment_seconds", "Age of the oldest settlement that is ACCEPTED, SENDING or UNKNOWN; 0 if there is none.",
			[]string{"tenant"}, nil),
	}
	if registerer != nil {
		registerer.MustRegister(m.attempts, m.evidence, m.notices, m)
	}
	return m
}

func (m *meter) attempted(r *Row, o Outcome, err error) {
	state := string(o.State)
	if err != nil {
		state = "not_sent"
	}
	m.attempts.WithLabelValues(r.Tenant, r.Function.Name, state).Inc()
	if err == nil && o.State == Confirmed && r.record.settlement {
		m.evidence.WithLabelValues(r.Tenant, string(o.Evidence)).Inc()
	}
}

func (m *meter) noticed(event string, err error) {
	outcome := "delivered"
	if err != nil {
		outcome = "failed"
	}
	m.notices.WithLabelValues(event, outcome).Inc()
}

// Describe implements [prometheus.Collector].
func (m *meter) Describe(to chan<- *prometheus.Desc) { to <- m.rows; to <- m.age }

// collectTime bounds what a scrape may ask of the database.
const collectTime = 2 * time.Second

// Collect implements [prometheus.Collector]. If the database is away there are
// no such metrics, which is what an alert on their absence is for.
func (m *meter) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), collectTime)
	defer cancel()
	counts, err := m.ledger.Count(ctx)
	if err != nil {
		m.ledger.logger.Warn("ledger: rows could not be counted", "error", err)
		return
	}
	oldest := map[string]time.Duration{}
	for _, tenant := range m.ledger.served() {
		oldest[tenant] = 0
	}
	for _, c := range counts {
		to <- prometheus.MustNewConstMetric(m.rows, prometheus.GaugeValue, float64(c.Rows), c.Tenant, c.Function, string(c.State), string(c.Reason))
		if c.isPayment() && c.State.IsOpen() {
			oldest[c.Tenant] = max(oldest[c.Tenant], c.Oldest)
		}
	}
	for tenant, age := range oldest {
		to <- prometheus.MustNewConstMetric(m.age, prometheus.GaugeValue, age.Seconds(), tenant)
	}
}

// Count is how many rows of a kind are not at their end.
type Count struct {
	Tenant, Function string
	State            State
	Reason           Reason
	Rows             int
	// Oldest is the age of the oldest of them.
	Oldest time.Duration
}

func (c Count) isPayment() bool { return c.Function == "settle_boleto" }

const countOpen = `SELECT tenant, function, state, reason, count(*), %s - min(created_at) FROM write
WHERE state NOT IN ('CONFIRMED', 'REFUSED', 'CLOSED', 'REVERSED') GROUP BY tenant, function, state, reason`

// Count counts what is not at its end, of all tenants.
func (l *Ledger) Count(ctx context.Context) ([]Count, error) {
	rows, err := l.store.Read().QueryContext(ctx, l.sql(countOpen))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []Count
	for rows.Next() {
		var c Count
		var age int64
		if err := rows.Scan(&c.Tenant, &c.Function, &c.State, &c.Reason, &c.Rows, &age); err != nil {
			return nil, err
		}
		c.Oldest = time.Duration(age) * time.Microsecond
		list = append(list, c)
	}
	return list, rows.Err()
}

func (l *Ledger) served() []string {
	l.mu.RLock()
	defer l.mu.RUnlock()
	var ids []string
	for id := range l.tenants {
		ids = append(ids, id)
	}
	return ids
}
