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
//   - Lists of operations (batches) and @defer are refused.
//   - Nothing that a client sent is echoed, apart from what the executor says of
//     the document.
//   - Answers are compressed here, because Balcão is one binary and need not stand
//     behind a proxy; one that is there passes them on as they are.
//
// Subscriptions come over WebSocket, in the protocol graphql-transport-ws of the
// npm package graphql-ws, and as server-sent events, as the npm package graphql-sse
// has them in its mode of distinct connections; see [Subscriptions]. Queries and
// mutations work there too. gqlgen's own Websocket closes with 1002 where the
// protocol has a code for each mistake, forgets an id that is used twice, and
// bounds neither operations nor writes; its SSE sends what it cannot read back to
// the client. So both are ours: websocket.go, messages.go and running.go stand on
// github.com/coder/websocket, which gqlgen brings, sse.go on net/http. What is
// decided here:
//
//   - A subscription lives until its client leaves, the server stops or it is as
//     old as it may be. A WebSocket is closed with 1001 then, and a stream of
//     events ends without "complete": clients take both for a reason to come again,
//     and a "complete" for the end.
//   - A key that is missing or wrong closes with 4401, as HTTP answers 401, and
//     graphql-ws does not try again; one that may not be used by this page with 4403.
//   - Each answer of a subscription is made in a context that was prepared for it,
//     so that nothing is remembered from one to the next.
//   - Events are never compressed: they are short, and have to be seen at once.
package transport
