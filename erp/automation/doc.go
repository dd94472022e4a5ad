// Package automation runs packs: folders of YAML that say how one ERP answers
// the functions of package erp. The language is described in
// docs/automation.md.
//
// A pack goes through stages, one group of files each:
//
//	load*.go check*.go   YAML into a checked, compiled [Pack] (model.go); every
//	                     mistake is told at once, with its place ([Problems])
//	connection.go        a pack with one tenant's settings: an erp.Pipe
//	bind.go              settings and addresses
//	run.go step*.go      a run: units, steps from top to bottom, loops, pages
//	request*.go link.go  what a step sends, and when it is sent again
//	answer*.go           what an answer means: rules, status, shape
//	session*.go          log-ins: one at a time, renewed once, never a storm
//	lookup.go            writes: what the ledger records and hands back
//	map.go batch.go      from steps to the types of the contract
//	trace*.go            what `balcao try` shows, masked
//	example*.go          a pack's tests
//	record.go            what a recording needs: answers as they came, rehearsals
//	runs*.go inspect.go  the last runs, and a connection as people are shown it
//	reload.go watch.go   a folder that is watched
//	choices.go           what a setting can be filled in with
//	keys.go words.go     the vocabulary, for people and for the loader
//
// language*_test.go has a test for each key, word, function and format, by the
// names of [Keys], [Words] and the value package; `make mutants` switches each off.
//
// Start reading at model.go for what a pack is, and at [Connection.Do] for how
// one runs.
package automation
