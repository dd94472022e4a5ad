package guard

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// Options make a [Connection].
type Options struct {
	// Limits are the operator's; what they leave open, the pack says.
	Limits Limits
	// Security is how the ERP's server is trusted.
	Security Security
	// BreakerDelay is how long an open breaker keeps a host untried; 10 s if
	// zero.
	BreakerDelay time.Duration
	// Closed is called when the breaker of a host, which is named with its port,
	// closes after it was open: six of its probes were answered, and what waited
	// for the ERP may be tried. It is called by the request that was the last of
	// them, with no lock held, and must not take long. Nil is for nobody.
	Closed func(host string)
	// Transport sends every request in place of the network, whatever its [Way], if
	// it is not nil. What is known of the way is lost with it: that an effect is sent
	// once, and a link to public addresses only. It is for measuring the rest.
	Transport http.RoundTripper
	// Logger is told of breakers and of insecure TLS; slog.Default if nil.
	Logger *slog.Logger
}

// Connection sends requests to one tenant's ERP. It is safe for concurrent use.
type Connection struct {
	operator   Limits
	limits     atomic.Pointer[Limits]
	queue      *queue
	breakers   *breakers
	transports *transports
	instead    http.RoundTripper // of transports, or nil
}

// New makes a connection; nothing is dialled yet. The error tells what is wrong
// with the TLS options.
func New(o Options) (*Connection, error) {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.BreakerDelay == 0 {
		o.BreakerDelay = 10 * time.Second
	}
	if o.Closed == nil {
		o.Closed = func(string) {}
	}
	secure, err := o.Security.Config()
	if err != nil {
		return nil, err
	}
	if o.Security.Insecure {
		o.Logger.Warn("this connection trusts any server: its TLS is not verified; pin the server's key instead")
	}
	c := &Connection{operator: o.Limits, breakers: newBreakers(o), transports: newTransports(secure), instead: o.Transport}
	limits := o.Limits.or(DefaultLimits)
	c.limits.Store(&limits)
	c.queue = newQueue(limits)
	return c, nil
}

// SetLimits takes the limits of a pack. The operator's go before them.
func (c *Connection) SetLimits(pack Limits) {
	limits := c.operator.or(pack).or(DefaultLimits)
	c.limits.Store(&limits)
	c.queue.set(limits)
}

// Limits are those in force.
func (c *Connection) Limits() Limits { return *c.limits.Load() }

// Close sends waiting requests away and closes idle connections. Requests under
// way end by themselves.
func (c *Connection) Close() {
	c.queue.close()
	c.transports.close()
}

// Way is how a request is sent.
type Way int

const (
	// Safe: connections are kept and a dying one may cost a second try.
	Safe Way = iota
	// Effect: once, on a connection of its own.
	Effect
	// Link: as Effect, to a public address only.
	Link
)

// Request is one request to an ERP.
type Request struct {
	Method string
	URL    *url.URL
	Header http.Header
	Body   []byte
	Way    Way
	// Timeout shortens or lengthens the connection's, if not zero.
	Timeout time.Duration
}

// Answer is the whole answer to a request.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	// At is the instant the request was begun.
	At time.Time

	body *body
}

// Release gives the memory of Body back to the budget of the process. Body must
// not be used after it, unless it is kept for a reader as a whole (a file).
func (a *Answer) Release() { a.body.release() }

// Do sends a request and reads the whole answer. Any status is an answer. The
// error is always an [*Error].
func (c *Connection) Do(ctx context.Context, r Request) (*Answer, error) {
	answer, err := c.do(ctx, r)
	if err != nil {
		return nil, err
	}
	return answer, nil
}

func (c *Connection) do(ctx context.Context, r Request) (*Answer, *Error) {
	var b *breaker
	if r.Way != Link {
		b = c.breakers.of(r.URL.Host)
	}
	if err := b.refused(); err != nil {
		return nil, err
	}
	class := ClassOf(ctx)
	if err := c.queue.acquire(ctx, class); err != nil {
		return nil, refusedPlace(ctx, err)
	}
	defer c.queue.release(class)
	if err := b.enter(); err != nil {
		return nil, err
	}
	answer, err := c.send(ctx, r)
	b.done(answer, err)
	return answer, err
}

func refusedPlace(ctx context.Context, err error) *Error {
	switch {
	case err == errQueueClosed:
		return &Error{Reason: Closed, Err: err}
	case ctx.Err() == context.Canceled:
		return &Error{Reason: Cancelled, Err: err}
	}
	return &Error{Reason: Crowded, Err: err}
}

func (c *Connection) send(caller context.Context, r Request) (*Answer, *Error) {
	limits := c.Limits()
	timeout := limits.Timeout
	if r.Timeout > 0 {
		timeout = r.Timeout
	}
	ctx, cancel := context.WithTimeout(caller, timeout)
	defer cancel()
	watch := &watch{until: deadlineOf(ctx)}
	request := r.http(httptrace.WithClientTrace(ctx, watch.trace()))
	at := time.Now()
	response, err := c.transport(r.Way).RoundTrip(request)
	if err != nil {
		return nil, classify(err, watch.sent(), ctx, caller).after(at, timeout < limits.Timeout)
	}
	defer response.Body.Close()
	answer := &Answer{Status: response.StatusCode, Header: response.Header, At: at,
		body: &body{ctx: ctx, limit: limits.AnswerSize, effect: r.Way == Effect}}
	if err := answer.body.read(response.Body); err != nil {
		answer.Release()
		return nil, unread(err, ctx, caller).after(at, timeout < limits.Timeout)
	}
	answer.Body = answer.body.data
	return answer, nil
}

// http is the request as net/http takes it. It is put together by hand because
// http.NewRequest would parse the URL again and quote it in its error.
func (r *Request) http(ctx context.Context) *http.Request {
	request := &http.Request{
		Method: r.Method, URL: r.URL, Host: r.URL.Host, Header: r.Header.Clone(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	if request.Header == nil {
		request.Header = http.Header{}
	}
	if request.Header.Get("User-Agent") == "" {
		request.Header.Set("User-Agent", "Balcao")
	}
	if len(r.Body) > 0 {
		request.ContentLength = int64(len(r.Body))
		request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(r.Body)), nil }
		request.Body, _ = request.GetBody()
	}
	return request.WithContext(ctx)
}

// unread is the error of an answer whose end was not reached.
func unread(err error, ctx, caller context.Context) *Error {
	switch {
	case err == errTooLarge:
		return &Error{Reason: TooLarge, Sent: true, Err: err}
	case isType[*noMemoryError](err):
		return &Error{Reason: NoMemory, Sent: true, Err: err}
	}
	return classify(err, true, ctx, caller)
}

func (c *Connection) transport(w Way) http.RoundTripper {
	switch {
	case c.instead != nil:
		return c.instead
	case w == Effect:
		return c.transports.effect
	case w == Link:
		return c.transports.link
	}
	return c.transports.safe
}
