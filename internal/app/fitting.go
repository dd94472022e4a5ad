package app

import (
	"context"
	"errors"
	"maps"
	"slices"

	"balcao/erp/automation"
	"balcao/internal/config"
)

// checkConnections compares what the config says of all tenants' ERPs with the
// packs, so that all mistakes are told at once. A tenant that is switched off
// needs no pack.
func (a *App) checkConnections(context.Context) error {
	faults := a.cfg.Faults()
	broken := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(a.cfg.Tenants)) {
		if c := a.cfg.Tenants[id].Connection; c.IsActive() && !broken[c.Pack] {
			pack, _ := a.fitting(faults, id, c)
			broken[c.Pack] = pack == nil && slices.Contains(a.packs.names(), c.Pack) // its mistakes are told once
		}
	}
	return faults.Err()
}

// fitted is a connection's pack and what is filled into it, if they fit.
func (a *App) fitted(id string, c config.Connection) (func() *automation.Pack, map[string]string, error) {
	faults := a.cfg.Faults()
	pack, settings := a.fitting(faults, id, c)
	return pack, settings, faults.Err()
}

// fitting reports what does not fit; pack is nil if there is none to be used.
func (a *App) fitting(faults *config.Faults, id string, c config.Connection) (pack func() *automation.Pack, settings map[string]string) {
	pack, err := a.packs.get(c.Pack)
	switch {
	case errors.Is(err, errNoPack):
		faults.UnknownPack(id, c.Pack, a.packs.names())
		return nil, nil
	case err != nil:
		faults.Pack(id, err)
		return nil, nil
	}
	settings = map[string]string{}
	for name, s := range c.Settings {
		settings[name] = s.Reveal()
	}
	fitSettings(faults, id, pack(), c, settings)
	return pack, settings
}

// fitSettings reports settings that the pack does not know, that have a value
// they cannot have, and secrets that stand in the config itself: files are
// copied, printed and committed.
func fitSettings(faults *config.Faults, id string, pack *automation.Pack, c config.Connection, settings map[string]string) {
	var known []string
	for _, s := range pack.Settings {
		known = append(known, s.Name)
		value, there := c.Settings[s.Name]
		if err := value.CheckSecret(); there && s.Type == automation.SettingSecret && err != nil {
			faults.Setting(id, s.Name, err)
		}
	}
	for _, e := range pack.CheckSettings(settings) {
		if e.Unknown {
			faults.UnknownSetting(id, e.Setting, e, known)
		} else {
			faults.Setting(id, e.Setting, e)
		}
	}
}
