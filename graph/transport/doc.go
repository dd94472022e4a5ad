// Package transport is GraphQL over HTTP, as the specification at
// https://graphql.github.io/graphql-over-http/draft/ has it: POST for every
// operation, GET for queries, one operation a request.
//
// gqlgen has transports of its own; this one is stricter towards the client and
// passes all audits of the npm package graphql-http (audits/). Start reading at
// [Handler].
//
// What is decided here:
//
//   - Only application/json is taken as a body. A form, text/plain, multipart or a
//     body without a type can be sent by any web page without the browser asking
//     first, so they are refused (CSRF).
//   - GET serves queries, also those known by their hash, so that links and
//     persisted queries work; a mutation by GET is answered 405.
//   - Under application/json a document that does not parse or validate is answered
//     200, because older clients read no body beside another status; under
//     application/graphql-response+json it is 400. What is no GraphQL request at
//     all is 400 under both.
//   - An answer without a result has no "data" at all.
//   - Lists of operations (batches), subscriptions and @defer are refused.
//   - Nothing that a client sent is echoed, apart from what the executor says of
//     the document.
//   - Answers are compressed here, because Balcão is one binary and need not stand
//     behind a proxy; one that is there passes them on as they are.
package transport
