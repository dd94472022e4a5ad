// Package auth tells who is calling: it turns the key of an Authorization
// header into a [Principal], the tenant and the client that the rest of the
// server acts for.
//
// Start reading at [Registry.Authenticate]. What a principal may do is not
// decided here: the schema's directives do that, by the client's [Kind] and
// its flags.
package auth
