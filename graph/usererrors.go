package graph

import (
	"balcao/graph/model"
	"balcao/internal/settlement"
)

func notFoundError(req *Request, field string) *model.UserError {
	return &model.UserError{
		Code: model.UserErrorCodeNotFound, Field: []string{field},
		Message: pick(req.Language, "Não encontrado.", "There is no such thing."),
	}
}

// keyReusedError is said beside the object of the key's first use.
func keyReusedError(req *Request, field string) *model.UserError {
	return &model.UserError{
		Code: model.UserErrorCodeKeyReused, Field: []string{field},
		Message: pick(req.Language, "Esta chave já foi usada com outros dados; a resposta é a do primeiro uso.",
			"This key was used before with other contents; the answer is that of the first use."),
	}
}

// paymentError shows what settlement.Check found.
func paymentError(req *Request, err error) *model.UserError {
	e := &model.UserError{Code: model.UserErrorCodeInvalid, Message: pick(req.Language, "O pagamento é inválido ("+fieldName(err)+").", "The payment is invalid: "+err.Error()+".")}
	fault, ok := settlement.AsFieldError(err)
	if !ok {
		return e
	}
	e.Field = fault.Field
	if fault.Missing {
		e.Code = model.UserErrorCodeRequired
		e.Message = pick(req.Language, "Falta uma informação do pagamento ("+fieldName(err)+").", "The payment lacks "+fieldName(err)+".")
	}
	return e
}

// fieldName is the innermost field that settlement.Check complains of.
func fieldName(err error) string {
	if fault, ok := settlement.AsFieldError(err); ok {
		return fault.Field[len(fault.Field)-1]
	}
	return "payment"
}

// totalError is said of a payment that is less than what it settles.
func totalError(req *Request, field string) *model.UserError {
	return &model.UserError{
		Code: model.UserErrorCodeInvalid, Field: []string{field},
		Message: pick(req.Language, "O pagamento é menor que a soma das baixas.", "The payment is less than what it settles."),
	}
}

// notAllowedError is said of a step that the state of a write does not allow.
func notAllowedError(req *Request) *model.UserError {
	return &model.UserError{
		Code: model.UserErrorCodeNotAllowed, Field: []string{"id"},
		Message: pick(req.Language, "O estado atual não permite esta ação.", "The present state does not allow this."),
	}
}
