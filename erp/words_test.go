package erp_test

import (
	"strings"
	"testing"

	"balcao/erp"
)

func TestReadable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Fatura 7 vencida":                      "Fatura 7 vencida",
		"<p>Fatura&nbsp;7<br/>\r\nvencida</p>":  "Fatura 7 vencida",
		"<style>p {}</style>a<!-- b -->":        "a",
		"&lt;script&gt;alert(1)&lt;/script&gt;": "alert(1)",
		"a\u0000b\u2028c":                       "a b c",
		"2 < 3 & 4 > 3":                         "2 < 3 & 4 > 3",
		" \n ":                                  "",
		strings.Repeat("é", 301):                strings.Repeat("é", 299) + "…",
	} {
		if got := erp.Readable(text); got != want {
			t.Errorf("%q reads %q, want %q", text, got, want)
		}
	}
}
