import { useState } from 'react'

/** The field for the client key. What is typed is used from Enter on, or once the field is left. */
export function KeyField({ value, sandboxKey, onUse, onForget }) {
  const [draft, setDraft] = useState(value)
  const [shown, setShown] = useState(false)

  const use = () => {
    const key = draft.trim()
    if (key !== value) key ? onUse(key) : onForget()
  }
  const submit = (event) => {
    event.preventDefault()
    use()
  }
  const forget = () => {
    setDraft('')
    onForget()
  }
  return (
    <form className="key" onSubmit={submit}>
      <label htmlFor="client-key">Client key</label>
      <input
        id="client-key"
        type={shown ? 'text' : 'password'}
        value={draft}
        onChange={({ target }) => setDraft(target.value)}
        onBlur={use}
        placeholder="paste an admin client’s key"
        autoComplete="off"
        spellCheck={false}
        aria-describedby="client-key-hint"
      />
      <button type="button" aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? 'Hide' : 'Show'}
      </button>
      <button type="button" disabled={!draft} onClick={forget}>
        Forget
      </button>
      <small id="client-key-hint">{hint(value, sandboxKey)}</small>
    </form>
  )
}

function hint(key, sandboxKey) {
  if (!key) return 'Needed to run a query'
  return key === sandboxKey ? 'The sandbox’s key' : 'Kept in this browser tab only'
}
