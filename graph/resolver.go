package graph

// Resolver is the root of all resolvers. It holds nothing: what a request may
// reach travels with its context, see [Request].
type Resolver struct{}
