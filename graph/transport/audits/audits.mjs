// Runs the audits of GraphQL over HTTP against a server and prints a line for
// each that is not passed.
//
//   node audits.mjs URL [HEADERS as JSON]
import { serverAudits } from 'graphql-http';

const [url, headers = '{}'] = process.argv.slice(2);
const own = JSON.parse(headers);
const fetchFn = (input, init = {}) => fetch(input, { ...init, headers: { ...own, ...init.headers } });

let passed = 0;
const audits = serverAudits({ url, fetchFn });
for (const audit of audits) {
  const result = await audit.fn();
  if (result.status === 'ok') {
    passed++;
    continue;
  }
  console.log(`${audit.id} ${audit.name}: ${result.status}: ${result.reason}`);
}
console.log(`${passed} of ${audits.length} passed`);
process.exitCode = passed === audits.length ? 0 : 1;
