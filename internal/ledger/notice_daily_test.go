package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"balcao/internal/br"
	"balcao/internal/ledger"
	"balcao/internal/store"
)

// brt is Brasília's time.
var brt = time.FixedZone("BRT", -3*60*60)

// chore is daily work of three parts a day, the second of which cannot be done
// at first.
type chore struct {
	mu sync.Mutex
	// ahead is what its clock is ahead of the real one.
	ahead time.Duration
	fails int
	told  chan string
	// during tells what happens while a part is being done.
	during map[string]func()
}

func (c *chore) daily(*ledger.Tenant) *ledger.Daily {
	return &ledger.Daily{Zone: brt, At: 4 * time.Hour, Now: c.clock, Do: c.do}
}

func (c *chore) clock() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *chore) set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead = time.Until(now)
}

// away makes the second part of a day fail so many times.
func (c *chore) away(times int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fails = times
}

func (c *chore) do(ctx context.Context, day br.Date, place string) (string, bool, error) {
	c.mu.Lock()
	fails := c.fails
	n, _ := strconv.Atoi(place)
	if n == 1 {
		c.fails--
	}
	c.mu.Unlock()
	if n == 1 && fails > 0 {
		return place, false, errors.New("the ERP is away")
	}
	part := fmt.Sprintf("%s %d", day, n)
	if happens, ok := c.during[part]; ok {
		happens()
	}
	select {
	case c.told <- part:
		return strconv.Itoa(n + 1), n == 2, nil
	case <-ctx.Done():
		return place, false, ctx.Err()
	}
}

func (c *chore) wait(t *testing.T, day br.Date, part int) {
	t.Helper()
	want := fmt.Sprintf("%s %d", day, part)
	select {
	case got := <-c.told:
		if got != want {
			t.Fatalf("%s was done, want %s", got, want)
		}
	case <-time.After(30 * time.Second):
		t.Fatalf("%s was not done", want)
	}
}

// Two nodes do each part of each day once, whatever fails or ends in between,
// not before its time, and after a stop of many days they make up for a week.
func dailyWorkIsDoneOnce(t *testing.T, s func() *store.Store) {
	begin := time.Date(2026, time.November, 24, 4, 0, 0, 0, brt)
	c := &chore{told: make(chan string), fails: 2}
	c.during = map[string]func(){
		"2026-11-22 2": func() { c.set(begin.Add(-2 * time.Second)) },
		"2026-11-23 0": func() { c.away(1 << 30) },
		"2026-11-23 2": func() { c.set(begin.AddDate(0, 0, 20)) },
	}
	c.set(begin.Add(-time.Hour))
	one := openOffice(t, s(), hasty, nil, away, c.daily)
	two := openOffice(t, s(), hasty, nil, away, c.daily)
	day := br.Date{Year: 2026, Month: time.November, Day: 22}
	for part := range 3 {
		c.wait(t, day, part)
	}
	c.wait(t, day.AddDays(1), 0)
	if c.clock().Before(begin) {
		t.Errorf("the next day was begun with at %s", c.clock())
	}
	one.close(t)
	two.close(t)
	c.away(0)
	openOffice(t, s(), hasty, nil, away, c.daily)
	c.wait(t, day.AddDays(1), 1)
	c.wait(t, day.AddDays(1), 2)
	for n := range 7 {
		for part := range 3 {
			c.wait(t, day.AddDays(21-6+n), part)
		}
	}
}
