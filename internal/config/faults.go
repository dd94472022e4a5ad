package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// Faults collects what is wrong with the tenants' connections in the eyes of
// whoever knows the packs, which this package does not. Each fault is shown
// where it stands in the config; a setting's value never is.
type Faults struct {
	source   *source
	problems []problem
	causes   []error
}

// Faults begins a collection.
func (c *Config) Faults() *Faults { return &Faults{source: c.source} }

// UnknownPack tells that a tenant names a pack that is none of known.
func (f *Faults) UnknownPack(tenant, name string, known []string) {
	path := connectionOf(tenant) + ".pack"
	f.add(f.source.values[path], path, fmt.Errorf("there is no pack %q; `balcao packs` lists them", name), didYouMean(name, known))
}

// Pack tells that a tenant's pack is of no use to it.
func (f *Faults) Pack(tenant string, err error) {
	path := connectionOf(tenant) + ".pack"
	f.add(f.source.values[path], path, err, "")
}

// UnknownSetting tells that a setting is none of known, which are the pack's.
func (f *Faults) UnknownSetting(tenant, name string, err error, known []string) {
	path := connectionOf(tenant) + ".settings." + name
	f.add(f.source.key(path), path, err, didYouMean(name, known))
}

// Setting tells that a setting has a value that it cannot have.
func (f *Faults) Setting(tenant, name string, err error) {
	path := connectionOf(tenant) + ".settings." + name
	f.add(f.source.key(path), path, err, "")
}

// Err is one error of all faults, in the order of the file; nil of none.
func (f *Faults) Err() error {
	if len(f.problems) == 0 {
		return nil
	}
	return &faultsError{joined(f.problems), f.causes}
}

func connectionOf(tenant string) string { return "tenants." + tenant + ".connection" }

// add keeps a fault. What stands below the first line of its error (the
// mistakes of a pack's own files) comes after the place.
func (f *Faults) add(tok *token.Token, path string, err error, hint string) {
	f.causes = append(f.causes, err)
	message, below, _ := strings.Cut(err.Error(), "\n")
	if len(f.source.keys) == 0 { // there is no file: it was said on the command line
		f.problems = append(f.problems, problem{text: strings.Join(filled(lastOf(path)+": "+message, hint, below), "\n")})
		return
	}
	p := f.source.at(tok, path, message, hint)
	p.text = strings.Join(filled(p.text, below), "\n")
	f.problems = append(f.problems, p)
}

// lastOf is a path without the tenant, which on the command line nobody names.
func lastOf(path string) string {
	return path[strings.Index(path, ".connection.")+len(".connection."):]
}

func filled(texts ...string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return t == "" })
}

// faultsError keeps the errors that the faults were made of, for errors.Is.
type faultsError struct {
	error
	causes []error
}

// Unwrap implements what [errors.Is] asks for.
func (e *faultsError) Unwrap() []error { return e.causes }
