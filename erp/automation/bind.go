package automation

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"

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
	problems := b.unknown(c.settings)
	for _, s := range p.Settings {
		problems = append(problems, b.fill(s, c.settings[s.Name]))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
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

func (b *bound) unknown(settings map[string]string) []error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if b.pack.Setting(name) == nil {
			problems = append(problems, fmt.Errorf("the pack %s has no setting %q", b.pack.Name, name))
		}
	}
	return problems
}

func (b *bound) fill(s *Setting, text string) error {
	if text == "" && s.Default != nil {
		text = *s.Default
	}
	if text == "" {
		b.settings[s.Name] = nil
		b.unfilled[s.Name] = !s.Optional
		return nil
	}
	v, err := s.parse(text)
	if err != nil {
		return fmt.Errorf("the setting %q (%s) %w", s.Name, s.Label, err)
	}
	b.settings[s.Name] = v
	return nil
}

// parse reads what the provider filled in. Its error does not quote it: it may
// be a password in the wrong field.
func (s *Setting) parse(text string) (any, error) {
	switch s.Type {
	case SettingNumber:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, errors.New("must be a whole number")
		}
		return n, nil
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
