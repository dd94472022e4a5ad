package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func TestProgressOnATerminal(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := &progress{out: &out, terminal: true}
	p.tell("payment", 1, 2)
	p.tell("payment", 2, 2)
	p.tell("write", 3, 3)
	p.end()
	for _, want := range []string{"payment", "(2/2", "write", "(3/3", "100%", "\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("want %q in %q", want, out.String())
		}
	}
}

func TestProgressElsewhere(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := newProgress(&out)
	p.tell("write", 1, 3)
	p.told = time.Now().Add(-progressEvery)
	p.tell("write", 2, 3)
	p.tell("write", 3, 3)
	p.end()
	if out.String() != "write: 2 of 3\n" {
		t.Errorf("%q", out.String())
	}
}
