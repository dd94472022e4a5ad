const endpoint = '/graphql'

const problem = (message) => ({ errors: [{ message }] })

/** A GraphiQL fetcher that sends the client key; a header set in the headers editor wins over it. */
export function createFetcher(clientKey) {
  return async (params, { headers = {} } = {}) => {
    const request = new Headers({
      // The server answers with events to subscriptions only.
      Accept: 'application/graphql-response+json, application/json, text/event-stream',
      'Content-Type': 'application/json',
    })
    if (clientKey) request.set('Authorization', `Bearer ${clientKey}`)
    for (const [name, value] of Object.entries(headers)) request.set(name, value)

    // Without a key the answer is known; asking would only fill the server's log with refusals.
    if (!request.has('Authorization')) return problem('Enter a client key at the top of the page, then run again.')

    const response = await fetch(endpoint, { method: 'POST', headers: request, body: JSON.stringify(params) })
    const isStream = response.headers.get('Content-Type')?.startsWith('text/event-stream')
    return isStream ? readEvents(response.body) : readAnswer(response)
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

/** The answers of a subscription, until it ends or GraphiQL stops asking. */
async function* readEvents(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      text += value
      const events = text.split('\n\n')
      text = events.pop()
      for (const event of events) {
        const data = event.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5)).join('\n')
        if (/^event: ?next$/m.test(event)) yield JSON.parse(data)
      }
    }
  } finally {
    await reader.cancel()
  }
}
