package scaffold

import "strings"

// login is one way in which ERPs let callers in.
type login struct {
	name, about string
	// settings and hosts are YAML, with session where there is one; exchanges is
	// what an example begins with.
	settings, hosts string
	example         string
	header          string
}

const address = "  url: {type: url, label: Address of the ERP, example: \"https://erp.example\"}\n"

// logins are in the order in which they are met.
var logins = []*login{
	{
		name: "header", about: "a fixed token in a header",
		settings: address + "  token: {type: secret, label: Token of the API}\n",
		hosts: `hosts:
  api:
    url: $(settings.url)                        # and what all paths begin with: $(settings.url)/api/v1
    headers: {Authorization: Bearer $(settings.token)}
`,
		example: `settings: {url: "https://erp.example", token: secret}`, header: `{Authorization: Bearer secret}`,
	},
	{
		name: "basic", about: "user and password with every call (HTTP Basic)",
		settings: address + "  user: {label: User of the API}\n  password: {type: secret, label: Password of that user}\n",
		hosts: `hosts:
  api:
    url: $(settings.url)
    headers: {Authorization: "$(basic(settings.user, settings.password))"}
`,
		example: `settings: {url: "https://erp.example", user: balcao, password: secret}`, header: `{Authorization: Basic YmFsY2FvOnNlY3JldA==}`,
	},
	{
		name: "body", about: "a token in the query of every call, and in the body of those that have one",
		settings: address + "  token: {type: secret, label: Token of the API}\n  app: {label: Name of the application that the token is for}\n",
		hosts: `hosts:
  api:
    url: $(settings.url)
    query: {token: $(settings.token), app: $(settings.app)}
    json: {token: $(settings.token), app: $(settings.app)}
`,
		example: `settings: {url: "https://erp.example", token: secret, app: balcao}`,
	},
	{
		name: "oauth", about: "OAuth 2 with user and password (grant_type password): a token for some time",
		settings: address + "  client_id: {label: Client id}\n  client_secret: {type: secret, label: Client secret}\n" +
			"  user: {label: User of the API}\n  password: {type: secret, label: Password of that user}\n",
		hosts: `hosts:
  api:
    url: $(settings.url)
    headers: {Authorization: Bearer $(session.token)}
  door: {url: $(settings.url)}                  # the same address, without the token: for the log-in

session:
  steps:
    login:
      host: door
      post: /oauth/token
      form:
        grant_type: password
        client_id: $(settings.client_id)
        client_secret: $(settings.client_secret)
        username: $(settings.user)
        password: $(settings.password)
  output:
    token: login.access_token
  expires: login.expires_in                     # a number counts seconds from now
`,
		example: `settings: {url: "https://erp.example", client_id: "1", client_secret: secret, user: balcao, password: secret}`,
		header:  `{Authorization: Bearer t-1}`,
	},
	{
		name: "jwt", about: "a log-in whose answer holds a token (JWT), sent in a header",
		settings: address + "  user: {label: User of the API}\n  password: {type: secret, label: Password of that user}\n",
		hosts: `hosts:
  api:
    url: $(settings.url)
    headers: {Authorization: Bearer $(session.token)}
  door: {url: $(settings.url)}                  # the same address, without the token: for the log-in

session:
  steps:
    login:
      host: door
      post: /login
      json: {user: $(settings.user), password: $(settings.password)}
  output:
    token: first_of(login.token, login.access_token)
  expires: first_of(login.expires_in, 3600)     # seconds from now, or an instant: instant(login.exp, "unix")
`,
		example: `settings: {url: "https://erp.example", user: balcao, password: secret}`, header: `{Authorization: Bearer t-1}`,
	},
}

// Logins are the names of the variants.
func Logins() []string {
	list := make([]string, len(logins))
	for i, l := range logins {
		list[i] = l.name
	}
	return list
}

func loginOf(name string) *login {
	for _, l := range logins {
		if l.name == name {
			return l
		}
	}
	return nil
}

