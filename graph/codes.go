package graph

import (
	"golang.org/x/text/language"

	"balcao/erp"
	"balcao/internal/ledger"
)

// Code is the machine's word for an error: errors[].extensions.code.
type Code string

// The codes. docs/errors.md is made from [Codes].
const (
	Unauthenticated  Code = "UNAUTHENTICATED"
	Forbidden        Code = "FORBIDDEN"
	BadRequest       Code = "BAD_REQUEST"
	ParseFailed      Code = "GRAPHQL_PARSE_FAILED"
	ValidationFailed Code = "GRAPHQL_VALIDATION_FAILED"
	TooComplex       Code = "QUERY_TOO_COMPLEX"
	// PersistedQueryNotFound is the word of Apollo's protocol.
	PersistedQueryNotFound Code = "PERSISTED_QUERY_NOT_FOUND"
	InvalidInput           Code = "INVALID_INPUT"
	Busy                   Code = "BUSY"
	NotSupported           Code = "NOT_SUPPORTED"
	ERPRefused             Code = "ERP_REFUSED"
	ERPUnavailable         Code = "ERP_UNAVAILABLE"
	ERPTimeout             Code = "ERP_TIMEOUT"
	ERPBadAnswer           Code = "ERP_BAD_ANSWER"
	LedgerUnavailable      Code = "LEDGER_UNAVAILABLE"
	Internal               Code = "INTERNAL"
)

// codeInfo describes a code to developers and to customers.
type codeInfo struct {
	Code Code
	// Retry tells whether the same request may succeed later, unchanged.
	Retry bool
	// Meaning is for developers; Portuguese and English are what a customer
	// may be shown. The ERP's own words follow where it refused.
	Meaning, Portuguese, English string
}

// Codes lists every code that an error can have.
var Codes = []codeInfo{
	{Unauthenticated, false, "No client key, or one that is not known. HTTP status 401.",
		"Acesso não autorizado.", "Not authorised."},
	{Forbidden, false, "This kind of client may not ask for a field of the operation. Nothing was executed.",
		"Este canal não tem acesso a esta informação.", "This client may not ask for this."},
	{BadRequest, false, "The HTTP request is not a GraphQL request (body, content type, parameters).",
		"Pedido inválido.", "Bad request."},
	{ParseFailed, false, "The GraphQL document has a syntax error.", "Pedido inválido.", "Syntax error in the document."},
	{ValidationFailed, false, "The GraphQL document does not fit the schema, or a variable does not fit its type.",
		"Pedido inválido.", "The document does not fit the schema."},
	{TooComplex, false, "The operation is too large: tokens, depth, aliases, or the objects it could bring.",
		"O pedido é grande demais.", "The operation is too large."},
	{PersistedQueryNotFound, true, "No document is known by this hash: send it together with the hash. Clients do this by themselves.",
		"Pedido inválido.", "No document is known by this hash."},
	{InvalidInput, false, "An argument has a form that this provider's ERP cannot be sent, or a cursor or page size is wrong. Nothing was sent.",
		"Um dos dados informados é inválido.", "One of the values is invalid."},
	{Busy, true, "Another of these is under way for this provider, or they come too often; only what admins try and check is bounded so.",
		"Já há uma execução em andamento, ou muitas em pouco tempo. Tente novamente em instantes.", "One is under way, or there were too many. Please try again shortly."},
	{NotSupported, false, "This provider's ERP connection does not have the function; see `capabilities`.",
		"Este serviço não está disponível neste provedor.", "This provider does not offer this."},
	{ERPRefused, false, "The ERP said no; the message has its words.",
		"O sistema do provedor recusou o pedido.", "The provider's system refused."},
	{ERPUnavailable, true, "The ERP could not be asked. Writes never have this code: they are taken, and sent later.",
		"O sistema do provedor está indisponível. Tente novamente em instantes.", "The provider's system is unavailable. Please try again shortly."},
	{ERPTimeout, true, "The ERP did not answer in time.",
		"O sistema do provedor demorou a responder. Tente novamente em instantes.", "The provider's system did not answer in time. Please try again shortly."},
	{ERPBadAnswer, true, "The ERP answered something that is no answer.",
		"O sistema do provedor respondeu de forma inesperada. Tente novamente em instantes.", "The provider's system gave an unexpected answer. Please try again shortly."},
	{LedgerUnavailable, true, "What is handed in could not be stored, or could not be looked up. Nothing was taken: try again with the same key.",
		"Não foi possível registrar o pedido. Tente novamente em instantes.", "It could not be recorded. Please try again shortly."},
	{Internal, true, "A fault of Balcão; the log has it under the request's id.",
		"Ocorreu um erro interno. Tente novamente em instantes.", "Something went wrong. Please try again shortly."},
}

