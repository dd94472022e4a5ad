package value

import (
	"fmt"
	"time"

	"balcao/internal/br"

	"github.com/expr-lang/expr/ast"
)

const (
	kindDay      = kindDate | kindInstant
	kindDayInput = kindText | kindNumber | kindDate | kindInstant | kindObject
)

var dateFunctions = map[string]*function{
	"date": {takes: []kind{kindDayInput, kindText}, fewest: 1, more: true, gives: gives(DateType), cleans: markFree | markComposed,
		scoped: true, run: date, check: checkDateRead, bind: bindDateRead},
	"instant": {takes: []kind{kindDayInput, kindText}, fewest: 1, more: true, gives: gives(InstantType), cleans: markFree | markComposed,
		scoped: true, run: instant, check: checkInstantRead, bind: bindInstantRead},
	"date_text": {takes: []kind{kindDay, kindText}, fewest: 2, gives: gives(writtenType), scoped: true, run: dateText,
		check: func(c *compiler, n *ast.CallNode) { literalFormat(c, n.Arguments[1], parseFields, layoutHint) }, bind: bindDateText},
	"today":    {fewest: 0, gives: gives(DateType), scoped: true, run: today},
	"now":      {fewest: 0, gives: gives(InstantType), scoped: true, run: now},
	"add_days": {takes: []kind{kindDay, kindNumber}, fewest: 2, gives: func(a []*Type) *Type { return a[0] }, run: addDays},
	"year":     {takes: []kind{kindDay}, fewest: 1, gives: gives(NumberType), scoped: true, run: partOfDay(func(d br.Date) int { return d.Year })},
	"month":    {takes: []kind{kindDay}, fewest: 1, gives: gives(NumberType), scoped: true, run: partOfDay(func(d br.Date) int { return int(d.Month) })},
	"day":      {takes: []kind{kindDay}, fewest: 1, gives: gives(NumberType), scoped: true, run: partOfDay(func(d br.Date) int { return d.Day })},
}

func checkDateRead(c *compiler, n *ast.CallNode) {
	formats := c.env.Formats.orNone()
	checkDayRead(c, n, "a date", "formats.date", len(formats.Date)+len(formats.Instant), kindDay|kindObject)
}

func checkInstantRead(c *compiler, n *ast.CallNode) {
	checkDayRead(c, n, "an instant", "formats.instant", len(c.env.Formats.orNone().Instant), kindInstant)
}

// checkDayRead checks the layouts of date(x, "DD/MM/YYYY"); without any, the
// pack must have some, unless x needs none.
func checkDayRead(c *compiler, n *ast.CallNode, what, key string, inPack int, needNone kind) {
	var layouts []*layout
	for _, node := range n.Arguments[1:] {
		if l := literalFormat(c, node, parseLayout, layoutHint); l != nil {
			layouts = append(layouts, l)
		}
	}
	tellConfusable(layouts, (*layout).confusable, func(_ int, a, b *layout) {
		c.report(RuleFormatUnclear, n, fmt.Sprintf("%s and %s can be confused", a.text, b.text), "name the one that this ERP writes here")
	})
	if got := c.types[n.Arguments[0]]; len(n.Arguments) == 1 && inPack == 0 && !got.known(needNone) && got.kind != kindAny {
		c.report(RuleNoFormat, n.Arguments[0], fmt.Sprintf("nothing says how %s writes %s", c.env.Formats.title(), what),
			fmt.Sprintf("add %s to pack.yaml, or say it here: %s(%s, \"DD/MM/YYYY\")", key, c.text(n.Callee), c.text(n.Arguments[0])))
	}
}

func bindDateRead(c *compiler, n *ast.CallNode) { bindDays(c, n, c.env.Formats.orNone().dates) }

func bindInstantRead(c *compiler, n *ast.CallNode) { bindDays(c, n, c.env.Formats.orNone().times) }

func bindDays(_ *compiler, n *ast.CallNode, pack *dateReader) {
	reader := *pack
	if len(n.Arguments) > 1 {
		reader.layouts = nil
		for _, node := range n.Arguments[1:] {
			l, _ := parseLayout(node.(*ast.StringNode).Value)
			reader.layouts = append(reader.layouts, l)
		}
	}
	n.Arguments = []ast.Node{n.Arguments[0], &ast.ConstantNode{Value: &reader}}
}

func date(args ...any) (any, error) { return args[2].(*dateReader).date(args[1], args[0].(*Scope)) }

func instant(args ...any) (any, error) {
	return args[2].(*dateReader).instant(args[1], args[0].(*Scope))
}

// dayWriter writes days and instants by a layout, in the pack's zone.
type dayWriter struct {
	layout *layout
	zone   *time.Location
}

func bindDateText(c *compiler, n *ast.CallNode) {
	l, _ := parseFields(n.Arguments[1].(*ast.StringNode).Value)
	n.Arguments[1] = &ast.ConstantNode{Value: &dayWriter{l, c.env.Formats.orNone().Zone}}
}

func dateText(args ...any) (any, error) {
	s, w := args[0].(*Scope), args[2].(*dayWriter)
	zone := s.zoneOr(w.zone)
	switch v := args[1].(type) {
	case time.Time:
		return w.layout.write(v.In(zone)), nil
	case br.Date:
		return w.layout.write(time.Date(v.Year, v.Month, v.Day, 0, 0, 0, 0, zone)), nil
	}
	return nil, fmt.Errorf("date_text takes a day or an instant, and this is %s; date(…) reads it", describe(args[1]))
}

func today(args ...any) (any, error) {
	s := args[0].(*Scope)
	return br.DateOf(s.now().In(s.zoneOr(nil))), nil
}

func now(args ...any) (any, error) {
	s := args[0].(*Scope)
	return s.now().In(s.zoneOr(nil)), nil
}

// maxDays is a hundred years.
const maxDays = 36525

func addDays(args ...any) (any, error) {
	n, ok := args[1].(int64)
	if !ok || n > maxDays || n < -maxDays {
		return nil, fmt.Errorf("add_days takes a whole number of days, and this is %s", describe(args[1]))
	}
	switch v := args[0].(type) {
	case br.Date:
		return v.AddDays(int(n)), nil
	case time.Time:
		return v.AddDate(0, 0, int(n)), nil
	}
	return nil, fmt.Errorf("add_days takes a day or an instant, and this is %s", describe(args[0]))
}

func partOfDay(part func(br.Date) int) func(args ...any) (any, error) {
	return func(args ...any) (any, error) {
		switch v := args[1].(type) {
		case br.Date:
			return int64(part(v)), nil
		case time.Time:
			return int64(part(br.DateOf(v.In(args[0].(*Scope).zoneOr(nil))))), nil
		}
		return nil, fmt.Errorf("a day or an instant is due here, and this is %s", describe(args[1]))
	}
}
