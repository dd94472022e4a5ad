package cache

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"hash"
	"sync"

	"balcao/internal/br"
)

// format is the version of all that is kept in Redis. It changes whenever a
// node of the new version could misread what an old one wrote.
const format = "1"

// digest names a key or a tag without telling what it is of.
type digest [sha256.Size]byte

// String is the digest as it stands in names and messages.
func (d digest) String() string { return base64.RawURLEncoding.EncodeToString(d[:]) }

func parseDigest(s string) (digest, bool) {
	var d digest
	b, err := base64.RawURLEncoding.DecodeString(s)
	return d, err == nil && copy(d[:], b) == len(d) && len(b) == len(d)
}

// tenant holds a tenant's keys: one to make names, one to encrypt values.
type tenant struct {
	name string
	// prefix begins every key of the tenant. The part in braces is Redis
	// Cluster's hash tag: all keys of a tenant live in one slot.
	prefix string
	macs   sync.Pool
	aead   cipher.AEAD
	epoch  digest
}

func newTenant(name string, secret []byte) (*tenant, error) {
	macKey, err := hkdf.Key(sha256.New, secret, nil, "balcao cache names "+name, sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("cache: the names' key of tenant %s: %w", name, err)
	}
	valueKey, err := hkdf.Key(sha256.New, secret, nil, "balcao cache values "+name, 32)
	if err != nil {
		return nil, fmt.Errorf("cache: the values' key of tenant %s: %w", name, err)
	}
	block, err := aes.NewCipher(valueKey)
	if err != nil {
		return nil, fmt.Errorf("cache: the cipher of tenant %s: %w", name, err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("cache: the cipher of tenant %s: %w", name, err)
	}
	t := &tenant{name: name, prefix: "{balcao:" + name + "}:" + format + ":", aead: aead}
	t.macs.New = func() any { return &mac{Hash: hmac.New(sha256.New, macKey)} }
	t.epoch = t.digest("tenant")
	return t, nil
}

// mac is an HMAC with a buffer to write its text in.
type mac struct {
	hash.Hash
	text []byte
}

// digest is the HMAC of parts, of which only the last may hold a zero byte.
func (t *tenant) digest(parts ...string) (d digest) {
	m := t.macs.Get().(*mac)
	defer t.macs.Put(m)
	m.text = m.text[:0]
	for _, p := range parts {
		m.text = append(append(m.text, p...), 0)
	}
	m.Reset()
	m.Write(m.text)
	m.text = m.Sum(m.text[:0])
	copy(d[:], m.text)
	return d
}

func (t *tenant) functionTag(function string) digest { return t.digest("function", function) }

func (t *tenant) customerTag(document br.Document) digest {
	return t.digest("customer", string(document))
}

// generationName is the key in Redis of a tag's generation.
func (t *tenant) generationName(tag digest) string { return t.prefix + "g:" + tag.String() }

// seal encrypts text for the place called name; open takes it from there only.
func (t *tenant) seal(name string, text []byte) []byte {
	return t.aead.Seal(nil, nil, text, []byte(name))
}

func (t *tenant) open(name string, sealed []byte) ([]byte, error) {
	return t.aead.Open(nil, nil, sealed, []byte(name))
}
