package sgp

import (
	"slices"
	"strings"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// The ways amounts are written (sgp.md, Transport facts, "money"). Two places
// of a text are those of [erp.Money].
type (
	float    erp.Money // 15.0, 89.9
	blank    erp.Money // as float, but nothing is the integer 0
	shortest erp.Money // 152 for whole reais, else as float (the saved fatura2via)
)

func (m float) MarshalJSON() ([]byte, error) {
	return []byte(strings.TrimSuffix(erp.Money(m).String(), "0")), nil
}

func (m blank) MarshalJSON() ([]byte, error) {
	if m == 0 {
		return []byte("0"), nil
	}
	return float(m).MarshalJSON()
}

func (m shortest) MarshalJSON() ([]byte, error) {
	if whole, is := strings.CutSuffix(erp.Money(m).String(), ".00"); is {
		return []byte(whole), nil
	}
	return float(m).MarshalJSON()
}

// moment is a time as DD/MM/YYYY HH:MM:SS (sgp.md, Transport facts, "dates").
func moment(t time.Time) string { return t.Format("02/01/2006 15:04:05") }

// stamp is a time as YYYY-MM-DD HH:MM:SS (sgp.md, Functions, "notas fiscais").
func stamp(t time.Time) string { return t.Format("2006-01-02 15:04:05") }

func protocolOf(t time.Time) string { return t.Format("060102150405") }

// digitsOf is a document as ura/titulos shows it, masked as consultacliente and
// fatura2via do (sgp.md, Transport facts, "CPF in / out").
func digitsOf(d br.Document) string { return string(d) }
func masked(d br.Document) string   { return d.Formatted() }

func sortedText(texts []string) string {
	slices.Sort(texts)
	return strings.Join(texts, " ")
}
