package ledger

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Webhook is an address that is told of what needs a person.
type Webhook struct {
	// URL is where events are sent to. It may hold a secret, and is not shown.
	URL string
	// Secret is what requests are signed with.
	Secret string
	// Age is how old a payment is that is told of because the ERP does not have
	// it yet.
	Age time.Duration
	// Look is how often payments of that age are looked for, Again how long it is
	// before they are told of again, Timeout what one request may take. Zero are a
	// minute, an hour and ten seconds.
	Look, Again, Timeout time.Duration
}

func (w Webhook) withDefaults() Webhook {
	if w.Look <= 0 {
		w.Look = time.Minute
	}
	if w.Again <= 0 {
		w.Again = time.Hour
	}
	if w.Timeout <= 0 {
		w.Timeout = 10 * time.Second
	}
	return w
}

const (
	// noticeTime is after how long a node is given up that was about to tell.
	noticeTime = 20 * time.Second
	// noticePause is the most pause between two requests for the same event. It
	// begins with the ledger's first retry and doubles, so noticeTries are more
	// than a day.
	noticePause = time.Hour
	noticeTries = 40
	// noticeQueue keeps a slow receiver from holding up payments.
	noticeQueue   = "notices"
	noticesAtOnce = 4
	mostOfAnswer  = 64 << 10
)

// sender posts to the webhook.
type sender struct {
	Webhook
	client *http.Client
}

func newSender(w Webhook) *sender {
	w = w.withDefaults()
	return &sender{w, &http.Client{
		Transport: http.DefaultTransport.(*http.Transport).Clone(), Timeout: w.Timeout,
		// A redirect is not followed: the receiver was not the one that is meant.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

func (s *sender) close() { s.client.CloseIdleConnections() }

// post sends an event; nil if the receiver has taken it. Its error shows nothing
// of the address.
func (s *sender) post(ctx context.Context, id, body string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, bytes.NewReader([]byte(body)))
	if err != nil {
		return errors.New("the webhook's address cannot be used")
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "balcao")
	request.Header.Set("Balcao-Event-Id", id)
	request.Header.Set("Balcao-Signature", s.sign(time.Now(), body))
	response, err := s.client.Do(request)
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if err != nil {
		return fmt.Errorf("the webhook was not reached: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	// What it says is of no interest; read, the connection can be used again.
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, mostOfAnswer))
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("the webhook answered %d", response.StatusCode)
	}
	return nil
}

// sign gives the header: the time is signed with the body, so that an old
// request cannot be sent again as a new one.
func (s *sender) sign(now time.Time, body string) string {
	at := strconv.FormatInt(now.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(s.Secret))
	mac.Write([]byte(at + "." + body))
	return "t=" + at + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

// notifier sends one event until the receiver has taken it.
type notifier struct {
	river.WorkerDefaults[notice]
	ledger *Ledger
}

// Work sends the event. A node whose config has no webhook any more lets it go.
func (n *notifier) Work(ctx context.Context, job *river.Job[notice]) error {
	return n.ledger.send(ctx, job.JobRow, job.Args)
}

// NextRetry is the ledger's own backoff with another end.
func (n *notifier) NextRetry(job *river.Job[notice]) time.Time {
	return n.ledger.nextNotice(job.JobRow)
}

// Timeout is a little more than that of the request.
func (n *notifier) Timeout(*river.Job[notice]) time.Duration { return noticeTime }

func (l *Ledger) send(ctx context.Context, job *rivertype.JobRow, n notice) error {
	if l.webhook == nil {
		return nil
	}
	err := l.webhook.post(ctx, n.EventID, n.Body)
	l.meter.noticed(n.Event, err)
	switch {
	case err == nil:
	case job.Attempt >= job.MaxAttempts:
		l.logger.ErrorContext(ctx, "ledger: the webhook was never told", "event", n.Event, "event_id", n.EventID, "tenant", n.Tenant, "tries", job.Attempt, "error", err)
	default:
		l.logger.WarnContext(ctx, "ledger: the webhook could not be told; it is tried again", "event", n.Event, "event_id", n.EventID, "tenant", n.Tenant, "tries", job.Attempt, "error", err)
	}
	return err
}

func (l *Ledger) nextNotice(job *rivertype.JobRow) time.Time {
	pause := l.times.FirstRetry << min(max(job.Attempt-1, 0), 20)
	return time.Now().Add(min(pause, noticePause))
}
