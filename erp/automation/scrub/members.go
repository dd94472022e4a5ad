package scrub

import (
	"regexp"
	"strings"
	"unicode"
)

// members are what ERPs call what they know of people, in the languages that they
// mix; the first that fits decides. Names are folded: small, without accents.
var members = []struct {
	kind Kind
	name *regexp.Regexp
}{
	{Secret, regexp.MustCompile(`senha|password|passwd|^pwd|secret|token|api_?key|authorization|^sess(ao|ion)|syndata|^jwt`)},
	{Email, regexp.MustCompile(`e-?mail`)},
	{Birth, regexp.MustCompile(`nasc|birth|aniversar`)},
	{PostalCode, regexp.MustCompile(`(^|_)cep|postal|zip`)},
	{Position, regexp.MustCompile(`latitude|longitude|coordenad|^geo|^la?t$|^lng$|^lon$`)},
	{House, regexp.MustCompile(`complement|landmark|numero_?(endereco|casa|residenc)|(endereco|logradouro|rua)_?n(um|r)|house|ponto_?ref|^apto|apartamento|^bloco`)},
	{Place, regexp.MustCompile(`(^|_)rua|logradouro|endereco|address|street|avenida|bairro|district|neighbo|cidade|(^|_)city|municipio|condominio`)},
	{Document, regexp.MustCompile(`cpf|cnpj|^documento|document|taxvat|(^|_)rg($|_)|identidade|inscricao|(^|_)ie($|_)|(^|_)cnh($|_)|passaporte|(^|_)pis($|_)`)},
	{Phone, regexp.MustCompile(`fone|celular|phone|mobile|whats|(^|_)tel($|_|e)|(^|_)fax|sms`)},
	{Login, regexp.MustCompile(`login|(^|_)usuario$|(^|_)user(name)?$|pppoe|radius|(^|_)ssid|hostname|instagram|facebook`)},
	{Code, regexp.MustCompile(`(^|_)mac($|_)|(^|_)ip(v[46])?($|_)|(^|_)onu($|_)|serial|cartao|card_?num|(^|_)card$|agencia|conta_corrente|numero_conta|chave|tx_?id|end_?to_?end|e2e|(^|_)nsu($|_)`)},
	{Note, regexp.MustCompile(`(^|_)obs($|_|e)|observ|anotac|coment|comment|relato|historico|(^|_)notes?$|justificativ|interest$`)},
	{Name, regexp.MustCompile(`nome|name|razao|fantasia|sacado|titular|responsavel|pagador|beneficiari|cedente|conjuge|(^|_)mae($|_)|(^|_)pai($|_)|filiacao|contato|contact|atendente|vendedor|tecnico|avalista|apelido|assinante|(^|_)cliente$|customer$|(^|_)pessoa$`)},
}

var (
	// goods are things whose names are no people's, by their own name or that of
	// the object they stand in.
	goods = regexp.MustCompile(`plano|produto|servico|pacote|product|plan($|s|_)|service|tabela|tipo|status|situac|forma|metodo|banco|portador|filename|arquivo|file_?name`)
	// aboutSecrets are members that tell of a token and are none.
	aboutSecrets = regexp.MustCompile(`expir|valid|tipo|type`)
	// bare names say nothing of what they name.
	bare = regexp.MustCompile(`^(nome|name|descricao|description|titulo|title)$`)
)

// kindOf is what a member tells of somebody.
func (s *Scrubber) kindOf(c context, text string) Kind {
	name, parent := fold(c.name), fold(c.parent)
	if name == "numero" || name == "number" {
		if c.address {
			return House
		}
		return None
	}
	kind := byName(name)
	if kind == Secret && aboutSecrets.MatchString(name) {
		return None
	}
	if kind == None && bare.MatchString(name) && byName(parent) == Place {
		return Place
	}
	if kind == Name && s.isThing(name, parent, c) {
		return None
	}
	if kind == Document && !hasDigit(text) {
		return None // a kind of document, or a file's name
	}
	return kind
}

func byName(name string) Kind {
	for _, m := range members {
		if m.name.MatchString(name) {
			return m.kind
		}
	}
	return None
}

// isThing tells names of things from those of people.
func (s *Scrubber) isThing(name, parent string, c context) bool {
	return goods.MatchString(name) || bare.MatchString(name) && (s.catalogue || goods.MatchString(parent) && !c.person)
}

func tellsOfAPerson(name string) bool {
	switch byName(fold(name)) {
	case Document, Email, Phone, Birth:
		return true
	}
	return false
}

func tellsOfAnAddress(name string) bool {
	switch byName(fold(name)) {
	case Place, PostalCode:
		return true
	}
	return false
}

func hasLetter(text string) bool { return strings.ContainsFunc(text, unicode.IsLetter) }

func hasDigit(text string) bool {
	for _, r := range text {
		if r >= '0' && r <= '9' {
			return true
		}
	}
	return false
}
