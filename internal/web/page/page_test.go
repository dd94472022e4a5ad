package page_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"balcao/internal/web/page"
)

var gone = page.Message{
	Status:     http.StatusGone,
	Portuguese: page.Text{Title: "Link expirado", Body: "Peça o boleto outra vez."},
	English:    page.Text{Title: "Link expired", Body: "Ask for the boleto again."},
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"":                          "Link expirado",
		"pt-BR,pt;q=0.9,en;q=0.8":   "Link expirado",
		"pt-PT":                     "Link expirado",
		"en-US,en;q=0.9,pt-BR;q=.5": "Link expired",
		"en;q=0.5, pt;q=0.9":        "Link expirado",
		"de":                        "Link expirado",
		";;;=":                      "Link expirado",
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept-Language", accept)
		w := httptest.NewRecorder()
		gone.Write(w, r, "req-1")
		if body := w.Body.String(); !strings.Contains(body, want) || !strings.Contains(body, "req-1") || w.Code != http.StatusGone {
			t.Errorf("Accept-Language %q: %d\n%s", accept, w.Code, body)
		}
	}
}

func TestNothingIsMarkup(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	gone.Write(w, httptest.NewRequest(http.MethodGet, "/", nil), `<script>alert(1)</script>`)
	if strings.Contains(w.Body.String(), "<script>") {
		t.Error(w.Body.String())
	}
	if !strings.Contains(w.Body.String(), "place-items: center") {
		t.Error("the style was escaped away")
	}
}

func TestHeadHasNoBody(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	gone.Write(w, httptest.NewRequest(http.MethodHead, "/", nil), "req-1")
	if w.Code != http.StatusGone || w.Body.Len() != 0 || w.Header().Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("%d, %d bytes, %v", w.Code, w.Body.Len(), w.Header())
	}
}
