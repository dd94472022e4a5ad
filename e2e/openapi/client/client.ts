// Lists a customer's invoices and settles one, with a client whose types are made
// from the document.
//
//   node client.js URL TOKEN DOCUMENT
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

type Invoice = components['schemas']['Invoice'];

declare const process: { argv: string[] };
const [url, token, document] = process.argv.slice(2) as [string, string, string];
const paidAt = new Date().toISOString();
const erp = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${token}` } });

async function invoices(): Promise<Invoice[]> {
  const { data, error } = await erp.GET('/faturas', { params: { query: { document: [document] } } });
  if (error) throw new Error(error.mensagem);
  return data;
}

async function settle(invoice: Invoice, reference: string): Promise<string> {
  const { data, error } = await erp.POST('/faturas/{id}/baixa', {
    params: { path: { id: invoice.id_fatura }, header: { 'Idempotency-Key': reference } },
    body: {
      document,
      valor_pago: invoice.valor_em_aberto,
      data_pagamento: paidAt,
      metodo: 'PIX',
      id_transacao: reference,
    },
  });
  if (error) throw new Error(error.mensagem);
  return data.id;
}

const open = (await invoices()).find((i) => i.status === 'OVERDUE' || i.status === 'OPEN');
if (!open) throw new Error('no invoice is open');
const reference = 'E60701190202611241315s0123456789';
const id = await settle(open, reference);
if (await settle(open, reference) !== id) throw new Error('the same key made another payment');
const after = (await invoices()).find((i) => i.id_fatura === open.id_fatura);
const payment = after?.pagamentos.find((p) => p.referencia === reference);
if (after?.status !== 'PAID' || payment?.valor !== open.valor_em_aberto) throw new Error('the payment is not there');
console.log(`settled ${open.valor_em_aberto}`);
