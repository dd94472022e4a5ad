// Subscribes with the clients that front ends use.
//
//   node subscriptions.mjs URL URL-OF-A-SERVER-THAT-CUTS
import assert from 'node:assert/strict';
import { ApolloClient, InMemoryCache, gql } from '@apollo/client/core';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, shortLived] = process.argv.slice(2);
const right = 'Bearer right';
const count = 'subscription Count($to: Int!) { count(to: $to) }';

const sockets = (to, authorization, more = {}) => createSocketClient({
  url: to.replace(/^http/, 'ws'), webSocketImpl: WebSocket, connectionParams: { authorization },
  retryWait: async () => {}, ...more,
});
const events = (to, authorization, more = {}) => createEventClient({
  url: to, headers: { Authorization: authorization }, retry: async () => {}, ...more,
});

async function all(client, request) {
  const results = [];
  for await (const result of client.iterate(request)) results.push(result);
  return results;
}

// answers checks every kind of operation.
async function answers(client) {
  const counted = await all(client, { query: count, variables: { to: 3 } });
  assert.deepEqual(counted, [1, 2, 3].map((n) => ({ data: { count: n } })));
  assert.deepEqual(await all(client, { query: 'query($v: ID) { echo(value: $v) }', variables: { v: 'ção' } }), [{ data: { echo: 'ção' } }]);
  assert.deepEqual(await all(client, { query: 'mutation { echo(value: "1") }' }), [{ data: { echo: '1' } }]);
  client.dispose();
}

// comesAgain checks that a client that was cut subscribes once more by itself.
async function comesAgain(client) {
  let ticks = 0;
  for await (const result of client.iterate({ query: 'subscription { tick }' })) {
    assert.deepEqual(result, { data: { tick: 1 } });
    if (++ticks === 3) break;
  }
  client.dispose();
  assert.equal(ticks, 3);
}

async function socketErrors() {
  const client = sockets(url, right);
  await assert.rejects(all(client, { query: '{ nothing }' }), (errors) => /nothing/.test(errors[0].message));
  client.dispose();
  const closed = await all(sockets(url, 'Bearer wrong'), { query: '{ echo }' }).catch((event) => event);
  assert.equal(closed.code, 4401);
}

async function eventErrors() {
  const client = events(url, right);
  const [result] = await all(client, { query: '{ nothing }' });
  assert.match(result.errors[0].message, /nothing/);
  client.dispose();
  await assert.rejects(all(events(url, 'Bearer wrong', { retryAttempts: 0 }), { query: '{ echo }' }), (error) => error.response.status === 401);
}

// socketByHeader is what servers do, which can set headers.
async function socketByHeader() {
  class WithKey extends WebSocket {
    constructor(address, protocols) { super(address, protocols, { headers: { Authorization: right } }); }
  }
  await answers(sockets(url, undefined, { webSocketImpl: WithKey, connectionParams: undefined }));
}

// socketStays checks that a client that asks whether the server is there is answered.
async function socketStays() {
  const answered = new Promise((resolve) => {
    const client = sockets(url, right, {
      lazy: false, keepAlive: 50, on: { pong: () => { client.dispose(); resolve(); } },
    });
  });
  await answered;
}

async function apollo() {
  const socket = sockets(url, right);
  const client = new ApolloClient({ link: new GraphQLWsLink(socket), cache: new InMemoryCache() });
  const seen = [];
  await new Promise((complete, error) => {
    client.subscribe({ query: gql(count), variables: { to: 2 } }).subscribe({ next: ({ data }) => seen.push(data.count), complete, error });
  });
  assert.deepEqual(seen, [1, 2]);
  client.stop();
  await socket.dispose();
}

const cases = {
  'graphql-ws': () => answers(sockets(url, right)),
  'graphql-ws, key in the header': socketByHeader,
  'graphql-ws, errors': socketErrors,
  'graphql-ws, pings': socketStays,
  'graphql-ws, cut': () => comesAgain(sockets(shortLived, right)),
  'graphql-sse': () => answers(events(url, right)),
  'graphql-sse, errors': eventErrors,
  'graphql-sse, cut': () => comesAgain(events(shortLived, right)),
  'Apollo Client over graphql-ws': apollo,
};
for (const [name, run] of Object.entries(cases)) {
  try {
    await run();
    console.log(`${name}: passed`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`${name}: ${error.stack ?? JSON.stringify(error)}`);
  }
}
