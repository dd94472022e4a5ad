package sgp_test

import (
	"net/http"
	"strings"
	"testing"

	"balcao/erp/standin/sgp"
)

const wrongCredentials = `{"detail":"Credenciais de autenticação incorretas."}`

func TestCredentials(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		send  fields
		taken bool
	}{
		{"right", fields{}, true},
		{"wrong token", fields{"token": "x"}, false},
		{"no token", fields{"token": ""}, false},
		{"app in another case", fields{"app": strings.ToUpper(sgp.DefaultApp)}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			i := open(t, sgp.Quirks{})
			tt.send["cpfcnpj"] = maria
			a := i.post("/api/ura/consultacliente/", tt.send)
			if refused := a.status == 403 && string(a.body) == wrongCredentials; refused == tt.taken || a.has("Maria") != tt.taken {
				t.Errorf("status %d: %s", a.status, a.body)
			}
		})
	}
}

// Credentials are fields like others, whatever the body is.
func TestWaysToSendFields(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for name, a := range map[string]answer{
		"form":      i.post("/api/ura/consultacliente/", fields{"cpfcnpj": maria}),
		"multipart": i.postMultipart("/api/ura/consultacliente/", fields{"cpfcnpj": maria}),
		"JSON":      i.postJSON("/api/ura/consultacliente/", map[string]any{"cpfcnpj": maria}),
		"number":    i.postJSON("/api/ura/consultacliente/", map[string]any{"contrato": 305}),
	} {
		if rows := i.rows(a, "contratos"); len(rows) != 1 || rows[0].number("contratoId") != "305" {
			t.Errorf("%s: %s", name, a.body)
		}
	}
}

// In JSON a flag may be a boolean or a number, and null is an empty value.
func TestFieldsOfJSON(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for _, flag := range []any{true, 1, "1"} {
		i.postJSON(slips, map[string]any{"contrato": "305", "nao_gerar_os": flag})
	}
	if n := i.sgp.SideEffects(); n != 0 {
		t.Errorf("%d side effects of reads without", n)
	}
	for _, flag := range []any{false, nil, map[string]any{}} {
		i.postJSON(slips, map[string]any{"contrato": "305", "nao_gerar_os": flag})
	}
	if n := i.sgp.SideEffects(); n != 3 {
		t.Errorf("%d side effects of three reads with", n)
	}
	if o := i.object(i.postJSON("/api/ura/titulos/", map[string]any{"cpfcnpj": maria, "limit": nil})); o["success"] != false {
		t.Errorf("null limit: %v", o)
	}
}

// What a POST has in its query string is no field of it.
func TestQueryOfAPostIsNotRead(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	query := withCredentials(fields{"cpfcnpj": maria}).values().Encode()
	if a := i.send("POST", "/api/ura/consultacliente/?"+query, "", nil); a.status != 403 {
		t.Errorf("status %d: %s", a.status, a.body)
	}
}

func TestBodiesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	for kind, body := range map[string]string{
		"application/json": `{"token":`, "application/x-www-form-urlencoded": "%zz", "multipart/form-data; boundary=x": "--y", "text/plain": "token",
	} {
		if a := i.send("POST", "/api/ura/titulos/", kind, strings.NewReader(body)); a.status != 403 {
			t.Errorf("%s: status %d: %s", kind, a.status, a.body)
		}
	}
}

func TestBasic(t *testing.T) {
	t.Parallel()
	for password, status := range map[string]int{sgp.DefaultPassword: 200, "x": 403} {
		i := open(t, sgp.Quirks{})
		r, err := http.NewRequestWithContext(t.Context(), "POST", i.url+"/api/ura/titulos/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth(sgp.DefaultUser, password)
		if a := i.do(r); a.status != status {
			t.Errorf("password %q: status %d: %s", password, a.status, a.body)
		}
	}
}

func TestRevokedToken(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{})
	i.sgp.KillTokens()
	for _, token := range []string{sgp.DefaultToken, ""} {
		if a := i.post("/api/ura/titulos/", fields{"token": token}); a.status != 403 || string(a.body) != wrongCredentials {
			t.Errorf("token %q: status %d: %s", token, a.status, a.body)
		}
	}
	i.sgp.IssueToken("outro")
	if a := i.post("/api/ura/titulos/", fields{"token": "outro"}); a.status != 200 {
		t.Errorf("new token: status %d: %s", a.status, a.body)
	}
}

// A wrong path, a wrong slash and a path outside the token's list all answer the
// login page with 200.
func TestLoginPage(t *testing.T) {
	t.Parallel()
	i := open(t, sgp.Quirks{Denied: []string{"/api/ura/titulos/"}})
	for _, path := range []string{"/api/ura/consultacliente", "/api/ura/nada/", "/", "/api/ura/titulos/"} {
		if a := i.post(path, fields{"cpfcnpj": maria}); !a.isHTML() || a.header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: status %d: %s", path, a.status, a.body)
		}
	}
	if a := i.post("/api/ura/titulos/", fields{"token": "x"}); a.status != 403 {
		t.Errorf("wrong token on a denied path: status %d", a.status)
	}
	if a := i.get("/api/ura/consultacliente/", fields{"cpfcnpj": maria}); a.status != 405 {
		t.Errorf("GET instead of POST: status %d", a.status)
	}
}
