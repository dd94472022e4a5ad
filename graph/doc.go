// Package graph answers GraphQL: the schema's resolvers and what stands around
// them.
//
// A request is authenticated by the caller, which puts a [Request] into its
// context; rights are decided on the whole operation before anything runs
// (rights.go); then the resolvers, which are thin: they look at the request,
// call an ERP function or hand a write in, and return. schema.resolvers.go is
// where to start; relations.go says which object leads to which, and is what
// lets the ERP be asked for a child together with its parent.
//
// exec and model are made by gqlgen from schema.graphqls; loader batches the
// ERP calls of a request; transport is GraphQL over HTTP.
package graph
