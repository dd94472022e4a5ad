// Package config reads the one config file (YAML), the BALCAO_… variables that
// go before it, and the secrets that it refers to.
//
// The struct [Config] is the file's description: the tags of its fields hold
// defaults and ranges, their comments what a value that is too low or too high
// does. docs/config.schema.json is made from both, and docs/config.example.yaml
// shows them in use. Without a file there is [Sandbox].
//
// Errors name file, line and column, show the line and say what to do. They
// never show a value that may be a secret.
//
// Start reading at [Load].
package config
