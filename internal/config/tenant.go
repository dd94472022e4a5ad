package config

// Tenant is a provider that is served here.
type Tenant struct {
	// The provider's name, for people.
	Name string `yaml:"name"`
	// The zone in which its days begin and end (IANA). A wrong one dates
	// payments and due dates to the wrong day around midnight.
	TimeZone string `yaml:"time_zone" default:"America/Sao_Paulo"`
	// The languages of messages to its customers, the first by default.
	Languages []string `yaml:"languages" default:"pt-BR" enum:"pt-BR,en"`
	// Its ERP.
	Connection Connection `yaml:"connection"`
	// Which of its invoices can be paid at its front ends (regras de cobrança).
	// What has been paid is registered all the same.
	Charging Charging `yaml:"charging"`
	// How its orders go into the ERP.
	Ordering Ordering `yaml:"ordering"`
	// How payments are registered that are not exactly what was asked for.
	Settlements Settlements `yaml:"settlements"`
	// How many trust unlocks (desbloqueios de confiança) one contract may have in
	// a calendar month, for an ERP that does not count them; 0 leaves it to the ERP.
	UnlocksPerMonth int `yaml:"unlocks_per_month" max:"31"`
	// Whether customers may change their own names.
	AllowNameChange bool `yaml:"allow_name_change"`
	// Its front ends, by name. Names stand in logs and metrics.
	Clients map[string]*Client `yaml:"clients"`
}

// Settlements are the rules on payments that have been taken already.
type Settlements struct {
	// Whether a payment of less than is due is registered as a part, where the
	// pack can. Otherwise a person has to look at it.
	Partial *bool `yaml:"partial" default:"true"`
}

// SendsPartial tells whether a payment of a part is registered.
func (s Settlements) SendsPartial() bool { return s.Partial == nil || *s.Partial }

// Charging are the rules on which invoices are offered for payment. Without any
// all are that can be paid.
type Charging struct {
	// Keeps back invoices due later than so many days from today; 0 none.
	DaysAhead int `yaml:"days_ahead" max:"3660"`
	// Keeps back invoices overdue for more than so many days; 0 none.
	DaysOverdue int `yaml:"days_overdue" max:"36600"`
	// Keeps back invoices with less than this to be paid: "5.00"
	LeastAmount string `yaml:"least_amount" pattern:"^[0-9]{1,9}\\.[0-9]{2}$" want:"an amount with two places, as in \"5.00\""`
	// Codes of the companies (empresas) in the ERP whose invoices are offered;
	// all of them if there are none. Invoices without a company are offered.
	Companies []string `yaml:"companies"`
}

// Connection is a tenant's ERP: a pack and what to fill into it.
type Connection struct {
	// The pack: one of `balcao packs`, or of the folder packs.
	Pack string `yaml:"pack"`
	// What the pack's settings are set to, by their names in the pack.
	Settings map[string]Setting `yaml:"settings"`
	// Whether the ERP is asked at all. False during its maintenance: reads are
	// refused at once, payments are kept for a person.
	Active *bool `yaml:"active" default:"true"`
	// Trust any server that answers. Whoever is on the way can then read and
	// change everything: prefer pin or ca_file.
	InsecureTLS bool `yaml:"insecure_tls"`
	// PEM file of the authorities to trust instead of the system's.
	CAFile string `yaml:"ca_file"`
	// Base64 of the SHA-256 of the server's public key, for servers with a
	// certificate of their own.
	Pin string `yaml:"pin" pattern:"^[A-Za-z0-9+/]{43}=$" want:"the base64 of a SHA-256: 44 characters"`
	// What the ERP is burdened with, instead of what the pack says.
	Limits ConnectionLimits `yaml:"limits"`
}

// IsActive tells whether the ERP may be asked.
func (c Connection) IsActive() bool { return c.Active == nil || *c.Active }

// ConnectionLimits go before the pack's; 0 leaves it to the pack.
type ConnectionLimits struct {
	// Requests to the ERP at once. Too many slow a small ERP for its own users.
	AtOnce int `yaml:"at_once" max:"200"`
	// Requests that may start in any minute.
	PerMinute int `yaml:"per_minute" max:"100000"`
	// Time for one request.
	Timeout Duration `yaml:"timeout" max:"2m"`
}

// Client is a front end of a tenant.
type Client struct {
	// What it is; rights are given to kinds.
	Kind string `yaml:"kind" enum:"site,app,totem,payments,admin"`
	// Hashes of its keys, as `balcao key` prints them. Several let a key be
	// replaced without a gap.
	Keys []string `yaml:"keys" pattern:"^sha256:[0-9a-f]{64}$" want:"the hash of a key, sha256: and 64 lower-case hexadecimal digits, never the key itself"`
	// True for a server side that makes sure itself who the person is. Only such
	// a client sees and changes people's contacts: never set it for a key that is
	// shipped to browsers or telephones.
	OnBehalf bool `yaml:"on_behalf"`
	// The web origins whose pages may use its keys: https://www.example.com.br
	Origins []string `yaml:"origins"`
	// Whether it may see the ERP's own link to a boleto.
	ExternalLinks bool `yaml:"external_links"`
}
