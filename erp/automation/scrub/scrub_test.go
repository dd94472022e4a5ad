package scrub_test

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"balcao/erp/automation/scrub"
	"balcao/erp/automation/value"
	"balcao/internal/br"
)

// tree reads JSON.
func tree(t *testing.T, text string) any {
	t.Helper()
	v, err := value.DecodeJSON([]byte(text), value.JSONLimits{})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func text(t *testing.T, v any) string {
	t.Helper()
	out, err := value.AppendJSON(nil, v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// scrubbed learns texts of JSON, all of them, and gives them scrubbed.
func scrubbed(t *testing.T, texts ...string) (*scrub.Scrubber, []string) {
	t.Helper()
	s := scrub.New()
	for _, one := range texts {
		s.Learn(tree(t, one))
	}
	out := make([]string, len(texts))
	for i, one := range texts {
		out[i] = text(t, s.Value(tree(t, one)))
	}
	return s, out
}

// ugly is an answer in which the same people stand in every way that ERPs have.
const ugly = `{
  "clientes": [
    {"id": 81, "razao": "JOÃO D'ÁVILA PEREIRA", "cnpj_cpf": "111.444.777-35", "fone": "(19) 3232-4455", "telefone_celular": "5519988877766",
     "email": "joao.davila@provedor.com.br", "data_nascimento": "1985-04-12", "endereco": "Rua Barão de Jaguara, 1481", "numero": "1481",
     "complemento": "apto 72", "bairro": "Cambuí", "cidade": "Campinas", "cep": "13015-002", "ie_identidade": "23.456.789-1", "senha": "jacare99",
     "latitude": "-22.9035", "login": "joao.davila", "mac": "AA:BB:CC:11:22:33", "obs": "vizinho Romualdo abre o portão", "ativo": "S"},
    {"id": "82", "nome": "Padaria Estrela & Filhos \"Matriz\"", "cnpj": "11444777000161", "cpf_responsavel": 52998224725, "contato": "Antonio Gonçalves"}
  ],
  "boletos": [{
    "sacado": "Joao D'Avila Pereira", "linha": "34191.79001 01043.510047 91020.150008 5 91070026000", "linha_2": "34191790010104351004791020150008591070026000",
    "link": "https://erp.provedor.com.br/boleto?nome=Jo%C3%A3o%20D%27%C3%81vila%20Pereira&cpf=111.444.777-35&doc=11144477735&mail=joao.davila%40provedor.com.br",
    "arquivo": "boleto-joao-davila-pereira-11144477735.pdf",
    "mensagem": "Sr. JOAO, o CPF ***.444.777-** de Cambuí tem débito. Ligue (19)98887-7766 ou 19 3232 4455.",
    "html": "<b>Jo&atilde;o D&#39;&Aacute;vila</b>, Rua Bar&atilde;o de Jaguara, CEP 13.015-002",
    "interno": "{\"cliente\":\"João D'Ávila Pereira\",\"cpf\":\"11144477735\"}",
    "descricao": "Fibra 500 Mega", "status": "Em aberto", "valor": "260.00"
  }],
  "por_documento": {"11144477735": ["80"]}
}`

// originals are what must not be found again, however it is written.
var originals = []string{
	"João", "D'Ávila", "Ávila", "Pereira", "111.444.777-35", "11144477735", "444.777", "3232-4455", "32324455", "988877766", "98887-7766",
	"joao.davila", "1985-04-12", "12/04/1985", "Barão de Jaguara", "Jaguara", "Cambuí", "Campinas", "13015-002", "13015002", "13.015-002",
	"23.456.789-1", "234567891", "jacare99", "AA:BB:CC:11:22:33", "Romualdo", "-22.9035", "Estrela", "11444777000161", "11.444.777/0001-61", "52998224725",
	"529.982.247-25", "Gonçalves", "Antonio", "apto 72", "provedor.com.br", "91020150008", "91020.150008",
}

// plain makes alike what is read alike.
func plain(text string) string {
	accents := strings.NewReplacer("á", "a", "ã", "a", "â", "a", "ç", "c", "é", "e", "ê", "e", "í", "i", "ó", "o", "ô", "o", "õ", "o", "ú", "u")
	return accents.Replace(strings.ToLower(text))
}

func TestNothingSurvives(t *testing.T) {
	t.Parallel()
	s := scrub.New()
	s.Host("erp.provedor.com.br", "erp.example")
	s.Learn(tree(t, ugly))
	got := text(t, s.Value(tree(t, ugly)))
	unescaped, err := url.QueryUnescape(strings.ReplaceAll(got, "+", "%2B"))
	if err != nil {
		t.Fatal(err)
	}
	for _, original := range originals {
		for name, form := range map[string]string{"as it is": got, "unescaped": unescaped} {
			if strings.Contains(plain(form), plain(original)) {
				t.Errorf("%q is still there, %s:\n%s", original, name, got)
			}
		}
		if e := url.QueryEscape(original); strings.Contains(strings.ToLower(got), strings.ToLower(e)) {
			t.Errorf("%q is still there as %s", original, e)
		}
		if b := base64.StdEncoding.EncodeToString([]byte(original)); strings.Contains(got, b) {
			t.Errorf("%q is still there as %s", original, b)
		}
	}
	if leaks := s.Leaks(got); leaks != nil {
		t.Errorf("leaks %q in\n%s", leaks, got)
	}
	for _, kept := range []string{`"Em aberto"`, `"Fibra 500 Mega"`, `"260.00"`, `"ativo":"S"`, `"id":81`} {
		if !strings.Contains(got, kept) {
			t.Errorf("%s is not there any more:\n%s", kept, got)
		}
	}
	if again := text(t, s.Value(tree(t, ugly))); again != got {
		t.Errorf("a second time it is another:\n%s\n%s", got, again)
	}
}

func TestLeaksAreFound(t *testing.T) {
	t.Parallel()
	s := scrub.New()
	s.Learn(tree(t, ugly))
	for _, leak := range []string{
		"joão", "JOAO", "Jo%C3%A3o", "Jo&atilde;o", "x joaodavilapereira y", "111.444.777-35", "11144477735", "1 1 1.444.777-35", "joao.davila@PROVEDOR.com.br",
		"joao.davila%40provedor.com.br", "Barao de Jaguara", "cambui", "13015002", "98887 7766", "34191.79001 01043.510047 91020.150008 5 91070026000", "AA:BB:CC:11:22:33",
	} {
		if s.Value(leak); s.Leaks("a text with "+leak+" in it") == nil {
			t.Errorf("%q is not found", leak)
		}
	}
	if leaks := s.Leaks(`nobody stands here: 10 20.50 2026-11-24 Em aberto`); leaks != nil {
		t.Errorf("%q", leaks)
	}
}

// What is the same in the answers is the same in what they become.
func TestTheSameStaysTheSame(t *testing.T) {
	t.Parallel()
	_, out := scrubbed(t,
		`{"document": "52998224725", "name": "Maria da Silva", "mobile": "11988887777", "email": "maria@ex.com.br"}`,
		`{"cpf": "529.982.247-25", "nome": "MARIA DA SILVA", "fone": "(11) 98888-7777", "email": "MARIA@EX.COM.BR", "cpf_n": 52998224725}`,
		`{"x": "Maria da Silva, CPF 52998224725, fone +55 11 98888-7777"}`)
	in, answer := tree(t, out[0]).(map[string]any), tree(t, out[1]).(map[string]any)
	document, err := br.ParseDocument(in["document"].(string))
	if err != nil || document == "52998224725" {
		t.Fatalf("%v: %v", in["document"], err)
	}
	if answer["cpf"] != document.Formatted() || fmt.Sprint(answer["cpf_n"]) != string(document) {
		t.Errorf("another document: %v of %s", answer, document)
	}
	if answer["nome"] != strings.ToUpper(in["name"].(string)) && plain(answer["nome"].(string)) != plain(in["name"].(string)) {
		t.Errorf("another name: %v and %v", answer["nome"], in["name"])
	}
	if answer["email"] != strings.ToUpper(in["email"].(string)) || !strings.HasSuffix(in["email"].(string), "@example.com") {
		t.Errorf("another address: %v and %v", answer["email"], in["email"])
	}
	mobile := in["mobile"].(string)
	if answer["fone"] != fmt.Sprintf("(%s) %s-%s", mobile[:2], mobile[2:7], mobile[7:]) || mobile[:3] != "119" {
		t.Errorf("another phone: %v and %v", answer["fone"], mobile)
	}
	for _, part := range []string{in["name"].(string), string(document)} {
		if !strings.Contains(out[2], part) {
			t.Errorf("%q is not in %s", part, out[2])
		}
	}
}

func TestFakesAreValid(t *testing.T) {
	t.Parallel()
	barcode, err := br.NewBarcode("341", br.Date{Year: 2026, Month: 11, Day: 30}, 26000, "1790010104351004791020150")
	if err != nil {
		t.Fatal(err)
	}
	pix, err := br.PIX{Key: "52998224725", Amount: 26000, MerchantName: "MARIA DA SILVA", City: "CAMPINAS", TxID: "FAT80"}.Code()
	if err != nil {
		t.Fatal(err)
	}
	_, out := scrubbed(t, fmt.Sprintf(`{"cnpj": "12.ABC.345/01DE-35", "cpf": "11144477735", "barras": %q, "linha": %q, "linha2": %q, "pix": %q}`,
		barcode, barcode.Line(), barcode.Line().Formatted(), pix))
	got := tree(t, out[0]).(map[string]any)
	for _, name := range []string{"cnpj", "cpf"} {
		if _, err := br.ParseDocument(got[name].(string)); err != nil {
			t.Errorf("%s %v: %v", name, got[name], err)
		}
	}
	fake, err := br.ParseBarcode(got["barras"].(string))
	if err != nil || fake == barcode || fake.Amount() != 26000 {
		t.Errorf("%v: %v", got["barras"], err)
	}
	if got["linha"] != string(fake.Line()) || got["linha2"] != fake.Line().Formatted() {
		t.Errorf("line and bar code are of two boletos: %v", got)
	}
	p, err := br.ParsePIX(got["pix"].(string))
	if err != nil || p.Amount != 26000 || strings.Contains(out[0], "MARIA") || strings.Contains(out[0], "CAMPINAS") {
		t.Errorf("%+v: %v", p, err)
	}
}

// Names of goods and words by which packs decide stay.
func TestThingsKeepTheirNames(t *testing.T) {
	t.Parallel()
	s := scrub.New()
	s.Catalogue(true)
	const products = `[{"codigo": "7", "nome": "Combo Família", "descricao": "com Wi-Fi"}]`
	s.Learn(tree(t, products))
	if got := text(t, s.Value(tree(t, products))); !strings.Contains(got, "Combo Família") {
		t.Error(got)
	}
	_, out := scrubbed(t, `{"cpf": "52998224725", "nome": "Maria PIX", "planos": [{"nome": "Plano Ouro"}], "forma": {"nome": "PIX"}, "numero": "9001", "token_type": "bearer", "expires_in": 3600}`)
	for _, kept := range []string{"Plano Ouro", `{"nome":"PIX"}`, `"9001"`, `"bearer"`, "3600"} {
		if !strings.Contains(out[0], kept) {
			t.Errorf("%s is gone: %s", kept, out[0])
		}
	}
}

func TestSecretsInEveryForm(t *testing.T) {
	t.Parallel()
	s := scrub.New()
	s.LearnAs(scrub.Secret, "pass/word+1")
	s.LearnAs(scrub.Secret, "1234")
	basic := base64.StdEncoding.EncodeToString([]byte("pass/word+1"))
	for _, leak := range []string{"pass/word+1", url.QueryEscape("pass/word+1"), url.PathEscape("pass/word+1"), basic} {
		if got := s.Text("x=" + leak + ";"); strings.Contains(got, leak) {
			t.Errorf("%s stays in %s", leak, got)
		}
	}
	if got := s.Text("invoice 12345, pin 1234."); got != "invoice 12345, pin "+got[len("invoice 12345, pin "):] || strings.Contains(got, " 1234.") {
		t.Error(got)
	}
	_, out := scrubbed(t, `{"access_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYXJpYSJ9.abc", "copy": "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtYXJpYSJ9.abc"}`)
	if strings.Contains(out[0], "eyJhbGci") {
		t.Error(out[0])
	}
}

func TestReviewOfWhatStays(t *testing.T) {
	t.Parallel()
	s, _ := scrubbed(t, `{"nome": "Maria", "texto": "procure o Seu Zé", "status": "Em aberto", "valor": "10.00"}`)
	if kept := s.Kept(); strings.Join(kept, "|") != "Em aberto|procure o Seu Zé" {
		t.Errorf("%q", kept)
	}
}

// A company's name may be a word by which the ERP calls a member.
func TestMembersKeepTheirNames(t *testing.T) {
	t.Parallel()
	_, out := scrubbed(t, `{"cnpj": "11444777000161", "razao": "Data Valor Ltda", "data": "2026-11-24", "valor": 1, "por_cpf": {"52998224725": 1}}`)
	for _, want := range []string{`"data":"2026-11-24"`, `"valor":1`, `"razao"`} {
		if !strings.Contains(out[0], want) {
			t.Errorf("%s is not in %s", want, out[0])
		}
	}
	if strings.Contains(out[0], "Data") || strings.Contains(out[0], "52998224725") {
		t.Error(out[0])
	}
}

// Whoever has the link to a paper sees the paper.
func TestLinksOpenNothing(t *testing.T) {
	t.Parallel()
	_, out := scrubbed(t, `{"link": "https://files.provedor.net/boleto/305-FJX55VCT82/?k=a1b2c3d4e5", "contato": "1133334444", "emails": [{"contato": "maria.silva@example.com"}]}`)
	for _, original := range []string{"FJX55VCT82", "a1b2c3d4e5", "33334444", "maria", "silva"} {
		if strings.Contains(out[0], original) {
			t.Errorf("%s is in %s", original, out[0])
		}
	}
}

// A CPF without quotes has lost its leading zero, and so has its fake.
func TestALostZero(t *testing.T) {
	t.Parallel()
	_, out := scrubbed(t, `{"cpf": "05000000019", "outro": {"cpf": 5000000019}}`)
	got := tree(t, out[0]).(map[string]any)
	if cpf := got["cpf"].(string); cpf == "05000000019" || fmt.Sprint(got["outro"].(map[string]any)["cpf"]) != strings.TrimPrefix(cpf, "0") {
		t.Error(out[0])
	}
}

// A thousand people do not become one.
func TestManyPeopleStayMany(t *testing.T) {
	t.Parallel()
	var list []any
	for i := range 1000 {
		document, err := br.NewDocument(fmt.Sprintf("%09d", 100_000_000+i*37))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, map[string]any{"cpf": string(document), "email": fmt.Sprintf("p%d@x.com", i), "fone": fmt.Sprintf("1198%07d", i*13)})
	}
	s := scrub.New()
	s.Learn(list)
	seen := map[any]bool{}
	for _, row := range s.Value(list).([]any) {
		for _, v := range row.(map[string]any) {
			if seen[v] {
				t.Fatalf("%v twice", v)
			}
			seen[v] = true
		}
	}
}

// Our reference stays in the ERP's note, and nothing else of the note does.
func TestOurReferenceStays(t *testing.T) {
	t.Parallel()
	s := scrub.New()
	s.Ours("E2E-1")
	for note, want := range map[string]string{
		"E2E-1":                               "E2E-1",
		"Pago por Maria da Silva, ref. E2E-1": "Texto de exemplo 1 E2E-1",
	} {
		v := map[string]any{"observacao": note}
		s.Learn(v)
		if got := text(t, s.Value(v)); got != text(t, map[string]any{"observacao": want}) {
			t.Errorf("%q became %s, want %q", note, got, want)
		}
	}
}

// The last digits of a line are the due day and the amount. They stay, also where
// they happen to be a valid CNPJ, and the line stays one.
func TestADocumentInALineIsNone(t *testing.T) {
	t.Parallel()
	const line, inside = "07790.00108 00000.000000 00000.700039 2 16560000009990", "16560000009990"
	if _, err := br.ParseDocument(inside); err != nil {
		t.Fatalf("%s: %v, so this tests nothing", inside, err)
	}
	s, out := scrubbed(t, fmt.Sprintf(`{"cpf": "52998224725", "linhadigitavel": %q, "recado": "Pague %s, CPF 529.982.247-25"}`, line, line))
	got := tree(t, out[0]).(map[string]any)
	fake, err := br.ParseLine(got["linhadigitavel"].(string))
	if err != nil || fake.Formatted() == line || !strings.HasSuffix(string(fake), inside) {
		t.Errorf("%v: %v", got["linhadigitavel"], err)
	}
	if !strings.Contains(out[0], "Pague "+fake.Formatted()+", CPF ") || strings.Contains(out[0], "529.982") || scrub.Papers(out[0]) != 2 {
		t.Error(out[0])
	}
	if s.Leaks(out[0]) != nil || s.Leaks("x "+line) == nil || s.Leaks(string(fake.Barcode())+" 52998224725") == nil {
		t.Error("leaks are not what they are")
	}
}

// What is too short to be looked for elsewhere is replaced where it stands, or
// left for a person to look at.
func TestShortValuesOfPeople(t *testing.T) {
	t.Parallel()
	s, out := scrubbed(t, `[{"cpf": "52998224725", "bairro": "Sé", "cidade_id": "71", "login": "zé1", "tipo_pessoa": "F", "estado": "SE"}, {"endereco": {"bairro": "SÉ"}, "endereco_cobranca": "S"}]`)
	got := tree(t, out[0]).([]any)
	first, second := got[0].(map[string]any), got[1].(map[string]any)
	district := first["bairro"].(string)
	if district == "Sé" || second["endereco"].(map[string]any)["bairro"] != strings.ToUpper(district) {
		t.Error(out[0])
	}
	for _, kept := range []string{`"71"`, `"F"`, `"S"`, `"SE"`} {
		if !strings.Contains(out[0], kept) {
			t.Errorf("%s is gone: %s", kept, out[0])
		}
	}
	if kept := s.Kept(); strings.Join(kept, "|") != "zé1" {
		t.Errorf("%q", kept)
	}
}
