package automation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"balcao/erp"
	"balcao/erp/guard"
)

// RunExample plays an example: the function runs against a server that answers
// as the example says. The error tells all that differs: what came out, requests
// that are not listed, and listed ones that were not made.
func RunExample(ctx context.Context, p *Pack, e *Example) error {
	f := erp.Function(e.Function)
	if f == nil {
		return fmt.Errorf("%s: there is no function %q", e.Pos, e.Function)
	}
	inputs, err := e.inputs(f)
	if err != nil {
		return fmt.Errorf("%s: %w", e.Pos, err)
	}
	written := &script{exchanges: e.Exchanges, used: make([]bool, len(e.Exchanges))}
	stage, err := openStage(written)
	if err != nil {
		return err
	}
	results, err := e.play(ctx, p, f, inputs, stage)
	stage.close()
	if err != nil {
		return fmt.Errorf("%s: %w", e.Pos, err)
	}
	problems := append([]error{e.compare(results)}, written.problems()...)
	if err := errors.Join(problems...); err != nil {
		return fmt.Errorf("%s: %w", e.Pos, err)
	}
	return nil
}

// unpaced spares examples the waiting that a pack's per_minute asks for.
const unpaced = 1_000_000

// inputs are one, or those of a batch.
func (e *Example) inputs(f *erp.Info) ([]erp.Input, error) {
	list, many := e.Input.([]any)
	if !many {
		list = []any{e.Input}
	}
	inputs := make([]erp.Input, len(list))
	for i, v := range list {
		in, err := ParseInput(f, v)
		if err != nil {
			return nil, err
		}
		inputs[i] = in
	}
	return inputs, nil
}

func (e *Example) play(ctx context.Context, p *Pack, f *erp.Info, inputs []erp.Input, stage *stage) ([]erp.Result, error) {
	quiet := slog.New(slog.DiscardHandler)
	g, err := guard.New(guard.Options{Limits: guard.Limits{PerMinute: unpaced}, Logger: quiet})
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		return nil, err
	}
	now := time.Now
	if !e.Now.IsZero() {
		now = func() time.Time { return e.Now }
	}
	c, err := NewConnection(Options{
		Name: "example", Pack: func() *Pack { return p }, Settings: e.Settings, Zone: zone, Guard: g, Now: now, Logger: quiet,
	})
	if err != nil {
		g.Close()
		return nil, err
	}
	defer c.Close()
	c.stage = stage.url
	if e.Attempt > 0 {
		ctx = WithAttempt(ctx, Attempt{Number: e.Attempt})
	}
	return c.Do(ctx, erp.Call{Function: f, Inputs: inputs}), nil
}

// compare tells what is different from what the example says.
func (e *Example) compare(results []erp.Result) error {
	if e.Error != nil {
		return e.compareError(results[0].Err)
	}
	outputs := make([]any, len(results))
	for i, r := range results {
		if r.Err != nil {
			return fmt.Errorf("it failed: %w", r.Err)
		}
		outputs[i] = ByName(r.Value)
	}
	var got any = outputs
	if _, many := e.Input.([]any); !many {
		got = outputs[0]
	}
	if e.HasOutput {
		return joined(differences("output", e.Output, got))
	}
	return nil
}

func joined(differences []Difference) error {
	errs := make([]error, len(differences))
	for i, d := range differences {
		errs[i] = d
	}
	return errors.Join(errs...)
}

func (e *Example) compareError(err error) error {
	got, ok := errors.AsType[*erp.Error](err)
	switch {
	case !ok:
		return fmt.Errorf("it did not fail, and should have with %q", e.Error.Kind)
	case got.Kind != e.Error.Kind:
		return fmt.Errorf("it failed with %q and not with %q: %w", got.Kind, e.Error.Kind, got)
	case e.Error.Message != "" && got.Message != e.Error.Message:
		return fmt.Errorf("its message is %q and not %q", got.Message, e.Error.Message)
	}
	return nil
}

// stage is the server that plays the ERP.
type stage struct {
	url    *url.URL
	server *http.Server
}

func openStage(answers http.Handler) (*stage, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the example's server: %w", err)
	}
	s := &stage{url: &url.URL{Scheme: "http", Host: listener.Addr().String()}}
	s.server = &http.Server{Handler: answers, ReadHeaderTimeout: 10 * time.Second}
	go s.server.Serve(listener) // ends with close
	return s, nil
}

func (s *stage) close() { s.server.Close() }
