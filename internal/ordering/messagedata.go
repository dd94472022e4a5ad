package ordering

import (
	"fmt"
	"strings"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// dataOf writes an order as texts that people read.
func dataOf(o erp.Order, notes []string) MessageData {
	d := MessageData{
		Channel: string(o.Channel), InstallationAddress: addressText(&o.InstallationAddress), BillingAddress: addressText(o.BillingAddress),
		DueDateCode: deref(o.DueDateCode), ResellerCode: deref(o.ResellerCode), CommercialOriginCode: deref(o.CommercialOriginCode),
		PaymentMethod: deref(o.PaymentMethod), Coupon: deref(o.Coupon), Notes: deref(o.Notes),
		AcceptedTermsAt: instantText(o.AcceptedTermsAt), Pendencies: notes,
		Customer: MessageCustomer{
			Name: o.Customer.Name, Document: o.Customer.Document.Formatted(), BirthDate: dayText(o.Customer.BirthDate),
			Email: deref(o.Customer.Email), Mobiles: o.Customer.Mobiles, MotherName: deref(o.Customer.MotherName),
		},
	}
	for _, item := range o.Items {
		d.Items = append(d.Items, itemData(item))
	}
	return d
}

func itemData(item erp.OrderItem) MessageItem {
	m := MessageItem{
		ProductCode: item.ProductCode, Name: deref(item.Name), MonthlyPrice: reais(item.MonthlyPrice), Quantity: item.Quantity,
	}
	if m.Name == "" {
		m.Name = item.ProductCode
	}
	if item.InstallationPrice != nil {
		m.InstallationPrice = reais(*item.InstallationPrice)
	}
	if item.LoyaltyMonths != nil {
		m.LoyaltyMonths = *item.LoyaltyMonths
	}
	return m
}

// addressText is an address on one line.
func addressText(a *erp.Address) string {
	if a == nil {
		return ""
	}
	var parts []string
	for _, part := range []*string{a.Street, a.Number, a.Complement, a.District, a.City, a.State, a.PostalCode} {
		if part != nil && *part != "" {
			parts = append(parts, *part)
		}
	}
	text := strings.Join(parts, ", ")
	if a.Landmark != nil && *a.Landmark != "" {
		text += " (" + *a.Landmark + ")"
	}
	return text
}

func reais(m erp.Money) string { return strings.Replace(m.String(), ".", ",", 1) }

func dayText(d *br.Date) string {
	if d == nil {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}

func instantText(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format("02/01/2006 15:04")
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
