package value_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"balcao/erp"
	"balcao/erp/automation/value"
)

func TestDecodeJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]any{
		"": nil, "null": nil, " \n": nil, "\xef\xbb\xbf{}": map[string]any{}, "[]": []any{}, `"a"`: "a", "true": true,
		`{"a":1,"a":2,"A":3}`: map[string]any{"a": int64(2), "A": int64(3)}, "\"a\xffb\"": "a\uFFFDb",
		"123456789012345678": int64(123456789012345678), "12345678901234567890": "12345678901234567890", "-1": int64(-1), "1e3": int64(1000),
		"1.00": decimal("1.00"), "0.1": decimal("0.1"), "1e-3": decimal("0.001"), "1e400": "1e400", "0.12345678901234567891": "0.12345678901234567891",
		"1e-400": "1e-400", "-0.50": decimal("-0.50"),
	} {
		got, err := value.DecodeJSON([]byte(text), value.JSONLimits{})
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s = %#v, %v; want %#v", text, got, err, want)
		}
	}
	for _, text := range []string{"{", "[1,", `{"a"}`, "1 2", "{} x", "<html>", "nul", `"a`, "[1}", "01", strings.Repeat("[", 100) + strings.Repeat("]", 100)} {
		if got, err := value.DecodeJSON([]byte(text), value.JSONLimits{}); err == nil {
			t.Errorf("%.20s = %v, want an error", text, got)
		}
	}
	for _, text := range []string{`[1,2,3]`, `{"a":1,"b":2,"c":3}`, `[[[1]]]`} {
		if _, err := value.DecodeJSON([]byte(text), value.JSONLimits{Depth: 2, Items: 2, Members: 2}); err == nil {
			t.Errorf("%s passed its limits", text)
		}
	}
	if _, err := value.DecodeJSON([]byte(`{"nome": "Maria`), value.JSONLimits{}); err == nil || strings.Contains(err.Error(), "Maria") {
		t.Errorf("broken JSON: %v", err)
	}
}

func TestAppendJSON(t *testing.T) {
	t.Parallel()
	code := "9"
	for _, c := range []struct {
		v    any
		want string
	}{
		{nil, "null"}, {int64(5), "5"}, {decimal("129.90"), "129.90"}, {"a\"\u2028<", "\"a\\\"\u2028<\""}, {[]any{true, "x"}, `[true,"x"]`},
		{map[string]any{"b": int64(1), "a": []any{}}, `{"a":[],"b":1}`}, {[]string{"a"}, `["a"]`},
		{erp.Created{RemoteID: &code}, `{"remote_id":"9"}`}, {erp.Created{}, `{}`},
	} {
		if got, err := value.AppendJSON(nil, c.v); err != nil || string(got) != c.want {
			t.Errorf("%#v = %s, %v", c.v, got, err)
		}
	}
	for _, v := range []any{erp.Money(5), day(2026, 11, 24), noon, []byte("x"), []any{erp.Money(5)}, map[string]any{"a": noon}, "\xff", erp.Settlement{}} {
		if got, err := value.AppendJSON(nil, v); err == nil {
			t.Errorf("%#v = %s, want an error", v, got)
		}
	}
}

// Whatever JSON says is read, and written again so that another reader sees the
// same.
func FuzzDecodeJSON(f *testing.F) {
	for _, s := range []string{answer, odd, `[1.5e3, -0, 1e-5]`, `{"a":{"a":{"a":[null]}}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := value.DecodeJSON(data, value.JSONLimits{})
		if err != nil {
			return
		}
		text, err := value.AppendJSON(nil, v)
		if err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		again, err := value.DecodeJSON(text, value.JSONLimits{})
		if err != nil || !reflect.DeepEqual(v, again) || !json.Valid(text) {
			t.Fatalf("%q became %s: %v", data, text, err)
		}
	})
}

func decimal(text string) value.Decimal {
	var d value.Decimal
	if err := d.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return d
}
