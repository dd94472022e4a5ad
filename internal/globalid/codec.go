package globalid

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/tink-crypto/tink-go/v2/daead/subtle"
)

// Kind is the type of the object that an id stands for. Its number is inside
// every id that clients keep: it is never given to another kind.
type Kind byte

// The kinds of object.
const (
	Customer   Kind = 1
	Invoice    Kind = 2
	Settlement Kind = 3
	Lead       Kind = 4
	// Share is a share of a file, as a mutation revokes it.
	Share Kind = 5
	// Cursor is a place in a list.
	Cursor Kind = 6
	// FileView and FileShare are the tokens of /files/…, not objects.
	FileView  Kind = 7
	FileShare Kind = 8

	FiscalNote     Kind = 9
	Order          Kind = 10
	Ticket         Kind = 11
	TrustUnlock    Kind = 12
	CustomerUpdate Kind = 13
	// FiscalNoteView and ClearanceView are tokens of /files/…, as FileView is
	// for boletos.
	FiscalNoteView Kind = 14
	ClearanceView  Kind = 15

	Payment Kind = 16
)

// TenantInside is the tenant of tokens that are opened before it is known for
// whom: they name their tenant in their first part.
const TenantInside = ""

// ErrNotFound is all that is told about an id that cannot be opened.
var ErrNotFound = errors.New("no such object")

// ShortestKey is the least length of a [Key] in bytes.
const ShortestKey = 32

// Key is a secret of at least [ShortestKey] random bytes; longer text, such as
// a line of base64, is as good.
type Key []byte

// format separates ids of this version from those of a later one, which will
// be tried in turn. It is authenticated, not shown.
const format = "balcao id 1"

// strict refuses a second spelling of the same id; lineBreaks are what it would
// still skip.
var strict = base64.RawURLEncoding.Strict()

const lineBreaks = "\r\n"

// Codec encodes and decodes ids. It is safe for concurrent use.
type Codec struct {
	ciphers []*subtle.AESSIV
}

// New makes a codec that encodes with the first key and decodes with any: a
// replaced key stays behind the new one for as long as clients keep ids.
func New(keys []Key) (*Codec, error) {
	if len(keys) == 0 {
		return nil, errors.New("globalid: no key")
	}
	c := &Codec{}
	for i, key := range keys {
		cipher, err := newCipher(key)
		if err != nil {
			return nil, fmt.Errorf("globalid: key %d: %w", i+1, err)
		}
		c.ciphers = append(c.ciphers, cipher)
	}
	return c, nil
}

// newCipher stretches a key to the 64 bytes of AES-SIV with 256 bits (HKDF, RFC
// 5869), so that one secret never serves two algorithms.
func newCipher(key Key) (*subtle.AESSIV, error) {
	if len(key) < ShortestKey {
		return nil, fmt.Errorf("%d bytes are too short; at least %d random bytes are needed", len(key), ShortestKey)
	}
	derived, err := hkdf.Key(sha256.New, key, nil, format, subtle.AESSIVKeySize)
	if err != nil {
		return nil, err
	}
	return subtle.NewAESSIV(derived)
}

// Encode makes the id of an object: URL-safe text without padding that tells
// nothing but, roughly, its parts' lengths.
func (c *Codec) Encode(tenant string, kind Kind, parts ...string) string {
	sealed, err := c.ciphers[0].EncryptDeterministically(pack(kind, parts), associated(tenant))
	if err != nil {
		panic("globalid: only a text that exceeds memory fails to encrypt: " + err.Error())
	}
	return strict.EncodeToString(sealed)
}

// Decode opens an id that was made for this tenant. Every failure is
// [ErrNotFound]: who guesses learns nothing.
func (c *Codec) Decode(tenant, id string) (Kind, []string, error) {
	sealed, err := strict.DecodeString(id)
	if err != nil || strings.ContainsAny(id, lineBreaks) {
		return 0, nil, ErrNotFound
	}
	for _, cipher := range c.ciphers {
		if plain, err := cipher.DecryptDeterministically(sealed, associated(tenant)); err == nil {
			return unpack(plain)
		}
	}
	return 0, nil, ErrNotFound
}

func associated(tenant string) []byte { return []byte(format + "\x00" + tenant) }
