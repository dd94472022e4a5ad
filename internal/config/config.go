package config

// Config is the whole config. A relative path in it is relative to the file's
// folder.
type Config struct {
	// Where HTTP requests are taken: address and port. Without an address
	// (":8080") the server can be reached from other machines; put a proxy with
	// HTTPS before it.
	Listen string `yaml:"listen" default:"127.0.0.1:8080"`
	// The address under which front ends and people reach this server; links to
	// files begin with it. If it is wrong, people's links to boletos lead
	// nowhere. Defaults to http:// and listen.
	PublicURL string `yaml:"public_url"`
	// Where /metrics is served, if not with everything else. Set it where listen
	// can be reached by others: metrics name the tenants.
	MetricsListen string `yaml:"metrics_listen"`
	// A folder with packs of your own, one folder each, watched for changes. A
	// pack here goes before an embedded one of the same name.
	Packs string `yaml:"packs"`
	// What is logged, to standard error.
	Log Log `yaml:"log"`
	// The Redis that several nodes share. Without it each node has its own cache
	// in memory.
	Redis Redis `yaml:"redis"`
	// The durable store.
	Store Store `yaml:"store"`
	// How what was handed in is carried to the ERPs.
	Ledger Ledger `yaml:"ledger"`
	// The secrets of ids, cache and links.
	Keys Keys `yaml:"keys"`
	// What one request may ask for.
	Limits Limits `yaml:"limits"`
	// How the server stops.
	Stop Stop `yaml:"stop"`
	// The providers that are served here, by their ids. An id is part of what
	// clients keep: never give it to another provider.
	Tenants map[string]*Tenant `yaml:"tenants"`

	// Sandbox is true for the config that holds without a file: the tenant's
	// ERP is the embedded one.
	Sandbox bool `yaml:"-"`
	// Warnings are for the log, at start: what is allowed but unwise.
	Warnings []string `yaml:"-"`

	source *source
}

// Log says what is logged.
type Log struct {
	// The least level of a line. "debug" also logs refusals that are the
	// clients' own matter.
	Level string `yaml:"level" default:"info" enum:"debug,info,warn,error"`
	// "json" for machines, "text" for people.
	Format string `yaml:"format" default:"json" enum:"json,text"`
}

// Redis is the shared cache.
type Redis struct {
	// The URL: redis://host:6379/0, or rediss:// with TLS. With a password in it
	// it is a secret and has to be referred to.
	URL Secret `yaml:"url"`
}

// Store is where what must survive is kept. One node uses SQLite, several
// PostgreSQL.
type Store struct {
	// Path of the SQLite file. One process may have it open. On a disk that lies
	// about fsync, payments can be lost with the power.
	SQLite string `yaml:"sqlite"`
	// The URL of a PostgreSQL database: postgres://user:password@host/database.
	Postgres Secret `yaml:"postgres"`
	// Whether serving brings the tables up to date after an update. With false, for
	// a user who may not change tables, an old schema is refused until somebody has
	// run `balcao migrate`.
	Migrate *bool `yaml:"migrate" default:"true"`
}

// Migrates tells whether serving brings the schema up to date.
func (s Store) Migrates() bool { return s.Migrate == nil || *s.Migrate }

// Keys are the secrets that this server makes ids and links with. All nodes
// have the same. Make each with: openssl rand -base64 32
type Keys struct {
	// For ids. Clients keep ids: with another key and without the previous one
	// all of theirs are unknown.
	IDs Rotation `yaml:"ids"`
	// For the names of cache entries. Another key empties the cache.
	Cache Rotation `yaml:"cache"`
	// For links to files. Without the previous key shared links end.
	Files Rotation `yaml:"files"`
}

// Limits are what one GraphQL request may ask for. What is too low refuses
// honest front ends; what is too high lets one client take the server's time
// from the others.
type Limits struct {
	// Bytes of a request's body.
	Body Size `yaml:"body" default:"256KB" min:"1KB" max:"4MB"`
	// Tokens of a GraphQL document.
	Tokens int `yaml:"tokens" default:"1000" min:"50" max:"20000"`
	// Levels of fields within each other.
	Depth int `yaml:"depth" default:"15" min:"3" max:"50"`
	// Complexity: one for a field, times the length of its lists.
	Complexity int `yaml:"complexity" default:"150000" min:"1000" max:"10000000"`
	// Time for answering. Front ends should wait a little longer.
	Time Duration `yaml:"time" default:"8s" min:"1s" max:"50s"`
}

// Stop says how the server ends when it is told to (SIGTERM).
type Stop struct {
	// How long requests are still taken after /readyz has begun to say no. Set
	// it to what your load balancer needs to notice.
	Drain Duration `yaml:"drain" default:"0s" max:"5m"`
	// How long requests under way may take after that before they are cut.
	Wait Duration `yaml:"wait" default:"20s" min:"1s" max:"5m"`
}
