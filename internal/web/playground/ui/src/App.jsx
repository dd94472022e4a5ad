import { useMemo, useState } from 'react'
import { GraphiQL, GraphiQLInterface } from 'graphiql'
import { GraphiQLProvider } from '@graphiql/react'
import { HISTORY_PLUGIN, HistoryStore } from '@graphiql/plugin-history'
import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer'
import { forgetKey, rememberKey, storedKey } from './clientKey.js'
import { createFetcher } from './fetcher.js'
import { startingTab } from './startingTab.js'
import { ExampleMenu } from './ExampleMenu.jsx'
import { KeyField } from './KeyField.jsx'

const plugins = [DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN]

export function App({ config }) {
  const [clientKey, setClientKey] = useState(() => storedKey() || config.defaultKey)
  const [tab] = useState(() => startingTab(config.examples))
  // A new fetcher makes GraphiQL read the schema again, as the new key sees it.
  const fetcher = useMemo(() => createFetcher(clientKey), [clientKey])

  const useKey = (key) => {
    rememberKey(key)
    setClientKey(key)
  }
  const dropKey = () => {
    forgetKey()
    setClientKey('')
  }

  // sessionStorage for everything: queries, variables and the history hold personal data of customers,
  // which must not outlive the browser tab. Headers are not written at all.
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      storage={sessionStorage}
      shouldPersistHeaders={false}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      schemaDescription
      inputValueDeprecation
      defaultQuery=""
      defaultTabs={[tab]}
      initialQuery={tab.query}
      initialVariables={tab.variables}
    >
      <HistoryStore>
        <DocExplorerStore>
          <header className="topbar">
            <h1>
              Balcão <small>playground</small>
            </h1>
            <ExampleMenu examples={config.examples} />
            <KeyField value={clientKey} sandboxKey={config.defaultKey} onUse={useKey} onForget={dropKey} />
          </header>
          <GraphiQLInterface showPersistHeadersSettings={false} defaultEditorToolsVisibility="variables">
            <GraphiQL.Logo>
              <span />
            </GraphiQL.Logo>
          </GraphiQLInterface>
        </DocExplorerStore>
      </HistoryStore>
    </GraphiQLProvider>
  )
}
