package globalid

import (
	"encoding/binary"
	"strings"
)

// block is what each part's length is rounded up to, its length byte included.
// A CPF (11) and a CNPJ (14) fill one block each, so that an id's length does
// not tell a person from a company.
const block = 16

// pack writes kind and parts as the text to encrypt: the kind, then for each
// part its length and its bytes, filled up with zeros to whole blocks.
func pack(kind Kind, parts []string) []byte {
	plain := []byte{byte(kind)}
	for _, part := range parts {
		start := len(plain)
		plain = binary.AppendUvarint(plain, uint64(len(part)))
		plain = append(plain, part...)
		if rest := (len(plain) - start) % block; rest != 0 {
			plain = append(plain, strings.Repeat("\x00", block-rest)...)
		}
	}
	return plain
}

// unpack reads what pack wrote. Only our own key can have written it; that it
// is read with care all the same keeps a panic away from requests.
func unpack(plain []byte) (Kind, []string, error) {
	if len(plain)%block != 1 {
		return 0, nil, ErrNotFound
	}
	kind, rest := Kind(plain[0]), plain[1:]
	var parts []string
	for len(rest) > 0 {
		length, n := binary.Uvarint(rest)
		if n <= 0 || length > uint64(len(rest)-n) {
			return 0, nil, ErrNotFound
		}
		end := n + int(length)
		parts = append(parts, string(rest[n:end]))
		rest = rest[roundUp(end):]
	}
	return kind, parts, nil
}

func roundUp(n int) int { return (n + block - 1) / block * block }
