// Package model has what the schema needs beside the types of package erp:
// pages, payloads and inputs. models.go is generated; what a resolver has to
// fill is written by hand in the other files.
package model

// Node is anything with a global id. The types of package erp know nothing of
// GraphQL, so any type may be one; the schema says which are.
type Node any
