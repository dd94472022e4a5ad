// Serve runs the made-up ERP of package unknown as a process, for somebody who
// connects it with the vendor's API.md in hand:
//
//	go run ./erp/standin/unknown/serve --listen 127.0.0.1:9300
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"balcao/erp/standin/unknown"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:9300", "address to listen on")
	user := flag.String("user", "integracao", "user that the log-in takes")
	password := flag.String("password", "ng4-senha", "its password")
	calls := flag.Int("ticket-calls", 150, "calls after which a ticket dies, whatever its validity; 0 never")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o := unknown.Options{User: *user, Password: *password, Quirks: unknown.Quirks{TicketCalls: *calls}}
	if err := serve(ctx, *listen, o); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

// serve serves until ctx ends.
func serve(ctx context.Context, address string, o unknown.Options) error {
	erp := unknown.New(o)
	defer erp.Close()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	fmt.Printf("NetGestor 4 at http://%s/ng\nusuario: %s\nsenha:   %s\n", listener.Addr(), o.User, o.Password)
	server := &http.Server{Handler: erp.Handler(), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	ending, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return errors.Join(server.Shutdown(ending), expected(<-served))
}

// expected hides the error that every ended server gives.
func expected(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