// commented are lines that say nothing yet.
func commented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimRight("# "+line, " "))
	}
	return b.String()
}

func packFile(name string, chosen *login) string {
	var b strings.Builder
	b.WriteString(modeline("", "pack"))
	b.WriteString("# What is true of every call to this ERP. `balcao lint FOLDER` checks the pack, `balcao explain FUNCTION` tells what a\n" +
		"# function has to do, docs/tutorial.md shows a whole pack in 15 minutes.\n")
	b.WriteString("pack: " + name + "\ntitle: " + name + "                                  # the ERP's name for people\nlanguage: 1\n\n")
	b.WriteString("# What each provider fills in. type: text (without one), secret, url, number, flag, choice. Codes of an install (accounts,\n" +
		"# departments) belong here too; `pick: PART` offers what the ERP lists.\nsettings:\n" + chosen.settings + "\n")
	b.WriteString("# How calls are let in: " + chosen.about + ".\n" + chosen.hosts + "\n")
	for _, l := range logins {
		if l != chosen {
			b.WriteString("# Instead, " + l.about + ":\n#\n# settings:\n" + commented(l.settings) + commented(l.hosts) + "\n")
		}
	}
	b.WriteString(rest)
	return b.String()
}

const rest = `# How this ERP says no. Tried from top to bottom, the first that holds decides; 401, 403 and 5xx are known without, another 4xx is refused.
# answers:
#   - unauthenticated: answer.error == "invalid_token"
#   - empty: status == 404 or answer.total == 0
#   - refused: answer.success == false
#     message: $(answer.message)

# How this ERP writes money, days and instants; several where it does: [YYYY-MM-DD, DD/MM/YYYY].
formats:
  money: "1234.56"                              # or "1234,56", "1.234,56", "R$ 1.234,56", number
  date: YYYY-MM-DD                              # or DD/MM/YYYY
  instant: YYYY-MM-DDThh:mm:ssZ                 # or YYYY-MM-DD hh:mm:ss, unix
#   yes: [S, true]                              # more words for yes and no
#   no: [N, false]

# The ERP's codes in the words of the contract; used as tables.invoice_status[it.status].
# tables:
#   invoice_status: {A: OPEN, P: PARTIALLY_PAID, R: PAID, C: CANCELLED}

# How much this ERP stands.
limits: {at_once: 4, timeout: 20s}
#   per_minute: 60
#   total: 30s
#   answer_size: 16MB

# How a payment is recognised when the invoice is read back: reference (ours comes back in payments), amount_and_date, or none.
# And how long after a request without answer the ERP may still apply it.
# evidence: reference
# settles_within: 1m
# partial_payments: false                       # if less than all cannot be paid

# What this ERP cannot do, with the reason; front ends see it. Remove the function's .yaml.todo with it.
# not_supported:
#   list_resellers: the API has no list of resellers
`

func exampleFile(l *login) string {
	header := ""
	if l.header != "" {
		header = "    headers: " + l.header + "\n"
	}
	return modeline("../", "example") + `# An example is a test: what a function is given, what the ERP answers, what must come out. ` + "`balcao test`" + ` plays them all,
# without the ERP. Write them from the manual, or let ` + "`balcao try … --record`" + ` make them of a real answer.
# To use this one: move it to examples/get_customer/found.yaml.
function: get_customer
about: A customer who is found.
now: 2026-11-24T10:00:00-03:00
` + l.example + `
input: {document: "52998224725"}
exchanges:                                      # in any order; a request that is not listed fails, and one that is never made
  - get: /PATH
` + header + `    query: {document: "52998224725"}            # what has to be there; more may be
    answer:
      json: [{name: Maria da Silva, active: true}]
output: {document: "52998224725", name: Maria da Silva, active: true}
# or, for one who is not found: answer: {json: []}, and then  error: {kind: not_found}
`
}
