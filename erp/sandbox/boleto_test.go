package sandbox_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"balcao/erp/sandbox"
	"balcao/internal/br"
)

// TestBoletoIsReadByAScanner prints the PDF as a picture and reads both codes
// off it, as a bank's and a customer's scanner do.
func TestBoletoIsReadByAScanner(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	for _, document := range []string{maria, aurora} {
		for _, i := range e.invoices(document) {
			if i.Status == "PAID" || i.Status == "CANCELLED" {
				continue
			}
			a := e.call("GET", "/faturas/"+i.ID+"/boleto.pdf?document="+document, "", nil, 200, nil)
			if got := a.header.Get("Content-Type"); got != "application/pdf" {
				t.Errorf("Content-Type %q", got)
			}
			read := scan(t, a.body)
			if !slices.Contains(read, "I2/5:"+i.Barcode) || !slices.Contains(read, "QR-Code:"+i.PIX) {
				t.Errorf("invoice %s (%s): read %q, want bar code %s and PIX %s", i.ID, i.Status, read, i.Barcode, i.PIX)
			}
		}
	}
}

// scan gives the codes on the page, as zbarimg writes them.
func scan(t *testing.T, pdf []byte) []string {
	t.Helper()
	for _, tool := range []string{"pdftoppm", "zbarimg"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("this test needs %s (Debian packages poppler-utils and zbar-tools): %v", tool, err)
		}
	}
	file := filepath.Join(t.TempDir(), "boleto.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	picture := strings.TrimSuffix(file, ".pdf")
	run(t, "pdftoppm", "-r", "150", "-png", "-singlefile", file, picture)
	output := run(t, "zbarimg", "--quiet", "-Sdisable", "-Si25.enable", "-Sqrcode.enable", picture+".png")
	return strings.Split(strings.TrimSpace(output), "\n")
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	output, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", name, err, output)
	}
	return string(output)
}

func TestBoletoTellsTheCustomerWhatToPay(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	i := e.invoices(joao)
	at := slices.IndexFunc(i, func(i invoice) bool { return i.Status == "PARTIALLY_PAID" })
	a := e.call("GET", "/faturas/"+i[at].ID+"/boleto.pdf?document="+joao, "", nil, 200, nil)
	file := filepath.Join(t.TempDir(), "boleto.pdf")
	if err := os.WriteFile(file, a.body, 0o600); err != nil {
		t.Fatal(err)
	}
	text := run(t, "pdftotext", "-layout", file, "-")
	line, err := br.ParseLine(i[at].Line)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"João D'Ávila Pereira", "111.444.777-35", line.Formatted(), "R$ 51,18", "99,90", "Ficha de compensação"} {
		if !strings.Contains(text, want) {
			t.Errorf("the boleto does not say %q:\n%s", want, text)
		}
	}
}

func TestBoletoLinkNeedsNoTokenButIsSecret(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	i := e.invoices(maria)
	link := i[len(i)-1].URL
	if strings.Contains(link, maria) {
		t.Errorf("the link %s holds the document", link)
	}
	for path, want := range map[string]int{
		link:                                 200,
		strings.Replace(link, "-", "-0", 1):  404,
		e.server.URL + "/boletos/" + i[0].ID: 404,
		e.server.URL + "/boletos/.pdf":       404,
	} {
		response, err := e.client.Get(path)
		if err != nil {
			t.Fatal(err)
		}
		if response.Body.Close(); response.StatusCode != want {
			t.Errorf("GET %s: %d, want %d", path, response.StatusCode, want)
		}
	}
	e.call("POST", "/_sandbox/pay", "", map[string]any{"invoice_id": i[len(i)-1].ID}, 201, nil)
	response, err := e.client.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	if response.Body.Close(); response.StatusCode != 404 {
		t.Errorf("the link of a paid invoice answers %d", response.StatusCode)
	}
}

func TestNoBoletoOfPaidOrForeignInvoices(t *testing.T) {
	t.Parallel()
	e := open(t, sandbox.Options{})
	all := e.invoices(maria)
	paid := all[slices.IndexFunc(all, func(i invoice) bool { return i.Status == "PAID" })]
	e.call("GET", "/faturas/"+paid.ID+"/boleto.pdf?document="+maria, "", nil, 404, nil)
	e.call("GET", "/faturas/"+all[len(all)-1].ID+"/boleto.pdf?document="+joao, "", nil, 404, nil)
}
