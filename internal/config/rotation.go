package config

// Rotation is a secret with those that it has replaced.
type Rotation struct {
	// The secret in use, of at least 32 characters.
	Current Secret `yaml:"current"`
	// Replaced secrets that are still accepted, the latest first.
	Previous []Secret `yaml:"previous"`
}

// namedRotation is a rotation and its place in the config.
type namedRotation struct {
	path     string
	rotation *Rotation
}

func (c *Config) rotations() []namedRotation {
	return []namedRotation{{"keys.ids", &c.Keys.IDs}, {"keys.cache", &c.Keys.Cache}, {"keys.files", &c.Keys.Files}}
}

// All are the secrets of a rotation as bytes, the current one first.
func (r Rotation) All() [][]byte {
	all := [][]byte{[]byte(r.Current.Reveal())}
	for _, s := range r.Previous {
		all = append(all, []byte(s.Reveal()))
	}
	return all
}
