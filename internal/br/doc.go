// Package br holds the Brazilian standards this server lives on: documents
// (CPF and CNPJ), boletos, PIX codes and banking days.
//
// Start reading with [Document], then [Line] and [Barcode] (boleto), [PIX]
// (BR Code), [EndToEndID] and [Date]. Every rule names where it comes from:
// Receita Federal, Febraban, Banco Central. The package does no I/O, knows no
// clock and imports only the standard library.
//
// Amounts are centavos (int64), days are [Date]s without a time zone.
package br
