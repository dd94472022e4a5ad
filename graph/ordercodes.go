package graph

import (
	"context"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/association"
)

// localCode is a code of an order that stands for a record of the ERP.
type localCode struct {
	kind  association.Kind
	code  *string
	field []string
}

// localCodesOf are those that an order has; code points into the order.
func localCodesOf(o *erp.Order) []localCode {
	var all []localCode
	for i := range o.Items {
		all = append(all, localCode{association.Product, &o.Items[i].ProductCode, element("items", i, "productCode")})
	}
	for _, c := range []localCode{
		{association.DueDate, o.DueDateCode, []string{"dueDateCode"}},
		{association.Reseller, o.ResellerCode, []string{"resellerCode"}},
		{association.CommercialOrigin, o.CommercialOriginCode, []string{"commercialOriginCode"}},
	} {
		if c.code != nil {
			all = append(all, c)
		}
	}
	return all
}

// associateOrder puts the ERP's codes into an order. What is no code, and what
// nobody has associated, is told, all of it; the order is then not to be handed
// in.
func associateOrder(ctx context.Context, o *erp.Order) ([]*model.UserError, error) {
	req := requestOf(ctx)
	var unknown []*model.UserError
	for _, c := range localCodesOf(o) {
		if !isCode(*c.code) {
			unknown = append(unknown, codeError(req, c.field...))
			continue
		}
		found, err := req.Tenant.Associations.Find(ctx, req.Tenant.ID, c.kind, *c.code)
		if err != nil {
			return nil, ledgerError(err) // it is the same store
		}
		a, ok := found[*c.code]
		if !ok {
			unknown = append(unknown, notAssociated(req, c))
			continue
		}
		*c.code = a.Code
	}
	return unknown, nil
}

var kindNames = map[association.Kind][2]string{
	association.Product: {"produto", "product"}, association.Reseller: {"revendedor", "reseller"},
	association.DueDate: {"vencimento", "due date"}, association.CommercialOrigin: {"origem comercial", "commercial origin"},
}

// notAssociated is written for an admin: the customer cannot mend it.
func notAssociated(req *Request, c localCode) *model.UserError {
	names := kindNames[c.kind]
	return &model.UserError{
		Code: model.UserErrorCodeNotAssociated, Field: c.field,
		Message: pick(req.Language,
			`O código "`+*c.code+`" (`+names[0]+`) não está associado a nenhum registro do ERP. Um administrador deve associá-lo (mutation associate).`,
			`The code "`+*c.code+`" (`+names[1]+`) is associated with no record of the ERP. An admin has to do that (mutation associate).`),
	}
}
