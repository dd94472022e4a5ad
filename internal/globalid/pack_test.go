package globalid

import "testing"

// What nobody without a key can send must not bring a request down either.
func TestUnpackSurvivesAnything(t *testing.T) {
	t.Parallel()
	full := make([]byte, 1+block)
	for _, length := range []byte{16, 127, 128, 255} {
		plain := append([]byte(nil), full...)
		plain[1] = length
		if _, _, err := unpack(plain); err == nil && length > 15 && length < 128 {
			t.Errorf("unpack took a part of %d bytes out of %d", length, block-1)
		}
	}
	for _, plain := range [][]byte{nil, {}, make([]byte, 5), make([]byte, block)} {
		if _, _, err := unpack(plain); err == nil {
			t.Errorf("unpack took %d bytes", len(plain))
		}
	}
}
