// Sends a query and a mutation with the clients that front ends use, against a
// server with `echo(value: ID): ID` as query and as mutation.
//
//   node clients.mjs URL
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client/core';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { Client, cacheExchange, fetchExchange } from '@urql/core';
import relay from 'relay-runtime';

const [url] = process.argv.slice(2);
const query = 'query Ask($value: ID) { echo(value: $value) }';
const mutation = 'mutation Do($value: ID) { echo(value: $value) }';
const bad = 'query Bad { nothing }';

// used keeps the requests that a client made.
const used = [];
const recorded = async (input, init = {}) => {
  const response = await fetch(input, init);
  used.push(`${init.method ?? 'GET'} ${response.status}`);
  return response;
};

async function apollo(link) {
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const asked = await client.query({ query: gql(query), variables: { value: 'a' } });
  assert.equal(asked.data.echo, 'a');
  const done = await client.mutate({ mutation: gql(mutation), variables: { value: 'ção' } });
  assert.equal(done.data.echo, 'ção');
  await assert.rejects(client.query({ query: gql(bad) }), /nothing/);
}

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

async function urql(preferGetMethod) {
  const client = new Client({ url, exchanges: [cacheExchange, fetchExchange], fetch: recorded, preferGetMethod });
  const asked = await client.query(query, { value: 'a' }).toPromise();
  assert.equal(asked.error, undefined);
  assert.equal(asked.data.echo, 'a');
  const done = await client.mutation(mutation, { value: 'ção' }).toPromise();
  assert.equal(done.data.echo, 'ção');
  const refused = await client.query(bad, {}).toPromise();
  assert.match(refused.error.message, /nothing/);
}

// relayRequest is what relay-compiler makes of an operation with echo.
function relayRequest(text, name, operationKind) {
  const argumentDefinitions = [{ defaultValue: null, kind: 'LocalArgument', name: 'value' }];
  const selections = [{
    alias: null, kind: 'ScalarField', name: 'echo', storageKey: null,
    args: [{ kind: 'Variable', name: 'value', variableName: 'value' }],
  }];
  const type = operationKind === 'mutation' ? 'Mutation' : 'Query';
  return {
    kind: 'Request',
    fragment: { argumentDefinitions, kind: 'Fragment', metadata: null, name, selections, type, abstractKey: null },
    operation: { argumentDefinitions, kind: 'Operation', name, selections },
    params: { cacheID: name, id: null, metadata: {}, name, operationKind, text },
  };
}

async function relayClient() {
  const network = relay.Network.create(async (params, variables) => {
    const response = await recorded(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query: params.text, variables }),
    });
    return response.json();
  });
  const environment = new relay.Environment({ network, store: new relay.Store(new relay.RecordSource()) });
  const asked = await relay.fetchQuery(environment, relayRequest(query, 'Ask', 'query'), { value: 'a' }).toPromise();
  assert.equal(asked.echo, 'a');
  const done = await new Promise((onCompleted, onError) => relay.commitMutation(environment, {
    mutation: relayRequest(mutation, 'Do', 'mutation'), variables: { value: 'ção' }, onCompleted, onError,
  }));
  assert.equal(done.echo, 'ção');
  await assert.rejects(relay.fetchQuery(environment, relayRequest(bad, 'Bad', 'query'), {}).toPromise(), /nothing/);
}

const http = () => new HttpLink({ uri: url, fetch: recorded });
const persisted = () => new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
const cases = {
  'Apollo Client': () => apollo(http()),
  'Apollo Client, persisted queries': () => apollo(ApolloLink.from([persisted(), http()])),
  'urql by POST': () => urql(false),
  'urql by GET': () => urql('force'),
  Relay: relayClient,
};
for (const [name, run] of Object.entries(cases)) {
  used.length = 0;
  try {
    await run();
  } catch (error) {
    process.exitCode = 1;
    console.log(`${name}: ${error.stack}`);
  }
  console.log(`${name}: ${used.join(', ')}`);
}
