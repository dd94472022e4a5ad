package hubsoft

import (
	"fmt"
	"strconv"

	"balcao/internal/br"
)

// period is data_inicio, data_fim and tipo_data: hubsoft.md, "invoices of
// customer". Not documented; chosen: both ends are within, and either may be
// left out.
type period struct {
	from, to br.Date
	of       string
}

// periodOf reads days as they are sent: hubsoft.md, Transport facts, "dates".
func periodOf(q question) (period, string) {
	asked := period{of: q.Get("tipo_data")}
	for name, day := range map[string]*br.Date{"data_inicio": &asked.from, "data_fim": &asked.to} {
		if err := day.UnmarshalText([]byte(q.Get(name))); err != nil {
			return period{}, fmt.Sprintf("O campo %s deve ter o formato AAAA-MM-DD.", name)
		}
	}
	return asked, ""
}

func (p period) holds(i *invoice) bool { return p.holdsDay(dayNamed(p.of, i)) }

// holdsDay: no day is within no period.
func (p period) holdsDay(day br.Date) bool {
	if p.from.IsZero() && p.to.IsZero() {
		return true
	}
	return !day.IsZero() && !day.Before(p.from) && (p.to.IsZero() || !day.After(p.to))
}

// limitOf reads limit. Not documented; chosen: what is more than most counts as
// most, and what is no positive number as the default.
func limitOf(q question, standard, most int) int { return min(countOf(q, "limit", standard), most) }

func countOf(q question, name string, standard int) int {
	if n, err := strconv.Atoi(q.Get(name)); err == nil && n > 0 {
		return n
	}
	return standard
}
