// Package loader gathers the ERP calls of one GraphQL request: whatever the
// resolvers of a level ask for becomes one call with many keys.
//
// A [Loader] is an [erp.Pipe] around the tenant's own, made anew for each
// request. A resolver that knows what its children will ask for hands their
// keys over at once ([Loader.Ahead]); the short wait of the batching loader
// below is for stragglers only.
//
// resultloader_gen.go is dataloaden's output; guard.go is what stands between
// it and the pipe. Start reading at loader.go.
package loader
