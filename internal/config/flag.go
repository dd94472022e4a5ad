package config

import "strings"

// FlagSetting reads a setting that is given on the command line: "env:NAME" and
// "file:/path" refer to where the value is, all else is the value itself. Others
// on the machine see a command line, so [Setting.CheckSecret] refuses a secret
// that stands in it.
func FlagSetting(text string, environ []string) (Setting, error) {
	var s Setting
	if name, ok := strings.CutPrefix(text, "env:"); ok {
		s.env = name
	} else if path, ok := strings.CutPrefix(text, "file:"); ok {
		s.file = path
	} else {
		s.value, s.literal = text, true
	}
	return s, s.resolve(environment(environ), "")
}
