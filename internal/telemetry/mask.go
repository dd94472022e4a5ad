package telemetry

import (
	"regexp"
	"strings"

	"balcao/internal/br"
)

const masked = "[masked]"

// keyPrefix begins every client key.
const keyPrefix = "balcao_"

// personal finds what looks like a person or a secret in running text. It
// would rather mask an order number than miss a document.
var personal = regexp.MustCompile(strings.Join([]string{
	`\d{3}\.\d{3}\.\d{3}-?\d{2}`,                                // CPF
	`[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}/?[0-9A-Z]{4}-?\d{2}`, // CNPJ
	`\(?\d{2}\)?[ .-]?9?\d{4}-\d{4}`,                            // telephone
	`\d{10,}`,                                                   // all of these without marks, lines of boletos
	`[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+`,                      // e-mail
	`(?i:bearer\s+)\S+`,                                         // credentials
	`(?i:basic\s+)[\w+/=]{8,}`,
	keyPrefix + `\w+`,
	`://[^/\s:@]*:[^/\s@]+@`, // a password in a URL
}, "|"))

// lettered finds what may be a CNPJ with letters; only good check digits make
// it one, because there are words of this length too.
var lettered = regexp.MustCompile(`[0-9A-Za-z]{12}\d{2}`)

// Mask replaces what looks like a document, a telephone number, an e-mail
// address or a credential. It is a net, not a licence: it cannot know names.
func Mask(s string) string {
	if harmless(s) {
		return s
	}
	return mask(s)
}

func mask(s string) string {
	s = personal.ReplaceAllLiteralString(s, masked)
	return lettered.ReplaceAllStringFunc(s, func(word string) string {
		if _, err := br.ParseDocument(word); err != nil {
			return word
		}
		return masked
	})
}

// harmless tells cheaply that mask would find nothing: nearly all that is logged
// is, and the expressions cost a hundred times as much. It counts what each of
// them needs: digits, an @, long words, the marks of a CNPJ, a credential.
func harmless(s string) bool {
	var digits, dots, word, longest int
	for i := range len(s) {
		switch c := s[i]; {
		case c == '@' || c == '%' || isSpace(c) && credentialEnds(s[:i]):
			return false
		case c >= '0' && c <= '9':
			digits++
			word++
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
			word++
		case c == '.':
			dots++
			word = 0
		default:
			word = 0
		}
		longest = max(longest, word)
	}
	if strings.Contains(s, keyPrefix) {
		return false
	}
	return digits < 2 || digits < 10 && longest < 14 && dots < 2
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// credentialEnds tells whether the word before a space announces a credential.
func credentialEnds(before string) bool {
	last := strings.ToLower(before[max(0, len(before)-len("bearer")):])
	return last == "bearer" || strings.HasSuffix(last, "basic")
}

// secretKeys are names of attributes whose values are never shown.
var secretKeys = map[string]bool{
	"document": true, "documents": true, "cpf": true, "cnpj": true, "name": true, "customer_name": true,
	"email": true, "phone": true, "street": true, "key": true, "keys": true, "token": true, "password": true,
	"secret": true, "authorization": true, "cookie": true, "query": true, "variables": true, "input": true,
}

func isSecret(key string) bool { return secretKeys[strings.ToLower(key)] }
