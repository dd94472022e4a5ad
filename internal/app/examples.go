package app

import "balcao/internal/web/playground"

// examples are the playground's.
var examples = []playground.Example{
	{Title: "A customer and what can be paid", Query: `query CustomerAndBoletos($document: Document!) {
  customer(document: $document) {
    name
    maskedDocument
    active
    boletos {
      totalCount
      nodes {
        status
        dueOn
        currentAmount
        fine
        interest
        digitableLine
        pixCode
        pdfUrl
      }
    }
  }
}
`, Variables: `{ "document": "529.982.247-25" }`},
	{Title: "All invoices, in pages", Query: `query Invoices($document: Document!, $after: String) {
  invoices(document: $document, first: 5, after: $after) {
    totalCount
    fetchedAt
    stale
    nodes {
      id
      code
      status
      dueOn
      originalAmount
      openAmount
      payments { paidOn amount method }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`, Variables: `{ "document": "529.982.247-25" }`},
	{Title: "One invoice, as it is now", Query: `query Invoice($id: ID!) {
  invoice(id: $id) {
    status
    openAmount
    payable
    notPayableReason
    customer { name }
  }
}
`, Variables: `{ "id": "take an id of the other examples" }`},
	{Title: "Plans, papers and statement of a customer", Query: `query Papers($document: Document!) {
  customer(document: $document) {
    name
    plans { contractId name status price speed trustUnlock }
    fiscalNotes(first: 3) { totalCount nodes { code amount issuedOn pdfUrl } }
    statement(first: 3) { nodes { code dueOn settledOn amount paidAmount note } }
    debtClearance(year: 2025) { pdfUrl }
  }
}
`, Variables: `{ "document": "529.982.247-25" }`},
	{Title: "The ERP's lists, for who sets up what is sold", Query: `query Catalogue {
  products { totalCount nodes { code name price localCodes } }
  resellers { nodes { code name localCodes } }
  dueDates { code name localCodes }
  commercialOrigins { code description localCodes }
}
`},
	{Title: "What was handed in, and what needs a person", Query: `query Writes($state: [WriteState!]) {
  writes(state: $state, first: 20) {
    totalCount
    nodes {
      id
      function
      state
      reason
      message
      attempts
      nextAttemptAt
      trail { at from to attempt node cause note }
    }
  }
  connectionPause { paused since }
}
`, Variables: `{ "state": ["NEEDS_ATTENTION", "UNKNOWN", "ACCEPTED", "SENDING", "CONFIRMED"] }`},
	{Title: "Automations: what is filled in, and how they fare", Query: `query Automations {
  automations {
    node
    pack { title version fingerprint }
    settings { name label filled hasChoices }
    functions {
      function
      supported
      reason
      confidence
      tested
      steps { name kind method path }
      lastRun { at durationMs outcome }
      counts { outcome count }
    }
  }
}
`},
	{Title: "Automations: the last runs, step by step", Query: `query Runs($outcome: [RunOutcome!]) {
  automationRuns(first: 20, outcome: $outcome) {
    totalCount
    nodes {
      at
      function
      outcome
      error
      durationMs
      requestId
      steps { name durationMs requests status outcome }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`, Variables: `{ "outcome": null }`},
	{Title: "Automations: run one by hand", Query: `mutation Try($function: String!, $input: JSON!) {
  tryAutomation(input: { function: $function, input: $input }) {
    outcome
    message
    error
    output
    trace { kind step place method url status text }
    userErrors { code field message }
  }
}
`, Variables: `{ "function": "list_invoices", "input": { "document": "52998224725" } }`},
	{Title: "Automations: check the connection", Query: `query Check($document: Document) {
  connectionCheck(document: $document) {
    sound
    complete
    durationMs
    findings { stage what verdict durationMs detail advice }
  }
}
`, Variables: `{ "document": "529.982.247-25" }`},
	{Title: "Automations: forget what is cached", Query: `mutation Forget($document: Document) {
  invalidateCache(input: { document: $document }) {
    functions
    entries
    everywhere
    userErrors { field message }
  }
}
`, Variables: `{ "document": "529.982.247-25" }`},
	{Title: "What this provider's ERP can do", Query: `query Capabilities {
  capabilities { functions { name supported reason } }
}
`},
}
