package ordering

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"

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

// Message renders orders by a template: a part of Go's text/template. Its
// variables are the fields of [MessageData].
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

const templateName = "message"

// ParseMessage reads a template and checks all of it, so that a mistake is told
// when the config is loaded and not by a customer. Errors are a [MessageError].
func ParseMessage(text string) (*Message, error) {
	trees, err := parse.Parse(templateName, text, "", "", functions)
	if err != nil {
		return nil, syntaxError(err)
	}
	// A template of blanks only has no tree.
	if trees[templateName] == nil || strings.TrimSpace(text) == "" {
		return nil, &MessageError{Line: 1, Column: 1, Reason: "it is empty"}
	}
	if err := check(text, trees); err != nil {
		return nil, err
	}
	t, err := template.New(templateName).AddParseTree(templateName, trees[templateName])
	return &Message{t}, err
}

// parserError is how text/template says where: "template: message:3: …".
var parserError = regexp.MustCompile(`^template: ` + templateName + `:(\d+)(?::\d+)?: (.*)$`)

func syntaxError(err error) error {
	found := parserError.FindStringSubmatch(err.Error())
	if found == nil {
		return &MessageError{Line: 1, Reason: err.Error()}
	}
	line, _ := strconv.Atoi(found[1])
	return &MessageError{Line: line, Reason: found[2]}
}

// Render writes an order for the ERP's notes.
func (m *Message) Render(o erp.Order, notes []string) (string, error) {
	var out bounded
	if err := m.template.Execute(&out, dataOf(o, notes)); err != nil && !errors.Is(err, errFull) {
		return "", err
	}
	return strings.TrimSpace(strings.ToValidUTF8(out.String(), "")), nil
}

var errFull = errors.New("the message is long enough")

// bounded takes longestMessage bytes.
type bounded struct{ bytes.Buffer }

func (b *bounded) Write(p []byte) (int, error) {
	if left := longestMessage - b.Len(); len(p) > left {
		n, _ := b.Buffer.Write(p[:left])
		return n, errFull
	}
	return b.Buffer.Write(p)
}
