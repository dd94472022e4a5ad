package hubsoft

import (
	"net/http"
	"sync"
	"time"
	_ "time/tzdata" // the provider's zone, on machines without one

	"balcao/erp/standin"
	"balcao/internal/br"
)

// Options are what a provider has set up in the panel: hubsoft.md, Transport
// facts, "auth": client id and secret and an API user. Empty ones stand for
// the values of [DefaultOptions].
type Options struct {
	ClientID     string
	ClientSecret string
	Username     string
	Password     string
	// Now is the ERP's clock. Defaults to time.Now.
	Now func() time.Time
}

// DefaultOptions are what an ERP with no options takes.
var DefaultOptions = Options{
	ClientID: "12", ClientSecret: "segredo-do-cliente-api", Username: "api@provedor.test", Password: "senha-do-usuario-api",
}

func (o Options) withDefaults() Options {
	for _, field := range []struct {
		value    *string
		standard string
	}{
		{&o.ClientID, DefaultOptions.ClientID}, {&o.ClientSecret, DefaultOptions.ClientSecret},
		{&o.Username, DefaultOptions.Username}, {&o.Password, DefaultOptions.Password},
	} {
		if *field.value == "" {
			*field.value = field.standard
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Server is one provider's HubSoft. It is safe for concurrent use.
type Server struct {
	options Options
	desk    *standin.Desk
	zone    *time.Location

	mu     sync.Mutex // guards all that follows
	quirks Quirks
	tokens tokens
	roll   roll
}

// New starts an ERP with the cast's records, whose invoices are of the day
// that the options' clock tells. Close it.
func New(o Options) *Server {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		panic("hubsoft: " + err.Error()) // the zone is compiled in
	}
	s := &Server{options: o.withDefaults(), desk: standin.NewDesk(htmlPage, failure), zone: zone}
	s.seed()
	return s
}

// Desk is where faults are switched and the books are read.
func (s *Server) Desk() *standin.Desk { return s.desk }

// Close waits for what is applied late.
func (s *Server) Close() { s.desk.Close() }

// now is the ERP's clock in the provider's zone.
func (s *Server) now() time.Time { return s.options.Now().In(s.zone) }

func (s *Server) today() br.Date { return br.DateOf(s.now()) }

// htmlPage and failure are what stands in for JSON when the host is ill. Not
// documented; chosen: a page of a maintenance and a short JSON.
var (
	htmlPage = standin.Reply{Status: http.StatusOK, ContentType: "text/html; charset=UTF-8",
		Body: []byte(`<!DOCTYPE html><html lang="pt-BR"><head><title>Manutenção</title></head><body><h1>Sistema em manutenção</h1></body></html>`)}
	failure = standin.Reply{Status: http.StatusInternalServerError, ContentType: jsonType, Body: []byte(`{"message":"Server Error"}`)}
)
