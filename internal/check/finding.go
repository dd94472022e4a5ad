package check

import "time"

// Verdict is what was found of one step or function.
type Verdict string

const (
	// Works: it answers as it should.
	Works Verdict = "works"
	// Slow: it answers as it should, and takes longer than people wait.
	Slow Verdict = "slow"
	// NotSupported: the connection's pack or settings leave it out.
	NotSupported Verdict = "not supported"
	// Unprotected: there is no TLS, as the address says.
	Unprotected Verdict = "unprotected"
	// NotAsked: it was left out of the check, for the reason in the detail.
	NotAsked Verdict = "not asked"
	// Missing: the server does not know the path.
	Missing Verdict = "missing"
	// Deviates: it answers, but not as documented.
	Deviates Verdict = "not as documented"
	// Refused: the server says no.
	Refused Verdict = "refused"
	// Fails: there is no answer.
	Fails Verdict = "fails"
)

// IsSound tells the verdicts that need nobody's attention.
func (v Verdict) IsSound() bool {
	switch v {
	case Missing, Deviates, Refused, Fails:
		return false
	}
	return true
}

// The stages of a check, in their order.
const (
	StageDNS   = "dns"
	StageTCP   = "tcp"
	StageTLS   = "tls"
	StageLogIn = "log-in"
	// StagePermission is a function that the ERP knows and does not let this
	// connection call.
	StagePermission = "permission"
	StageRead       = "read"
	StageWrite      = "write"
)

// Finding is one line of a check. It holds no personal data and no secret.
type Finding struct {
	Stage string
	// What is a host, with its port, or a function.
	What    string
	Verdict Verdict
	// Took is zero where nothing was sent.
	Took time.Duration
	// Detail says what happened, Advice what to do; both may be empty.
	Detail, Advice string
}
