// Package app builds Balcão out of its parts, in named steps, and runs it. Start
// at [New]; tenant.go is what each provider is made of.
package app
