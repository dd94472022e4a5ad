package playground_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"balcao/internal/web/playground"
)

// get asks the handler directly: unlike http.Client it neither adds Accept-Encoding nor decompresses.
func get(t *testing.T, path string, header ...string) *http.Response {
	t.Helper()
	return ask(t, http.MethodGet, path, header...)
}

func ask(t *testing.T, method, path string, header ...string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	playground.Handler(playground.Options{}).ServeHTTP(recorder, request)
	return recorder.Result()
}

func body(t *testing.T, response *http.Response) string {
	t.Helper()
	reader := io.Reader(response.Body)
	if response.Header.Get("Content-Encoding") == "gzip" {
		unzipped, err := gzip.NewReader(response.Body)
		if err != nil {
			t.Fatalf("body is not gzip: %v", err)
		}
		reader = unzipped
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		t.Fatalf("reading the body: %v", err)
	}
	return string(text)
}

func TestStatus(t *testing.T) {
	t.Parallel()
	tests := []struct {
		method, path string
		want         int
	}{
		{http.MethodGet, "/playground/", http.StatusOK},
		{http.MethodHead, "/playground/", http.StatusOK},
		{http.MethodGet, "/playground/config.json", http.StatusOK},
		{http.MethodGet, "/playground/LICENSES.txt", http.StatusOK},
		{http.MethodGet, "/playground", http.StatusMovedPermanently},
		{http.MethodGet, "/playground/assets/", http.StatusNotFound},
		{http.MethodGet, "/playground/index.html.gz", http.StatusNotFound},
		{http.MethodGet, "/playground/assets/none.js", http.StatusNotFound},
		{http.MethodGet, "/other", http.StatusNotFound},
		{http.MethodPost, "/playground/", http.StatusMethodNotAllowed},
		{http.MethodOptions, "/playground/config.json", http.StatusMethodNotAllowed},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			t.Parallel()
			response := ask(t, test.method, test.path)
			if response.StatusCode != test.want {
				t.Errorf("status = %d, want %d", response.StatusCode, test.want)
			}
			checkSecured(t, response)
		})
	}
}

func checkSecured(t *testing.T, response *http.Response) {
	t.Helper()
	want := map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
	for name, value := range want {
		if got := response.Header.Get(name); got != value {
			t.Errorf("%s = %q, want %q", name, got, value)
		}
	}
	policy := response.Header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'; script-src 'self';") {
		t.Errorf("Content-Security-Policy = %q, want all sources closed and only own scripts", policy)
	}
	if response.StatusCode == http.StatusMethodNotAllowed && response.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("Allow = %q, want GET, HEAD", response.Header.Get("Allow"))
	}
}

func TestRedirectLeadsToThePage(t *testing.T) {
	t.Parallel()
	if got := get(t, "/playground").Header.Get("Location"); got != "/playground/" {
		t.Errorf("Location = %q, want /playground/", got)
	}
}

func TestEncodingFollowsTheClient(t *testing.T) {
	t.Parallel()
	tests := []struct{ accept, want string }{
		{"gzip, deflate, br", "gzip"},
		{"GZIP;q=0.5", "gzip"},
		{"*", "gzip"},
		{"", ""},
		{"br", ""},
		{"gzip;q=0", ""},
		{"gzip;q=0, *", ""},
		{"*;q=0", ""},
		{"gzip;q=much", ""},
	}
	for _, test := range tests {
		t.Run(test.accept, func(t *testing.T) {
			t.Parallel()
			response := get(t, "/playground/", "Accept-Encoding", test.accept)
			if got := response.Header.Get("Content-Encoding"); got != test.want {
				t.Errorf("Content-Encoding = %q, want %q", got, test.want)
			}
			if got := response.Header.Get("Vary"); got != "Accept-Encoding" {
				t.Errorf("Vary = %q, want Accept-Encoding", got)
			}
			if text := body(t, response); !strings.Contains(text, "<title>Balcão") {
				t.Errorf("body is not the page: %.80q", text)
			}
		})
	}
}

var assetReference = regexp.MustCompile(`assets/[\w.-]+`)

func TestPageAssetsAreServedForGood(t *testing.T) {
	t.Parallel()
	references := assetReference.FindAllString(body(t, get(t, "/playground/")), -1)
	if len(references) == 0 {
		t.Fatal("the page refers to no asset")
	}
	for _, reference := range references {
		response := get(t, "/playground/"+reference, "Accept-Encoding", "gzip")
		if response.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d, want 200", reference, response.StatusCode)
		}
		if got := response.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control = %q, want it kept for good", reference, got)
		}
		wantType := map[bool]string{true: "text/javascript; charset=utf-8", false: "text/css; charset=utf-8"}
		if got, want := response.Header.Get("Content-Type"), wantType[strings.HasSuffix(reference, ".js")]; got != want {
			t.Errorf("%s: Content-Type = %q, want %q", reference, got, want)
		}
	}
}

func TestPageIsRevalidated(t *testing.T) {
	t.Parallel()
	first := get(t, "/playground/")
	etag := first.Header.Get("ETag")
	if first.Header.Get("Cache-Control") != "no-cache" || etag == "" {
		t.Fatalf("Cache-Control = %q, ETag = %q; want no-cache and a tag", first.Header.Get("Cache-Control"), etag)
	}
	for _, condition := range []string{etag, `"other", ` + etag, strings.TrimPrefix(etag, "W/"), "*"} {
		if got := get(t, "/playground/", "If-None-Match", condition).StatusCode; got != http.StatusNotModified {
			t.Errorf("If-None-Match %s: status %d, want 304", condition, got)
		}
	}
	if got := get(t, "/playground/", "If-None-Match", `"other"`).StatusCode; got != http.StatusOK {
		t.Errorf("status with another tag = %d, want 200", got)
	}
}

func TestConfigTellsThePageItsOptions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		opts playground.Options
		want string
	}{
		{"production", playground.Options{}, `{"defaultKey":"","examples":[]}`},
		{
			"sandbox",
			playground.Options{DefaultKey: "demo-admin", Examples: []playground.Example{{Title: "Ping", Query: "{ __typename }"}}},
			`{"defaultKey":"demo-admin","examples":[{"title":"Ping","query":"{ __typename }"}]}`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			recorder := httptest.NewRecorder()
			request := httptest.NewRequest(http.MethodGet, "/playground/config.json", nil)
			playground.Handler(test.opts).ServeHTTP(recorder, request)
			if got := recorder.Body.String(); got != test.want {
				t.Errorf("config = %s, want %s", got, test.want)
			}
			if got := recorder.Header().Get("Cache-Control"); got != "no-store" {
				t.Errorf("Cache-Control = %q, want no-store", got)
			}
			if !json.Valid(recorder.Body.Bytes()) {
				t.Error("config is not JSON")
			}
		})
	}
}

func TestLicensesNameTheBundledPackages(t *testing.T) {
	t.Parallel()
	text := body(t, get(t, "/playground/LICENSES.txt"))
	for _, name := range []string{"graphiql 5", "react 19", "monaco-editor 0", "monaco-graphql 1", "graphql 16"} {
		if !strings.Contains(text, "\n"+name) {
			t.Errorf("LICENSES.txt lacks %s", name)
		}
	}
}
