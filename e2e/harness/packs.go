package harness

// NameOnly is a get_customer that tells little, and of one customer at a time.
const NameOnly = `about: A customer's name.
source: docs/functions.md
confidence: measured
tested: 2026-11-24
steps:
  customers:
    get: /clientes
    query: {cnpj_cpf: $(input.document)}
    take: first(answer)
output:
  name: customers.nome_completo
  active: customers.ativo
`

// OneByOne stands over the standard pack with functions that ask for one
// customer at a time. It is named one_by_one.
var OneByOne = map[string]string{
	"pack.yaml":         "pack: one_by_one\ntitle: One by one\nlanguage: 1\nextends: standard 1.0\nlimits: {at_once: 6}\n",
	"get_customer.yaml": NameOnly,
	"list_invoices.yaml": `about: One customer's invoices a call.
source: docs/functions.md
confidence: measured
tested: 2026-11-24
steps:
  invoices:
    get: /faturas
    query: {document: $(input.document)}
output:
  each: invoices
  fields:
    id: it.id_fatura
    status: it.status
    original_amount: it.valor_inicial
    current_amount: it.valor_atual
    open_amount: it.valor_em_aberto
    due_on: it.data_vencimento
`,
}
