package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"balcao/erp/sandbox"
	"balcao/internal/association"
	"balcao/internal/config"
	"balcao/internal/web/playground"
)

// startSandbox starts the embedded ERP where there is no config, on a port of
// the loopback that nobody else knows the token of, and fills its address into
// the sandbox tenant's settings.
func (a *App) startSandbox(ctx context.Context) error {
	if !a.cfg.Sandbox {
		return nil
	}
	token := rand.Text()
	erp, err := sandbox.Open(ctx, sandbox.Options{Token: token, Now: a.opts.Now, Logger: a.opts.Logger})
	if err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	a.closing(erp.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("sandbox: %w", err)
	}
	server := &http.Server{Handler: erp.Handler(), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	a.closing(func() error {
		_ = server.Close()
		if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	settings := a.cfg.Tenants[config.SandboxTenant].Connection.Settings
	settings["url"] = config.NewSetting("http://" + listener.Addr().String())
	settings["token"] = config.NewSetting(token)
	return nil
}

// associateSandbox sells all that the sandbox's ERP lists under the ERP's own
// codes, so that an order can be tried at once.
func (a *App) associateSandbox(ctx context.Context) error {
	if !a.cfg.Sandbox {
		return nil
	}
	for _, kind := range association.Kinds {
		records, err := association.Records(ctx, a.tenants[config.SandboxTenant].pipe, kind)
		if err != nil {
			return fmt.Errorf("sandbox: %w", err)
		}
		if _, err := a.associations.Add(ctx, config.SandboxTenant, association.Own(kind, records, a.opts.Now())); err != nil {
			return fmt.Errorf("sandbox: %w", err)
		}
	}
	return nil
}

// greet tells a person at the terminal where to look.
func (a *App) greet(address net.Addr) {
	out := a.opts.Stdout
	fmt.Fprintf(out, "Balcão serves GraphQL at http://%s/graphql and the playground at http://%s/playground\n", address, address)
	if !a.cfg.Sandbox {
		return
	}
	fmt.Fprint(out, "\nThis is the sandbox: a made-up provider with made-up customers, such as 529.982.247-25.\nIts client keys, which work here only:\n\n")
	for _, client := range []string{"site", "app", "totem", "payments", "admin"} {
		fmt.Fprintf(out, "    %s\n", config.DemoKeys[client])
	}
	fmt.Fprint(out, "\n")
}

func (a *App) playgroundOptions() playground.Options {
	o := playground.Options{Examples: examples}
	if a.cfg.Sandbox {
		o.DefaultKey = config.DemoKeys["admin"]
	}
	return o
}
