const welcome = `# Run with Ctrl-Enter or the play button.
# More queries: the Examples menu above.
# The schema: the book icon on the left.

`

const fallback = { query: 'query Ping {\n  __typename\n}\n' }

/** What the editors show first: the tab that was open before a reload, else the first example. */
export function startingTab(examples) {
  return openTab() ?? firstTab(examples)
}

function firstTab([example = fallback]) {
  return { query: welcome + example.query, variables: example.variables || null }
}

// GraphiQL restores its list of tabs by itself, but fills the editors only with what was typed,
// not with what an untouched tab held; so the open tab is read from where GraphiQL keeps it.
function openTab() {
  try {
    const { tabs, activeTabIndex } = JSON.parse(sessionStorage.getItem('graphiql:tabState'))
    const { query, variables } = tabs[activeTabIndex]
    return { query, variables }
  } catch {
    return null
  }
}
