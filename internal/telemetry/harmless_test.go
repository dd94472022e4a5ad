package telemetry

import "testing"

// The cheap look may send a text to the expressions in vain, never keep one from
// them that they would mask.
func FuzzHarmless(f *testing.F) {
	for _, seed := range []string{
		"52998224725", "529.982.247-25", "12.ABC.345/01DE-35", "12ABC34501DE35", "AA.AAA.AAA/AAAA-35", "(11) 98765-4321", "a@b.c", "a%40b.c",
		"Bearer x", "BASIC\tdXNlcjpwYXNz", "balcao_x", "balcao_1234", "://u:p@h", "a b c", "ção 1.2.3",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if harmless(s) && mask(s) != s {
			t.Errorf("harmless(%q), but it is masked: %q", s, mask(s))
		}
	})
}
