package graph

import (
	"context"
	"strings"

	"balcao/erp"
	"balcao/graph/model"
	"balcao/internal/auth"
	"balcao/internal/br"
	"balcao/internal/ledger"
	"balcao/internal/ordering"
)

// createOrder hands an order in. Its codes are the front end's; the ERP's are
// put in their place, or nothing is handed in.
func createOrder(ctx context.Context, in model.CreateOrderInput) (*model.CreateOrderPayload, error) {
	req := requestOf(ctx)
	payload := &model.CreateOrderPayload{UserErrors: orderErrors(req, in), ClientMutationID: in.ClientMutationID}
	order := orderOf(req, in)
	// The substance is what the front end sent: an admin may associate a code with
	// another record between two tries.
	substance := ordering.OrderSubstance(order)
	unknown, err := associateOrder(ctx, &order)
	if err != nil {
		return nil, err
	}
	if payload.UserErrors = append(payload.UserErrors, unknown...); len(payload.UserErrors) > 0 {
		return payload, nil
	}
	row, err := handIn(ctx, erp.CreateOrder.Info, in.IdempotencyKey, substance, "", func(reference string) erp.Input {
		return erp.ExistingOrderInput{Order: order, Document: order.Customer.Document, User: userOf(in.User), Reference: reference}
	})
	if err != nil {
		return nil, err
	}
	payload.Order = orderShown(req, row)
	if row.Reused {
		payload.UserErrors = append(payload.UserErrors, keyReusedError(req, "idempotencyKey"))
	}
	return payload, nil
}

func orderShown(req *Request, row *ledger.Row) *model.Order {
	h, result := shown(req, row), ordering.ResultOf(row.Outcome)
	o := &model.Order{
		ID: h.id, State: h.state, Reason: h.reason, Message: h.message, RetryAfter: h.retryAfter, CreatedAt: h.createdAt, UpdatedAt: h.updatedAt,
		RemoteID: orNil(row.RemoteID), RemoteMessage: orNil(result.RemoteMessage), Trace: orEmpty(result.Trace),
	}
	if result.Way != "" {
		o.Way = &result.Way
	}
	return o
}

var channels = map[auth.Kind]erp.Channel{auth.Site: erp.Site, auth.App: erp.App, auth.Totem: erp.Totem}

func orderOf(req *Request, in model.CreateOrderInput) erp.Order {
	o := erp.Order{
		Customer: buyerOf(in.Customer), InstallationAddress: *addressOf(in.InstallationAddress), BillingAddress: addressOf(in.BillingAddress),
		DueDateCode: in.DueDateCode, ResellerCode: in.ResellerCode, CommercialOriginCode: in.CommercialOriginCode,
		PaymentMethod: in.PaymentMethod, Coupon: in.Coupon, Notes: in.Notes, AcceptedTermsAt: in.AcceptedTermsAt,
		Channel: channels[req.Principal.Client.Kind],
	}
	if o.AcceptedTermsAt != nil {
		at := o.AcceptedTermsAt.In(req.Tenant.Zone)
		o.AcceptedTermsAt = &at
	}
	for _, item := range in.Items[:min(len(in.Items), mostItems)] {
		o.Items = append(o.Items, erp.OrderItem{
			ProductCode: item.ProductCode, Name: item.Name, MonthlyPrice: item.MonthlyPrice,
			InstallationPrice: item.InstallationPrice, Quantity: item.Quantity, LoyaltyMonths: item.LoyaltyMonths,
		})
	}
	return o
}

func buyerOf(in *model.BuyerInput) erp.Buyer {
	b := erp.Buyer{
		Kind: erp.Person, Document: in.Document, Name: strings.TrimSpace(in.Name), BirthDate: in.BirthDate,
		RG: in.Rg, IE: in.Ie, Email: in.Email, MotherName: in.MotherName,
	}
	if in.Document.Kind() == br.CNPJ {
		b.Kind = erp.Company
	}
	b.Mobiles, b.WhatsApp = mobilesOf(in.Mobiles)
	return b
}

func userOf(in *model.OrderUserInput) *erp.User {
	if in == nil {
		return nil
	}
	return &erp.User{ID: in.ID, Name: in.Name, Email: in.Email}
}

const (
	mostItems, mostQuantity = 50, 100
	mostLoyaltyMonths       = 120
)

// orderErrors tells what a sender has to mend, all at once.
func orderErrors(req *Request, in model.CreateOrderInput) []*model.UserError {
	c := newInputs(req)
	c.key(in.IdempotencyKey)
	c.buyer(in.Customer)
	c.address(in.InstallationAddress, "installationAddress")
	c.address(in.BillingAddress, "billingAddress")
	c.invalid(len(in.Items) == 0 || len(in.Items) > mostItems, "Informe de 1 a 50 itens.", "An order has 1 to 50 lines.", "items")
	for i, item := range in.Items[:min(len(in.Items), mostItems)] {
		c.item(item, i)
	}
	c.line(in.PaymentMethod, "paymentMethod")
	c.line(in.Coupon, "coupon")
	c.text(in.Notes, "notes")
	c.past(in.AcceptedTermsAt, "acceptedTermsAt")
	if in.User != nil {
		c.required(in.User.ID, "Informe o id do usuário.", "The user's id is needed.", "user", "id")
		c.line(in.User.Name, "user", "name")
		c.email(in.User.Email, "user", "email")
	}
	return c.errs
}

func (c *inputs) buyer(b *model.BuyerInput) {
	c.required(b.Name, "Informe o nome.", "A name is needed.", "customer", "name")
	c.reachable(b.Email, b.Mobiles, "customer")
	c.pastDay(b.BirthDate, "customer", "birthDate")
	c.line(b.Rg, "customer", "rg")
	c.line(b.Ie, "customer", "ie")
	c.line(b.MotherName, "customer", "motherName")
}

func (c *inputs) item(item *model.OrderItemInput, i int) {
	c.line(item.Name, element("items", i, "name")...)
	c.price(&item.MonthlyPrice, element("items", i, "monthlyPrice")...)
	c.price(item.InstallationPrice, element("items", i, "installationPrice")...)
	c.invalid(item.Quantity < 1 || item.Quantity > mostQuantity, "A quantidade vai de 1 a 100.", "A quantity is 1 to 100.", element("items", i, "quantity")...)
	wrong := item.LoyaltyMonths != nil && (*item.LoyaltyMonths < 0 || *item.LoyaltyMonths > mostLoyaltyMonths)
	c.invalid(wrong, "A fidelidade vai de 0 a 120 meses.", "Loyalty is 0 to 120 months.", element("items", i, "loyaltyMonths")...)
}

func (c *inputs) price(amount *erp.Money, field ...string) {
	c.invalid(amount != nil && *amount < 0, "O preço não pode ser negativo.", "A price cannot be negative.", field...)
}
