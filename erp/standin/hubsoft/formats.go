package hubsoft

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"balcao/erp"
	"balcao/internal/br"
)

// The money and date formats of hubsoft.md, Transport facts, "dates" and
// "money", and quirk 2: each list has its own.

// jsonNumber is a JSON number without zeros at its end: 54.95, 54.9, 100.
func jsonNumber(m erp.Money) any { return json.Number(shortText(m)) }

// pointText is a string with a point and two places: "28.27".
func pointText(m erp.Money) any { return m.String() }

// shortText is a short string: "5". Not documented beyond that one; chosen:
// zeros at the end are left out.
func shortText(m erp.Money) string {
	return strings.TrimSuffix(strings.TrimRight(m.String(), "0"), ".") // there always is a point
}

// slashedDay is "DD/MM/YYYY", and null for no day.
func slashedDay(d br.Date) *string { return dayAs("02/01/2006", d) }

// dashedMoment is "YYYY-MM-DD HH:MM:SS" at midnight, and null for no day.
func dashedMoment(d br.Date) *string { return dayAs(dashedLayout, d) }

func dayAs(layout string, d br.Date) *string {
	if d.IsZero() {
		return nil
	}
	text := d.In(time.UTC).Format(layout)
	return &text
}

const (
	dashedLayout  = "2006-01-02 15:04:05"
	slashedLayout = "02/01/2006 15:04:05"
	zonedLayout   = "2006-01-02 15:04:05-07" // 2019-12-15 18:22:24-03
)

// textOf is null for an empty text.
func textOf(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func idText(id int64) string { return strconv.FormatInt(id, 10) }
