package config

import "time"

// Ledger says how what was handed in (settlements, orders, leads, tickets) is
// carried to the ERPs.
type Ledger struct {
	// This node's name in the audit trail; letters, digits, "-", "_" and ".".
	// Left out, the host's name and the process's number.
	Node string `yaml:"node" pattern:"^[A-Za-z0-9._-]{1,60}$" want:"up to 60 letters, digits, \"-\", \"_\" and \".\""`
	// How long one attempt may take. When a node dies, others wait for as long
	// before they go on with what it had begun.
	Lease Duration `yaml:"lease" default:"75s" min:"3s" max:"10m"`
	// The pause before the second attempt; it doubles from there on.
	FirstRetry Duration `yaml:"first_retry" default:"1s" min:"100ms" max:"1m"`
	// The longest pause between two attempts.
	LongestRetry Duration `yaml:"longest_retry" default:"5m" min:"1s" max:"1h"`
	// After how long without success a person has to look at it.
	GiveUp Duration `yaml:"give_up" default:"72h" min:"1m" max:"720h"`
	// For how long an unanswered write is looked for where the pack has no
	// settles_within, before a person has to look at it.
	Patience Duration `yaml:"patience" default:"15m" min:"1s" max:"24h"`
	// How long a mutation waits for what becomes of it. Front ends ask again later.
	Wait Duration `yaml:"wait" default:"3s" min:"100ms" max:"7s"`
	// How often it is seen to that nothing was forgotten.
	Sweep Duration `yaml:"sweep" default:"10s" min:"1s" max:"10m"`
	// For how many days contents and audit trail are kept of what has ended. Keys
	// are kept for ever: a payment never counts twice.
	KeepDays int `yaml:"keep_days" default:"400" min:"30" max:"3660"`
	// Attempts of this node at once, of all tenants.
	AtOnce int `yaml:"at_once" default:"64" min:"1" max:"1000"`
	// The time of the day, in each tenant's zone, at which the payments that were
	// confirmed the day before are compared with the ERP; "off" for never.
	ReconcileAt string `yaml:"reconcile_at" default:"04:00" pattern:"^(([01][0-9]|2[0-3]):[0-5][0-9]|off)$" want:"a time of the day, as in \"04:00\", or \"off\""`
	// Who is told of what needs a person.
	Webhook Webhook `yaml:"webhook"`
}

// Reconciles is the time of the day at which payments are compared with the ERP,
// since midnight; false for never.
func (l Ledger) Reconciles() (time.Duration, bool) {
	at, err := time.Parse("15:04", l.ReconcileAt)
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute, err == nil
}

// Webhook is an address that is told, by POST, when a write needs a person's
// attention and when payments stay unsent for long.
type Webhook struct {
	// The address. With a secret in it it has to be referred to. Left out, nobody
	// is told.
	URL Secret `yaml:"url"`
	// The secret that requests are signed with (HMAC-SHA-256, in the header
	// Balcao-Signature): at least 32 random characters. Needed with an address.
	Secret Secret `yaml:"secret"`
	// The age of a payment that the ERP does not have yet from which on it is told of.
	Age Duration `yaml:"age" default:"15m" min:"1s" max:"72h"`
}
