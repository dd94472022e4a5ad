package ordering

import (
	"bytes"
	"fmt"
	"strings"
	"text/template"

	"balcao/erp"
)

// DefaultMessage is the template of who has none of their own.
const DefaultMessage = `Pedido pelo canal {{.Channel}}
Cliente: {{.Customer.Name}}, {{.Customer.Document}}
{{- with .Customer.Email}}
E-mail: {{.}}{{end}}
{{- range .Customer.Mobiles}}
Celular: {{.}}{{end}}
Instalação: {{.InstallationAddress}}
{{- with .BillingAddress}}
Cobrança: {{.}}{{end}}
{{- range .Items}}
Item: {{.Quantity}} x {{.Name}} ({{.ProductCode}}), R$ {{.MonthlyPrice}} por mês{{with .InstallationPrice}}, instalação R$ {{.}}{{end}}{{with .LoyaltyMonths}}, fidelidade de {{.}} meses{{end}}{{end}}
{{- with .DueDateCode}}
Vencimento: {{.}}{{end}}
{{- with .PaymentMethod}}
Pagamento: {{.}}{{end}}
{{- with .Coupon}}
Cupom: {{.}}{{end}}
{{- with .Notes}}
Observações: {{.}}{{end}}
{{- range .Pendencies}}
Pendência: {{.}}{{end}}`

// longestMessage bounds what a template makes, in bytes: ERPs cut notes.
const longestMessage = 16 << 10

// Message renders orders by a template (text/template of Go). Its variables are
// the fields of [MessageData].
type Message struct{ template *template.Template }

// MessageData are the variables of a template. What an order does not have is
// an empty text, and an empty list.
type MessageData struct {
	// Channel is SITE, APP or TOTEM.
	Channel             string
	Customer            MessageCustomer
	InstallationAddress string
	BillingAddress      string
	Items               []MessageItem
	// DueDateCode, ResellerCode and CommercialOriginCode are the ERP's codes.
	DueDateCode, ResellerCode, CommercialOriginCode string
	PaymentMethod, Coupon, Notes                    string
	// AcceptedTermsAt is in the tenant's zone: 24/11/2026 09:30.
	AcceptedTermsAt string
	// Pendencies are those of which a note follows.
	Pendencies []string
}

// MessageCustomer is who orders.
type MessageCustomer struct {
	Name       string
	Document   string // with its punctuation
	BirthDate  string // 31/12/1990
	Email      string
	Mobiles    []string
	MotherName string
}

// MessageItem is a line of the order.
type MessageItem struct {
	ProductCode, Name               string
	MonthlyPrice, InstallationPrice string // 129,90
	Quantity                        int
	LoyaltyMonths                   int
}

// ParseMessage reads a template and tries it on a made-up order, so that a
// mistake is told when the config is loaded and not by the first customer.
func ParseMessage(text string) (*Message, error) {
	t, err := template.New("message").Option("missingkey=error").Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the template has a mistake: %s", strings.TrimPrefix(err.Error(), "template: "))
	}
	m := &Message{t}
	if _, err := m.render(madeUp()); err != nil {
		return nil, err
	}
	return m, nil
}

// Render writes an order for the ERP's notes.
func (m *Message) Render(o erp.Order, notes []string) (string, error) {
	return m.render(dataOf(o, notes))
}

func (m *Message) render(d MessageData) (string, error) {
	var out bytes.Buffer
	if err := m.template.Execute(&out, d); err != nil {
		return "", fmt.Errorf("the template has a mistake: %s", strings.TrimPrefix(err.Error(), "template: "))
	}
	text := strings.TrimSpace(out.String())
	if len(text) > longestMessage {
		text = strings.ToValidUTF8(text[:longestMessage], "")
	}
	return text, nil
}

func madeUp() MessageData {
	return MessageData{
		Channel: "SITE", Customer: MessageCustomer{Name: "Maria", Document: "529.982.247-25", Mobiles: []string{"11988887777"}},
		InstallationAddress: "Rua A, 1", Items: []MessageItem{{ProductCode: "1", Name: "Fibra", MonthlyPrice: "99,90", Quantity: 1}},
		Pendencies: []string{"Fatura vencida"},
	}
}
