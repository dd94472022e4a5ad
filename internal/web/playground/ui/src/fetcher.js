const endpoint = '/graphql'

const problem = (message) => ({ errors: [{ message }] })

/** A GraphiQL fetcher that sends the client key; a header set in the headers editor wins over it. */
export function createFetcher(clientKey) {
  return async (params, { headers = {} } = {}) => {
    const request = new Headers({
      Accept: 'application/graphql-response+json, application/json',
      'Content-Type': 'application/json',
    })
    if (clientKey) request.set('Authorization', `Bearer ${clientKey}`)
    for (const [name, value] of Object.entries(headers)) request.set(name, value)

    // Without a key the answer is known; asking would only fill the server's log with refusals.
    if (!request.has('Authorization')) return problem('Enter a client key at the top of the page, then run again.')

    const response = await fetch(endpoint, { method: 'POST', headers: request, body: JSON.stringify(params) })
    return readAnswer(response)
  }
}

async function readAnswer(response) {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    return problem(`${endpoint} answered ${response.status} ${response.statusText} without JSON: ${text.slice(0, 500)}`)
  }
}
