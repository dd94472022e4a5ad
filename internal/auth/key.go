package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
)

const (
	// keyPrefix lets secret scanners find a key that was published by mistake.
	keyPrefix = "balcao_"
	// hashPrefix names the hash, so that another one can be told from it later.
	hashPrefix = "sha256:"
	// longestKey bounds what is hashed for somebody unknown, in bytes.
	longestKey = 256
)

// Why a request has no principal. The errors never hold the key.
var (
	ErrNoKey     = errors.New("no client key: send the header Authorization: Bearer <key>")
	ErrMalformed = errors.New("the Authorization header is malformed: send one header, Authorization: Bearer <key>")
	ErrUnknown   = errors.New("the client key is not known here")
)

// NewKey makes a random key for a client. It is shown once; the config keeps
// its [HashKey].
func NewKey() string { return keyPrefix + rand.Text() }

// HashKey is the form in which a key stands in the config: "sha256:" and 64
// hexadecimal digits. A plain hash is enough because a key is random: there is
// no list of likely keys to try.
func HashKey(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hashPrefix + hex.EncodeToString(sum[:])
}

// CheckHash refuses what [HashKey] cannot have written.
func CheckHash(hash string) error {
	digits, ok := strings.CutPrefix(hash, hashPrefix)
	sum, err := hex.DecodeString(digits)
	if !ok || err != nil || len(sum) != sha256.Size || hash != strings.ToLower(hash) {
		return errors.New("a key stands in the config as sha256: and 64 lower-case hexadecimal digits, never in clear; `balcao key` makes one")
	}
	return nil
}

// bearer reads the one Authorization header of a request (RFC 6750, section
// 2.1). The scheme's case does not matter (RFC 9110, section 11.1).
func bearer(h http.Header) (string, error) {
	values := h.Values("Authorization")
	if len(values) == 0 {
		return "", ErrNoKey
	}
	scheme, key, found := strings.Cut(values[0], " ")
	if len(values) > 1 || !found || !strings.EqualFold(scheme, "Bearer") || !isToken(key) {
		return "", ErrMalformed
	}
	return key, nil
}

// isToken tells whether s is a b64token of RFC 6750.
func isToken(s string) bool {
	body := strings.TrimRight(s, "=")
	if body == "" || len(s) > longestKey {
		return false
	}
	return strings.IndexFunc(body, notTokenRune) < 0
}

func notTokenRune(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
		return false
	}
	return !strings.ContainsRune("-._~+/", r)
}
