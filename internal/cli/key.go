package cli

import (
	"fmt"

	"balcao/internal/auth"
)

type keyCommand struct{}

// Run prints a new key. It is stored nowhere: whoever runs this gives the key to
// the front end and the hash to the config.
func (keyCommand) Run(e *environment) error {
	key := auth.NewKey()
	fmt.Fprintf(e.stdout, "key for the front end (keep it secret):  %s\nhash for the config, under keys:         %s\n", key, auth.HashKey(key))
	return nil
}
