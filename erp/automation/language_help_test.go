package automation_test

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"balcao/erp"
	"balcao/erp/automation"
)

// texts asks the function that probe makes.
func texts(t *testing.T, c *automation.Connection) ([]string, error) {
	t.Helper()
	got, _, err := erp.ListPendencyTexts.Call(t.Context(), c, erp.CustomerInput{Document: maria})
	return got, err
}

// merge is several packs' files; the later ones win.
func merge(all ...files) files {
	out := files{}
	for _, f := range all {
		for name, text := range f {
			out[name] = text
		}
	}
	return out
}

// ofPart is a probe of a part's value.
func ofPart(part string) files { return files{"parts/part.yaml": part} }

func contextFor(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.Context(), d)
}

// lazy is an ERP that never answers, until the test is over.
func lazy(t *testing.T) *recorder {
	over := make(chan struct{})
	server := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-over:
		case <-r.Context().Done():
		}
	})
	t.Cleanup(func() { close(over) })
	return server
}

// givesUp tells that a request that is sent once, or a run, is over long before the
// guard's own ten seconds.
func givesUp(t *testing.T, f files, keys string) {
	t.Helper()
	server := lazy(t)
	pack := load(t, merge(f, files{"list_pendency_texts.yaml": probe("a: {get: /x, repeatable: false"+keys+"}", "a.v")}))
	ctx, cancel := contextFor(t, 4*time.Second)
	defer cancel()
	begun := time.Now()
	_, _, err := erp.ListPendencyTexts.Call(ctx, connect(t, pack, server.URL), erp.CustomerInput{Document: maria})
	wantKind(t, err, erp.Unavailable)
	if took := time.Since(begun); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
}

// mostInFlight is how many requests of ten items were under way together. The
// server answers none before the third is there, or a while has passed.
func mostInFlight(t *testing.T, pack, step string) int32 {
	t.Helper()
	var now, most atomic.Int32
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		n := now.Add(1)
		defer now.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
		}
		for range 30 {
			if now.Load() > 2 {
				break
			}
			time.Sleep(time.Millisecond)
		}
		reply(w, object{"v": "1"})
	})
	steps := "a: {each: \"[1,2,3,4,5,6,7,8,9,10]\", " + step + "get: /x/$(it), take: answer.v}"
	f := merge(with(pack), files{"list_pendency_texts.yaml": probe(steps, "a[0]")})
	if got, err := texts(t, connect(t, load(t, f), server.URL)); err != nil || len(got) != 1 {
		t.Fatal(got, err)
	}
	return most.Load()
}

func sessionIsOpened(t *testing.T) {
	b := &bank{}
	if _, _, err := customer(t, branch(t, b), maria); err != nil || b.loggedIn() != 1 {
		t.Errorf("error %v, %d log-ins", err, b.loggedIn())
	}
}

// count answers with how often it was asked.
func count(w http.ResponseWriter, n *atomic.Int32) {
	reply(w, object{"v": strconv.Itoa(int(n.Add(1)))})
}

// changedIn is a pack.yaml with something else in a place.
func changedIn(f files, old, new string) files {
	return files{"pack.yaml": strings.Replace(f["pack.yaml"], old, new, 1)}
}

// at is a connection's clock.
func at(now func() time.Time) func(*automation.Options) {
	return func(o *automation.Options) { o.Now = now }
}

// receivedParts are the parts of a multipart body that a step sent.
func receivedParts(t *testing.T, body string) map[string]string {
	t.Helper()
	parts := map[string]string{}
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		reader, err := r.MultipartReader()
		if err != nil {
			t.Error(err)
			return
		}
		for part, err := reader.NextPart(); err == nil; part, err = reader.NextPart() {
			text, _ := io.ReadAll(part)
			parts[part.FormName()] = part.FileName() + string(text)
		}
		reply(w, object{"v": "1"})
	})
	pack := load(t, files{"list_pendency_texts.yaml": probe("a: {post: /x, "+body+"}", said)})
	if _, err := texts(t, connect(t, pack, server.URL)); err != nil {
		t.Error(err)
	}
	return parts
}
