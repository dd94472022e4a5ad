package sgp

import (
	"net/http"
	"sync"
	"time"
	_ "time/tzdata" // the zone below must be found wherever tests run

	"balcao/erp/standin"
)

// What [Options] stand for when they are empty.
const (
	DefaultToken    = "0b7f7a52-4f0e-4c0e-9a51-2d6c1f1d7e10"
	DefaultApp      = "Balcao"
	DefaultUser     = "api"
	DefaultPassword = "senha-da-api"
)

// Options are the install's credentials, clock and address.
type Options struct {
	// Token and App are the pair that the API takes (sgp.md, Transport facts,
	// "auth 1"). They default to DefaultToken and DefaultApp.
	Token, App string
	// User and Password are taken as HTTP Basic ("auth 2"). They default to
	// DefaultUser and DefaultPassword.
	User, Password string
	// Now is the ERP's clock; it defaults to time.Now.
	Now func() time.Time
	// Base is how links to the install begin, without a slash at the end. It
	// defaults to the address that was called.
	Base string
}

// Server is the stand-in. It may be used from any goroutine.
type Server struct {
	options   Options
	zone      *time.Location
	desk      *standin.Desk
	endpoints map[string]endpoint

	lock sync.Mutex // guards what follows
	books
}

// New holds the cast, on the day of o.Now.
func New(o Options) *Server {
	s := newServer(o)
	seed(s)
	return s
}

// newServer is an install that nobody has used yet.
func newServer(o Options) *Server {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil { // it is compiled in
		panic(err)
	}
	s := &Server{options: o.withDefaults(), zone: zone, desk: standin.NewDesk(loginPage, serverError)}
	s.books = newBooks(s.options.Token)
	s.endpoints = s.routes()
	return s
}

func (o Options) withDefaults() Options {
	for _, d := range []struct {
		value *string
		text  string
	}{{&o.Token, DefaultToken}, {&o.App, DefaultApp}, {&o.User, DefaultUser}, {&o.Password, DefaultPassword}} {
		if *d.value == "" {
			*d.value = d.text
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Handler serves the API.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }

// Desk has the faults, the books of what was written and the count of calls.
func (s *Server) Desk() *standin.Desk { return s.desk }

// Close ends what the desk has begun.
func (s *Server) Close() { s.desk.Close() }

func (s *Server) now() time.Time { return s.options.Now().In(s.zone) }
