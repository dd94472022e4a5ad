package files

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"balcao/erp"
	"balcao/internal/telemetry"
)

// Defaults of [Options].
const (
	defaultConcurrency = 8
	defaultTimeout     = 20 * time.Second
)

// slotWait is how long a request waits for one of its tenant's slots.
const slotWait = 5 * time.Second

var errExpired = errors.New("the link has expired")

// Fetch brings a PDF from a tenant's ERP: the input's type says which, see
// [Signer.ViewURL]. It is how this package reaches the automations without
// knowing them. A tenant that is no longer served is [erp.NotFound].
type Fetch func(ctx context.Context, tenant string, in erp.Input) (erp.PDF, error)

// Options are what [Handler] works with.
type Options struct {
	Signer *Signer
	Shares *Shares
	Fetch  Fetch
	Logger *slog.Logger
	// Concurrency is how many files each tenant's ERP is asked for at once.
	// Defaults to 8; more wait, and after five seconds are told to come back.
	Concurrency int
	// Timeout bounds the ERP's work for one file. Defaults to 20 s.
	Timeout time.Duration
	// Now is the clock. Defaults to [time.Now].
	Now func() time.Time
}

type handler struct {
	Options
	slots slots
}

// Handler serves "GET /files/{token}", HEAD included. GET answers with the PDF
// or with a page: 404 unknown, 410 expired or revoked, 502 not a PDF, 503 not
// reachable, 504 too slow. HEAD judges the link without asking the ERP, so it
// has no Content-Length and its 200 is no promise that the ERP will answer.
func Handler(opts Options) http.Handler {
	if opts.Concurrency <= 0 {
		opts.Concurrency = defaultConcurrency
	}
	if opts.Timeout <= 0 {
		opts.Timeout = defaultTimeout
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	return &handler{Options: opts, slots: slots{each: opts.Concurrency, wait: slotWait, tenant: map[string]chan struct{}{}}}
}

// ServeHTTP implements [http.Handler].
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tenant, in, err := h.judge(r)
	if err != nil {
		h.refuse(w, r, tenant, in, err)
		return
	}
	if r.Method == http.MethodHead {
		setHeaders(w.Header(), in)
		return
	}
	pdf, err := h.fetch(r.Context(), tenant, in)
	if err != nil {
		h.refuse(w, r, tenant, in, err)
		return
	}
	setHeaders(w.Header(), in)
	w.Header().Set("Content-Length", strconv.Itoa(len(pdf)))
	// An error here is the reader's connection; nobody is left to tell.
	_, _ = w.Write(pdf)
}

// judge says which file a request's link opens; in is nil where there is none.
func (h *handler) judge(r *http.Request) (tenant string, in erp.Input, err error) {
	l, err := h.Signer.open(r.PathValue("token"))
	if err != nil {
		return "", nil, err
	}
	telemetry.SetCaller(r.Context(), l.tenant, "link")
	if !h.Now().Before(l.expires) {
		return l.tenant, nil, errExpired
	}
	if l.share == "" {
		return l.tenant, l.file, nil
	}
	shared, err := h.Shares.find(r.Context(), l.tenant, l.share)
	return l.tenant, shared, err
}

// fetch asks the ERP. The slot is given back before the answer is sent, so that
// a slow reader does not hold it.
func (h *handler) fetch(ctx context.Context, tenant string, in erp.Input) (erp.PDF, error) {
	ctx, cancel := context.WithTimeout(ctx, h.Timeout)
	defer cancel()
	release, err := h.slots.take(ctx, tenant)
	if err != nil {
		return nil, err
	}
	defer release()
	pdf, err := h.Fetch(ctx, tenant, in)
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF")) {
		return nil, &erp.Error{Kind: erp.BadAnswer, Detail: "the file is no PDF"}
	}
	return pdf, nil
}

func (h *handler) refuse(w http.ResponseWriter, r *http.Request, tenant string, in erp.Input, err error) {
	m := pageFor(in, err)
	level := slog.LevelWarn
	if m.Status < http.StatusInternalServerError {
		level = slog.LevelDebug
	}
	h.Logger.Log(r.Context(), level, "file not served", "tenant", tenant, "status", m.Status, "error", err)
	if m.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "30")
	}
	m.Write(w, r, telemetry.RequestID(r.Context()))
}

// contentSecurityPolicy has no "sandbox" and no "default-src": Safari and
// Chromium apply them to their own PDF viewer and then show an empty window.
// With nosniff nothing takes the file for a page.
const contentSecurityPolicy = "frame-ancestors 'none'"

func setHeaders(h http.Header, in erp.Input) {
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", `inline; filename="`+filename(in)+`"`)
	h.Set("Cache-Control", "private, no-store")
	h.Set("Accept-Ranges", "none")
	h.Set("Content-Security-Policy", contentSecurityPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Referrer-Policy", "no-referrer")
}

var plainID = regexp.MustCompile(`^[A-Za-z0-9-]{1,32}$`)

// filename tells a person's downloads apart by the ERP's id, unless that could
// be somebody's document.
func filename(in erp.Input) string {
	name, id := "boleto", ""
	switch in := in.(type) {
	case erp.BoletoInput:
		id = in.InvoiceID
	case erp.FiscalNoteInput:
		name, id = "nota-fiscal", in.NoteID
	case erp.ClearanceInput:
		return "quitacao-" + strconv.Itoa(in.Year) + ".pdf"
	}
	if !plainID.MatchString(id) || telemetry.Mask(id) != id {
		return name + ".pdf"
	}
	return name + "-" + id + ".pdf"
}
