package automation

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/govalues/decimal"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// bound is a pack with a provider's settings: what runs need, never written to.
type bound struct {
	pack     *Pack
	settings map[string]any
	unfilled map[string]bool
	hosts    map[*Host]*url.URL
	sessions *sessions
}

func (c *Connection) bind(p *Pack) (*bound, error) {
	b := &bound{pack: p, settings: map[string]any{}, unfilled: map[string]bool{}, hosts: map[*Host]*url.URL{}}
	var problems []error
	for _, e := range p.CheckSettings(c.settings) {
		problems = append(problems, e)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	for _, s := range p.Settings {
		b.fill(s, c.settings[s.Name])
	}
	scope := value.NewScope(c.now, c.zone)
	scope.Set("settings", b.settings)
	for _, h := range p.Hosts {
		problems = append(problems, b.address(h, scope))
	}
	var err error
	b.sessions, err = newSessions(c, b, scope)
	return b, errors.Join(append(problems, err)...)
}

// SettingError is one thing wrong with what a provider filled in. It does not
// quote the value, which may be a password in the wrong field.
type SettingError struct {
	// Setting is the name that was filled in; Unknown is true if the pack has no
	// such setting.
	Setting string
	Unknown bool
	message string
}

// Error is for the operator.
func (e *SettingError) Error() string { return e.message }

// CheckSettings tells all that is wrong with settings, sorted by name. A setting
// that is not filled in is no error.
func (p *Pack) CheckSettings(settings map[string]string) []*SettingError {
	var problems []*SettingError
	names := slices.Collect(maps.Keys(settings))
	for _, s := range p.Settings {
		names = append(names, s.Name) // its default may be what it cannot have
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		s := p.Setting(name)
		if s == nil {
			problems = append(problems, &SettingError{name, true, fmt.Sprintf("the pack %s has no setting %q", p.Name, name)})
			continue
		}
		if text := s.filled(settings[name]); text != "" {
			if _, err := s.parse(text); err != nil {
				problems = append(problems, &SettingError{name, false, fmt.Sprintf("the setting %q (%s) %v", name, s.Label, err)})
			}
		}
	}
	return problems
}

// filled is what was filled in, or the pack's default.
func (s *Setting) filled(text string) string {
	if text == "" && s.Default != nil {
		return *s.Default
	}
	return text
}

// fill takes a value that has been checked.
func (b *bound) fill(s *Setting, text string) {
	text = s.filled(text)
	if text == "" {
		b.settings[s.Name] = nil
		b.unfilled[s.Name] = !s.Optional
		return
	}
	b.settings[s.Name], _ = s.parse(text)
}

// parse reads what the provider filled in. Its error does not quote it: it may
// be a password in the wrong field.
func (s *Setting) parse(text string) (any, error) {
	switch s.Type {
	case SettingNumber:
		return parseNumber(text)
	case SettingFlag:
		flag, err := strconv.ParseBool(text)
		if err != nil {
			return nil, errors.New("must be true or false")
		}
		return flag, nil
	case SettingChoice:
		if !slices.Contains(s.Choices, text) {
			return nil, fmt.Errorf("must be one of %s", namesOf(s.Choices))
		}
	case SettingURL:
		if _, err := address(text); err != nil {
			return nil, err
		}
	}
	return text, nil
}

// parseNumber reads digits with at most one point, exactly.
func parseNumber(text string) (any, error) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, nil
	}
	d, err := decimal.Parse(text)
	if err != nil || !plainDecimal.MatchString(text) {
		return nil, errors.New("must be a number, such as 12 or 0.5")
	}
	return d, nil
}

func (b *bound) address(h *Host, scope *value.Scope) error {
	if len(b.missing(h.Needs)) > 0 {
		return nil // the functions that use it are not available
	}
	text, err := h.URL.Eval(scope)
	if err != nil {
		return err
	}
	u, err := address(fmt.Sprint(text))
	if err != nil {
		return fmt.Errorf("%s: the address of the host %q %w", h.Pos, h.Name, err)
	}
	b.hosts[h] = u
	return nil
}

func address(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, errors.New(`must begin with "http://" or "https://" and a host`)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("must have no user, query or fragment")
	}
	return u, nil
}

func (b *bound) missing(needs []string) []string {
	var names []string
	for _, n := range needs {
		if b.unfilled[n] {
			names = append(names, n)
		}
	}
	return names
}

// unit is what runs a function, or a [erp.NotSupported] with the reason.
func (b *bound) unit(f *erp.Info) (*Unit, error) {
	u := b.pack.Functions[f.Name]
	if u == nil {
		if why, ok := b.pack.NotSupported[f.Name]; ok {
			return nil, unsupported(f, "%s: %s", b.pack.Title, why)
		}
		if f.From != nil {
			return b.unit(f.From)
		}
		return nil, unsupported(f, "the pack %s has no automation for it", b.pack.Name)
	}
	if missing := b.missing(u.Needs); len(missing) > 0 {
		return nil, unsupported(f, "fill in %s of the connection", namesOf(missing))
	}
	return u, nil
}

// total bounds a run. A person waits for a read; a write is worked off by the
// ledger, and cutting it short would leave its outcome unknown.
func (b *bound) total(effect erp.Effect) time.Duration {
	switch {
	case b.pack.Limits.Total > 0:
		return b.pack.Limits.Total
	case effect == erp.Write:
		return time.Minute
	}
	return 7 * time.Second
}
