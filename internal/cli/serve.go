package cli

import (
	"errors"
	"log/slog"

	"balcao/internal/app"
	"balcao/internal/config"
	"balcao/internal/telemetry"
)

// configFlag is shared by the commands that need a config.
type configFlag struct {
	Config string `help:"The config file. Without one: a sandbox." type:"path" env:"BALCAO_CONFIG" placeholder:"FILE"`
}

// load reads the config and makes the logger it asks for.
func (c configFlag) load(e *environment) (*config.Config, *slog.Logger, error) {
	cfg, err := config.Load(c.Config, e.environ)
	if err != nil {
		return nil, nil, err
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.Log.Level)); err != nil {
		return nil, nil, err
	}
	return cfg, telemetry.NewLogger(e.stderr, level, telemetry.Format(cfg.Log.Format)), nil
}

// terminalLogger is for commands without a config of their own.
func terminalLogger(e *environment) *slog.Logger {
	return telemetry.NewLogger(e.stderr, slog.LevelWarn, telemetry.Text)
}

type serveCommand struct {
	configFlag
}

// Run serves until it is interrupted.
func (c serveCommand) Run(e *environment) error {
	cfg, logger, err := c.load(e)
	if err != nil {
		return err
	}
	a, err := app.New(e.ctx, cfg, app.Options{Version: version(), Stdout: e.stdout, Logger: logger})
	if err != nil {
		return err
	}
	return errors.Join(a.Run(e.ctx), a.Close())
}
