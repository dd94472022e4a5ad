// Package store opens the durable store: a SQLite file by default, PostgreSQL
// for many nodes, memory for the sandbox. The code above it is the same for
// all three, and so are the migrations.
//
// This package owns the connections and the schema; the statements on a table
// stand in the package whose table it is. They keep to what both databases
// understand: parameters as $1, $2 … in the order of their first use, instants
// as BIGINT ([Micros]), everything else as TEXT or BIGINT.
//
// Start reading at [Open].
package store
