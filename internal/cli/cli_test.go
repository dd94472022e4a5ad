package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balcao/internal/auth"
	"balcao/internal/cli"
)

func TestCommands(t *testing.T) {
	t.Parallel()
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "pack.yaml"), []byte("pack: x\ntitel: X\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("hush-hush"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		args []string
		code int
		want []string
	}{
		"version":             {[]string{"version"}, 0, []string{"balcao "}},
		"help":                {[]string{"--help"}, 0, []string{"serve", "try", "check", "lint", "sandbox"}},
		"no such command":     {[]string{"sevre"}, 2, []string{"sevre", "--help"}},
		"packs":               {[]string{"packs"}, 0, []string{"standard", "tryton"}},
		"lint, embedded":      {[]string{"lint"}, 0, []string{"standard", "tryton", "no mistakes"}},
		"lint, broken":        {[]string{"lint", broken}, 1, []string{"pack.yaml:2:1", "^^^^^", `did you mean "title"?`}},
		"try, no function":    {[]string{"try", "list_invoice", "--input", "{}"}, 1, []string{"list_invoice", "list_invoices"}},
		"try, no JSON":        {[]string{"try", "list_invoices", "--input", "{"}, 1, []string{"--input"}},
		"try, unknown member": {[]string{"try", "list_invoices", "--input", `{"documento":"1"}`}, 1, []string{"--input", "is required"}},
		"check, no tenant":    {[]string{"check", "acme"}, 1, []string{"acme", "sandbox"}},
		"check, no document":  {[]string{"check", "--document", "1"}, 1, []string{"--document", "CPF"}},
		"check, no such pack": {[]string{"check", "--pack", "standart", "--set", "url=http://127.0.0.1:1"}, 1, []string{"standart", "balcao packs"}},
		"check, a setting":    {[]string{"check", "--pack", "standard", "--set", "uri=http://127.0.0.1:1"}, 1, []string{`no setting "uri"`}},
		"check, a secret":     {[]string{"check", "--pack", "standard", "--set", "url=http://127.0.0.1:1", "--set", "token=hush-hush"}, 1, []string{"settings.token", "env:VARIABLE"}},
		"check, no variable":  {[]string{"check", "--pack", "standard", "--set", "token=env:NO_SUCH_VARIABLE"}, 1, []string{"--set token", "NO_SUCH_VARIABLE"}},
		"check, pack missing": {[]string{"check", "--set", "url=http://127.0.0.1:1"}, 1, []string{"--pack"}},
		"check, unfilled":     {[]string{"check", "--pack", "standard", "--set", "url=http://127.0.0.1:1"}, 1, []string{"no address", `fill in "token"`}},
		"check, unreachable":  {[]string{"check", "--pack", "standard", "--set", "url=http://127.0.0.1:1", "--set", "token=file:" + token}, 1, []string{"tcp", "127.0.0.1:1", "nobody listens", "-> "}},
		"check, all good":     {[]string{"check", "--document", "52998224725"}, 0, []string{"log-in", "list_invoices", "works", "settle_boleto", "not asked"}},
		"a missing config":    {[]string{"serve", "--config", filepath.Join(broken, "none.yaml")}, 1, []string{"none.yaml"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if code := cli.Main(tc.args, nil, &out, &out); code != tc.code {
				t.Errorf("code %d, want %d", code, tc.code)
			}
			for _, want := range tc.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("want %q in:\n%s", want, out.String())
				}
			}
		})
	}
}

func TestAKeyAndItsHashBelongTogether(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if code := cli.Main([]string{"key"}, nil, &out, &out); code != 0 {
		t.Fatalf("code %d", code)
	}
	words := strings.Fields(out.String())
	var key, hash string
	for _, w := range words {
		if strings.HasPrefix(w, "balcao_") {
			key = w
		}
		if strings.HasPrefix(w, "sha256:") {
			hash = w
		}
	}
	if key == "" || auth.HashKey(key) != hash {
		t.Errorf("got\n%s", out.String())
	}
}
