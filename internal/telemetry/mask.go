package telemetry

import (
	"regexp"
	"strings"

	"balcao/internal/br"
)

const masked = "[masked]"

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
	`balcao_\w+`,
	`://[^/\s:@]*:[^/\s@]+@`, // a password in a URL
}, "|"))

// lettered finds what may be a CNPJ with letters; only good check digits make
// it one, because there are words of this length too.
var lettered = regexp.MustCompile(`[0-9A-Za-z]{12}\d{2}`)

// Mask replaces what looks like a document, a telephone number, an e-mail
// address or a credential. It is a net, not a licence: it cannot know names.
func Mask(s string) string {
	s = personal.ReplaceAllLiteralString(s, masked)
	return lettered.ReplaceAllStringFunc(s, func(word string) string {
		if _, err := br.ParseDocument(word); err != nil {
			return word
		}
		return masked
	})
}

// secretKeys are names of attributes whose values are never shown.
var secretKeys = map[string]bool{
	"document": true, "documents": true, "cpf": true, "cnpj": true, "name": true, "customer_name": true,
	"email": true, "phone": true, "address": true, "key": true, "keys": true, "token": true, "password": true,
	"secret": true, "authorization": true, "cookie": true, "query": true, "variables": true, "input": true,
}

func isSecret(key string) bool { return secretKeys[strings.ToLower(key)] }
