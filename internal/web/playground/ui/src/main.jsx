// The admin playground: GraphiQL with a field for the client key and a menu of examples.
// Start reading at App.jsx; what the Go handler tells the page comes from config.json.
import { createRoot } from 'react-dom/client'
import 'graphiql/setup-workers/vite'
import '@graphiql/react/style.css'
import '@graphiql/plugin-history/style.css'
import '@graphiql/plugin-doc-explorer/style.css'
import 'graphiql/graphiql.css'
import './style.css'
import { App } from './App.jsx'

const root = createRoot(document.getElementById('root'))

try {
  const response = await fetch('./config.json')
  if (!response.ok) throw new Error(`config.json: ${response.status} ${response.statusText}`)
  root.render(<App config={await response.json()} />)
} catch (error) {
  root.render(<p className="startup-error">The playground could not start. {error.message}</p>)
}
