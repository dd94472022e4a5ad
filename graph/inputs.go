package graph

import (
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"balcao/graph/model"
	"balcao/internal/br"
)

// inputs collects what a sender has to mend, all of it at once.
type inputs struct {
	req  *Request
	errs []*model.UserError
}

func newInputs(req *Request) *inputs { return &inputs{req: req, errs: []*model.UserError{}} }

// add reports a field if it is wrong.
func (c *inputs) add(wrong bool, code model.UserErrorCode, portuguese, english string, field ...string) {
	if wrong {
		c.errs = append(c.errs, &model.UserError{Code: code, Field: field, Message: pick(c.req.Language, portuguese, english)})
	}
}

func (c *inputs) invalid(wrong bool, portuguese, english string, field ...string) {
	c.add(wrong, model.UserErrorCodeInvalid, portuguese, english, field...)
}

var keyForm = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

func (c *inputs) key(key string) {
	c.invalid(!keyForm.MatchString(key), "A chave deve ter de 8 a 64 letras, dígitos, - ou _.",
		"The key must be 8 to 64 letters, digits, - or _.", "idempotencyKey")
}

// required is a text that has to be there.
func (c *inputs) required(text string, portuguese, english string, field ...string) {
	c.add(strings.TrimSpace(text) == "", model.UserErrorCodeRequired, portuguese, english, field...)
	c.line(&text, field...)
}

// mostText bounds each free text, in bytes.
const mostText = 2000

// line is a text of one line, text one of several.
func (c *inputs) line(text *string, field ...string) { c.written(text, false, field) }

func (c *inputs) text(text *string, field ...string) { c.written(text, true, field) }

func (c *inputs) written(text *string, lines bool, field []string) {
	if text == nil {
		return
	}
	c.invalid(len(*text) > mostText, "O texto é longo demais.", "The text is too long.", field...)
	hidden := strings.ContainsFunc(*text, func(r rune) bool {
		return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control) && !(lines && strings.ContainsRune("\n\t\r", r))
	})
	c.invalid(hidden, "O texto tem caracteres que não podem ser usados.", "The text has characters that cannot be used.", field...)
}

func (c *inputs) email(email *string, field ...string) {
	c.invalid(email != nil && !isEmail(*email), "O e-mail é inválido.", "This is not an e-mail address.", field...)
}

func isEmail(s string) bool {
	address, err := mail.ParseAddress(s)
	return err == nil && address.Address == s && len(s) <= 254
}

// reachable wants one way to reach a person.
func (c *inputs) reachable(email *string, mobiles []*model.MobileInput, field ...string) {
	c.add(email == nil && len(mobiles) == 0, model.UserErrorCodeRequired, "Informe um e-mail ou um celular.",
		"An e-mail or a mobile number is needed.", append(slices.Clone(field), "email")...)
	c.email(email, append(slices.Clone(field), "email")...)
	c.invalid(wrongMobiles(mobiles), "Informe até 5 celulares, cada um com DDD e nove dígitos.",
		"At most 5 mobile numbers, each with its area code and nine digits.", append(slices.Clone(field), "mobiles")...)
}

var (
	ibgeForm   = regexp.MustCompile(`^[1-9][0-9]{6}$`)
	postalForm = regexp.MustCompile(`^[0-9]{5}-?[0-9]{3}$`)
	states     = strings.Fields("AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO")
)

func (c *inputs) address(a *model.AddressInput, field ...string) {
	if a == nil {
		return
	}
	at := func(name string) []string { return append(slices.Clone(field), name) }
	for _, part := range []struct {
		text *string
		name string
	}{
		{a.Street, "street"}, {a.Number, "number"}, {a.Complement, "complement"}, {a.District, "district"},
		{a.City, "city"}, {a.Landmark, "landmark"},
	} {
		c.line(part.text, at(part.name)...)
	}
	c.invalid(a.State != nil && !slices.Contains(states, *a.State), "A UF deve ter duas letras, como SP.", "The state has two letters, as in SP.", at("state")...)
	c.invalid(a.PostalCode != nil && !postalForm.MatchString(*a.PostalCode), "O CEP deve ter oito dígitos.", "The postal code has eight digits.", at("postalCode")...)
	c.invalid(a.IbgeCode != nil && !ibgeForm.MatchString(*a.IbgeCode), "O código IBGE deve ter sete dígitos.", "The IBGE code has seven digits.", at("ibgeCode")...)
	c.invalid(outside(a.Latitude, 90), "A latitude vai de -90 a 90.", "A latitude is from -90 to 90.", at("latitude")...)
	c.invalid(outside(a.Longitude, 180), "A longitude vai de -180 a 180.", "A longitude is from -180 to 180.", at("longitude")...)
}

func outside(degrees *float64, most float64) bool {
	return degrees != nil && !(*degrees >= -most && *degrees <= most)
}

// past is a day or instant that has been.
func (c *inputs) past(t *time.Time, field ...string) {
	c.invalid(t != nil && t.After(c.req.Now.Add(time.Minute)), "Este momento está no futuro.", "This instant is in the future.", field...)
}

func (c *inputs) pastDay(d *br.Date, field ...string) {
	today := br.DateOf(c.req.Now.In(c.req.Tenant.Zone))
	c.invalid(d != nil && (d.After(today) || d.Year < 1880), "Esta data não é possível.", "This day is not possible.", field...)
}

// element is the path of an element of a list.
func element(field string, i int, more ...string) []string {
	return append([]string{field, strconv.Itoa(i)}, more...)
}
