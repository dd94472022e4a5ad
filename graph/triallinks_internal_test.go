package graph

import "testing"

func TestLinksOfAnswersAreHidden(t *testing.T) {
	t.Parallel()
	m := linkMask{seen: map[string]bool{}}
	for text, want := range map[string]string{
		`{"link":"https://erp.example/b/7f3a?x=1","n":1}`: `{"link":"https://erp.example/***","n":1}`,
		`{"link":"https:\/\/erp.example\/b\/9c2d"}`:       `{"link":"https://erp.example/***"}`,
		`<a href='http://erp.example/c'>2</a>`:            `<a href='http://erp.example/***'>2</a>`,
		`{"n":"no link: http"}`:                           `{"n":"no link: http"}`,
	} {
		if got := m.text(text); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for address, want := range map[string]string{
		"https://erp.example/b/9c2d": "https://erp.example/***", "https://erp.example/invoices": "https://erp.example/invoices",
	} {
		if got := m.request(address); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if shown := (&linkMask{off: true}).text("https://erp.example/b/1"); shown != "https://erp.example/b/1" {
		t.Errorf("got %s", shown)
	}
}
