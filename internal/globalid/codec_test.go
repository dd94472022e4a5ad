package globalid_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"

	"balcao/internal/globalid"
)

var (
	oldKey = globalid.Key(bytes.Repeat([]byte("o"), 32))
	newKey = globalid.Key(bytes.Repeat([]byte("n"), 40))
)

func codec(t *testing.T, keys ...globalid.Key) *globalid.Codec {
	t.Helper()
	c, err := globalid.New(keys)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	c := codec(t, newKey)
	tests := map[string][]string{
		"no parts":         nil,
		"an empty part":    {""},
		"id and document":  {"123", "52998224725"},
		"exactly a block":  {strings.Repeat("x", 15), "y"},
		"two length bytes": {strings.Repeat("x", 200), "y"},
		"any bytes":        {"a\x00b", "ção\xff", ""},
	}
	for name, parts := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id := c.Encode("acme", globalid.Invoice, parts...)
			kind, got, err := c.Decode("acme", id)
			if err != nil || kind != globalid.Invoice || !slices.Equal(got, parts) {
				t.Fatalf("Decode = %v, %q, %v; want %q", kind, got, err, parts)
			}
		})
	}
}

func TestIdsAreTheSameOnEveryNodeAndDifferOtherwise(t *testing.T) {
	t.Parallel()
	a, b := codec(t, newKey), codec(t, newKey, oldKey)
	id := a.Encode("acme", globalid.Invoice, "1", "2")
	if b.Encode("acme", globalid.Invoice, "1", "2") != id {
		t.Error("two nodes with the same current key make different ids")
	}
	others := []string{
		a.Encode("zeta", globalid.Invoice, "1", "2"),
		a.Encode("acme", globalid.Customer, "1", "2"),
		a.Encode("acme", globalid.Invoice, "12", ""),
		a.Encode("acme", globalid.Invoice, "1", "2", ""),
		codec(t, oldKey).Encode("acme", globalid.Invoice, "1", "2"),
	}
	if slices.Contains(others, id) {
		t.Error("two objects have one id")
	}
}

// A changed id would break what clients keep: bookmarks, their own tables.
func TestIdsNeverChange(t *testing.T) {
	t.Parallel()
	const want = "FSYaHvnv6NsZonmQ6wLlw1_aPbKzEdryonkovIRkIEd9-7S3k8wSoHDCGUliZuaAiQ"
	if got := codec(t, newKey).Encode("acme", globalid.Invoice, "4711", "52998224725"); got != want {
		t.Errorf("Encode = %q, want %q: clients keep ids, so the format needs a new version instead", got, want)
	}
}

func TestReplacedKeysStillDecode(t *testing.T) {
	t.Parallel()
	id := codec(t, oldKey).Encode("acme", globalid.Customer, "52998224725")
	if _, parts, err := codec(t, newKey, oldKey).Decode("acme", id); err != nil || parts[0] != "52998224725" {
		t.Errorf("Decode with the previous key = %q, %v", parts, err)
	}
	if _, _, err := codec(t, newKey).Decode("acme", id); !errors.Is(err, globalid.ErrNotFound) {
		t.Errorf("Decode without the previous key = %v", err)
	}
}

func TestWhatWasNotMadeForThisTenantIsNotFound(t *testing.T) {
	t.Parallel()
	c := codec(t, newKey)
	id := c.Encode("acme", globalid.Invoice, "4711", "52998224725")
	tests := map[string]string{
		"empty": "", "one character": "A", "no base64": "!!!!", "padding": id + "=", "longer": id + "AAAA",
		"shorter": id[:len(id)-4], "cut to the tag": id[:22], "plain": base64.RawURLEncoding.EncodeToString([]byte("Invoice:4711")),
		"newline": id[:20] + "\n" + id[20:],
	}
	for name, forged := range tests {
		if _, _, err := c.Decode("acme", forged); !errors.Is(err, globalid.ErrNotFound) {
			t.Errorf("%s: Decode = %v", name, err)
		}
	}
	if _, _, err := c.Decode("zeta", id); !errors.Is(err, globalid.ErrNotFound) {
		t.Errorf("another tenant's id: Decode = %v", err)
	}
}

// Every single character counts: there is one spelling of an id only.
func TestEveryAlteredCharacterIsNoticed(t *testing.T) {
	t.Parallel()
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	c := codec(t, newKey)
	id := c.Encode("acme", globalid.Customer, "52998224725")
	for i := range id {
		for _, r := range alphabet {
			altered := id[:i] + string(r) + id[i+1:]
			if _, _, err := c.Decode("acme", altered); altered != id && !errors.Is(err, globalid.ErrNotFound) {
				t.Fatalf("character %d altered: Decode = %v", i, err)
			}
		}
	}
}

func TestLengthDoesNotTellAPersonFromACompany(t *testing.T) {
	t.Parallel()
	c := codec(t, newKey)
	cpf := c.Encode("acme", globalid.Invoice, "4711", "52998224725")
	cnpj := c.Encode("acme", globalid.Invoice, "4711", "11222333000181")
	if len(cpf) != len(cnpj) {
		t.Errorf("ids have %d and %d characters", len(cpf), len(cnpj))
	}
	raw, err := base64.RawURLEncoding.DecodeString(cpf)
	if err != nil || bytes.Contains(raw, []byte("52998224725")) || bytes.Contains(raw, []byte("4711")) {
		t.Errorf("the decoded id shows its parts (%v)", err)
	}
}

func TestNewRefusesWeakKeys(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string][]globalid.Key{"none": nil, "short": {newKey, globalid.Key("segredo")}} {
		if _, err := globalid.New(keys); err == nil || strings.Contains(err.Error(), "segredo") {
			t.Errorf("%s: New = %v", name, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	c, err := globalid.New([]globalid.Key{newKey})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(c.Encode("acme", globalid.Invoice, "4711", "52998224725"))
	f.Fuzz(func(t *testing.T, id string) {
		kind, parts, err := c.Decode("acme", id)
		if err == nil && c.Encode("acme", kind, parts...) != id {
			t.Errorf("a second spelling of an id: %q", id)
		}
	})
}