func (c Code) info() codeInfo {
	for _, info := range Codes {
		if info.Code == c {
			return info
		}
	}
	return Internal.info()
}

// codeOfKind says how a failure of an ERP function is shown. Who is not let in
// by the ERP is the operator's matter: a customer only sees that it is closed.
var codeOfKind = map[erp.Kind]Code{
	erp.Refused:         ERPRefused,
	erp.NotDone:         ERPRefused,
	erp.InvalidInput:    InvalidInput,
	erp.Unauthenticated: ERPUnavailable,
	erp.Unavailable:     ERPUnavailable,
	erp.BadAnswer:       ERPBadAnswer,
	erp.NotSupported:    NotSupported,
	erp.MaybeSent:       ERPTimeout,
	erp.Internal:        Internal,
}

// reasonTexts are what people read of a write that is not confirmed.
var reasonTexts = map[ledger.Reason][2]string{
	ledger.RefusedByERP:     {"O sistema do provedor recusou", "The provider's system refused"},
	ledger.NotDone:          {"O sistema do provedor não concluiu a operação", "The provider's system did not complete it"},
	ledger.InvoiceNotFound:  {"A fatura não foi encontrada", "The invoice was not found"},
	ledger.InvoiceCancelled: {"A fatura está cancelada", "The invoice is cancelled"},
	ledger.PaidElsewhere:    {"A fatura já havia sido paga por outro meio", "The invoice had been paid by other means"},
	ledger.NotSupported:     {"Este serviço não está disponível neste provedor", "This provider does not offer this"},
	ledger.NoAnswer:         {"O sistema do provedor ainda não confirmou", "The provider's system has not confirmed yet"},
	ledger.CustomerNotFound: {"O cliente não foi encontrado", "The customer was not found"},
	ledger.Pendency:         {"Há pendências com o provedor", "Something is owed to the provider"},
	ledger.Unreachable:      {"O sistema do provedor está indisponível; o envio será repetido", "The provider's system is unavailable; it will be sent again"},
	ledger.CannotBeSent:     {"Um dos dados não é aceito pelo sistema do provedor", "One of the values cannot be given to the provider's system"},
	ledger.AmountTooLow:     {"O valor pago é menor que o devido", "Less was paid than was due"},
	ledger.AmountTooHigh:    {"O valor pago é maior que o devido", "More was paid than was due"},
	ledger.PaymentExceeded:  {"As baixas somam mais que o pagamento", "The settlements are more than the payment"},
	ledger.Paused:           {"O envio ao sistema do provedor está pausado", "Sending to the provider's system is paused"},
	ledger.Fault:            {"Ocorreu um erro interno", "Something went wrong"},
	ledger.Refunded:         {"O pagamento foi devolvido", "The payment was given back"},
	ledger.LimitReached:     {"O limite de desbloqueios deste mês foi atingido", "This month's trust unlocks are used up"},
	ledger.NoEvidence:       {"O registro no sistema do provedor não pôde ser comprovado", "The record in the provider's system could not be proved"},
}

// languages are those that messages are written in.
var languages = []language.Tag{language.BrazilianPortuguese, language.English}

var matcher = language.NewMatcher(languages)

// languageOf is what a request's messages are written in: what its sender asks
// for, else the fallback.
func languageOf(acceptLanguage string, fallback language.Tag) language.Tag {
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(wanted) == 0 {
		return fallback
	}
	_, index, confidence := matcher.Match(wanted...)
	if confidence == language.No {
		return fallback
	}
	return languages[index]
}

// pick chooses between a Portuguese and an English text.
func pick(tag language.Tag, portuguese, english string) string {
	if base, _ := tag.Base(); base.String() == "en" {
		return english
	}
	return portuguese
}
