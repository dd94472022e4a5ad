package cli

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"balcao/internal/config"
)

// connectionFlags name an ERP: a tenant of a config, or a pack and what is filled
// into it.
type connectionFlags struct {
	configFlag
	Pack   string            `help:"An ERP that no config names: the pack, by its name or as a folder." placeholder:"NAME"`
	Set    map[string]string `help:"With --pack, a setting: url=https://erp.example, token=env:ERP_TOKEN, token=file:/path." mapsep:"none" placeholder:"NAME=VALUE"`
	Pin    string            `help:"With --pack, the server's key to trust, as balcao check prints it."`
	CAFile string            `help:"With --pack, the authorities to trust." type:"path"`
}

// target is the config of the ERP: the one that is named, or one made of the
// flags.
func (c connectionFlags) target(e *environment, tenant string) (*config.Config, *slog.Logger, error) {
	if c.Pack == "" {
		if len(c.Set) > 0 || c.Pin != "" || c.CAFile != "" {
			return nil, nil, errors.New("--set, --pin and --ca-file go with --pack: a tenant's stand in the config")
		}
		return c.load(e)
	}
	if tenant != "" {
		return nil, nil, errors.New("either a tenant of the config or --pack")
	}
	cfg := config.Sandbox()
	cfg.Sandbox = false
	connection := &cfg.Tenants[config.SandboxTenant].Connection
	connection.Pin, connection.CAFile = c.Pin, c.CAFile
	if connection.Pack = c.Pack; isPackFolder(c.Pack) {
		cfg.Packs, connection.Pack = folderAndName(c.Pack)
	}
	for name, text := range c.Set {
		setting, err := config.FlagSetting(text, e.environ)
		if err != nil {
			return nil, nil, fmt.Errorf("--set %s: %w", name, err)
		}
		connection.Settings[name] = setting
	}
	return cfg, terminalLogger(e), nil
}

// isPackFolder is true for a folder that has a pack.yaml.
func isPackFolder(path string) bool {
	info, err := os.Stat(filepath.Join(path, "pack.yaml"))
	return err == nil && !info.IsDir()
}

// folderAndName are where a folder stands and what it is called there; "." has no
// name of its own.
func folderAndName(path string) (folder, name string) {
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	return filepath.Dir(path), filepath.Base(path)
}

// explained adds what helps at a command line to an error of the config.
func (c connectionFlags) explained(err error) error {
	if errors.Is(err, config.ErrLiteral) && c.Pack != "" {
		return fmt.Errorf("%w. On the command line: --set NAME=env:VARIABLE or NAME=file:/path", err)
	}
	return err
}
