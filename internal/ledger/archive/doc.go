// Package archive copies what must survive out of a store and into an empty one:
// exports, backups, restores, and the move from SQLite to PostgreSQL. Everything
// is read at one moment, beside the running server, and written whole or not at
// all.
//
// An archive is a text of JSON lines in UTF-8. The first is its [Header], then
// comes a line for each row, {"table":"write","row":{…}} with the table's columns
// by their names, and the last is its [Footer]. Instants are microseconds since
// 1970 UTC, money is in centavos. The backup of a SQLite file is such a file
// itself.
//
// It is not about writes alone: shared links and associations are copied too.
//
// Start reading at [Backup] and [Restore].
package archive
