package sgp

import (
	"fmt"
	"strconv"

	"balcao/erp/standin"
	"balcao/internal/br"
)

// The most rows of a page (sgp.md, Transport facts, "pagination").
const (
	mostClients     = 100
	mostTitles      = 250
	mostOccurrences = 1000
)

// listNames are the names that wrap a list, by [Version]; an empty one means a
// bare array (sgp.md, quirk 1; Functions, "list tickets").
type listNames [3]string

var (
	titleList      = listNames{"titulos", "faturas", ""}
	centralList    = listNames{"faturas", "titulos", ""}
	clientList     = listNames{"clientes", "results", ""}
	occurrenceList = listNames{"ocorrencias", "results", ""}
	orderList      = listNames{"ordens_servico", "result", ""}
	callList       = listNames{"data", "ocorrencias", ""}
)

// wanted is the page that was asked for.
type wanted struct{ offset, limit int }

// wantedPage reads offset and limit. None is the whole maximum, as in the saved
// answer; more than the maximum, not documented; chosen: the maximum.
func (c *call) wantedPage(most int) (wanted, error) {
	w := wanted{limit: most}
	var err error
	if w.offset, err = c.count("offset", 0, 0); err != nil {
		return w, err
	}
	w.limit, err = c.count("limit", most, 1)
	w.limit = min(w.limit, most)
	return w, err
}

// count reads a number. An empty one is refused (sgp.md, Transport facts,
// "empty optionals").
func (c *call) count(name string, otherwise, least int) (int, error) {
	if !c.has(name) {
		return otherwise, nil
	}
	n, err := strconv.Atoi(c.text(name))
	if err != nil || n < least {
		return 0, fmt.Errorf("parâmetro inválido: %s", name)
	}
	return n, nil
}

// paged answers the wanted page of rows.
func (s *Server) paged(rows []object, w wanted, names listNames) standin.Reply {
	part := s.cut(rows, w)
	pages := object{{"offset", w.offset}, {"limit", w.limit}, {"parcial", len(part)}, {"total", len(rows)}}
	if name := names[s.quirks.Version]; name != "" {
		return ok(object{{"paginacao", pages}, {name, listOf(part)}})
	}
	return ok(listOf(part))
}

// cut is the wanted page, or the first one of an install that ignores offset.
func (s *Server) cut(rows []object, w wanted) []object {
	from := min(w.offset, len(rows))
	if s.quirks.IgnoreOffset {
		from = 0
	}
	return rows[from:min(from+w.limit, len(rows))]
}

// listOf is never null.
func listOf(rows []object) []object {
	if rows == nil {
		return []object{}
	}
	return rows
}

// period reads a pair of dates NAME_inicio and NAME_fim. A lone end is refused
// (sgp.md, Transport facts, "dates"), and so is an empty date ("empty
// optionals"); a lone beginning, not documented; chosen: it is taken.
func (c *call) period(name string) (within func(br.Date) bool, err error) {
	from, err := c.date(name + "_inicio")
	if err != nil {
		return nil, err
	}
	to, err := c.date(name + "_fim")
	if err != nil {
		return nil, err
	}
	if from.IsZero() && !to.IsZero() {
		return nil, fmt.Errorf("informe %s_inicio", name)
	}
	return func(d br.Date) bool { return !d.Before(from) && (to.IsZero() || !d.After(to)) }, nil
}

func (c *call) date(name string) (br.Date, error) {
	if !c.has(name) {
		return br.Date{}, nil
	}
	d, err := br.ParseDate(c.text(name))
	if err != nil {
		return d, fmt.Errorf("data inválida: %s", name)
	}
	return d, nil
}
