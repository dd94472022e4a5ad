import { useGraphiQL, useGraphiQLActions } from '@graphiql/react'

const editors = ({ queryEditor, variableEditor }) => ({ queryEditor, variableEditor })

/** A menu that opens an example in a tab of its own, so that nothing typed is lost. */
export function ExampleMenu({ examples }) {
  const { addTab } = useGraphiQLActions()
  const { queryEditor, variableEditor } = useGraphiQL(editors)
  if (examples.length === 0) return null

  const open = ({ target }) => {
    const example = examples[target.value]
    addTab()
    variableEditor.setValue(example.variables ?? '')
    queryEditor.setValue(example.query)
    queryEditor.focus()
  }
  return (
    <label className="examples">
      Examples
      <select value="" onChange={open} disabled={!queryEditor || !variableEditor}>
        <option value="" disabled hidden>
          Open an example…
        </option>
        {examples.map(({ title }, index) => (
          <option key={index} value={index}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}
