package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progressEvery is how often a line is printed where there is no terminal.
const progressEvery = 5 * time.Second

// progress shows how far something is: on a terminal as a bar, elsewhere as a
// line every few seconds. Its lines go to stderr, as stdout may be the data.
type progress struct {
	out      io.Writer
	terminal bool

	mu   sync.Mutex
	what string
	bar  *progressbar.ProgressBar
	told time.Time
}

func newProgress(stderr io.Writer) *progress {
	f, isFile := stderr.(*os.File)
	return &progress{out: stderr, terminal: isFile && term.IsTerminal(int(f.Fd())), told: time.Now()}
}

// tell is an [archive.Progress].
func (p *progress) tell(what string, done, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.terminal {
		if time.Since(p.told) >= progressEvery {
			p.told = time.Now()
			fmt.Fprintf(p.out, "%s: %d of %d\n", what, done, total)
		}
		return
	}
	if what != p.what {
		p.endBar()
		p.what, p.bar = what, newBar(p.out, what, total)
	}
	_ = p.bar.Set64(done)
}

func newBar(out io.Writer, what string, total int64) *progressbar.ProgressBar {
	return progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(fmt.Sprintf("%-22s", what)),
		progressbar.OptionShowCount(), progressbar.OptionSetWidth(30), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionShowBytes(what == "bytes"))
}

// end leaves the line of the last bar.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.endBar()
}

func (p *progress) endBar() {
	if p.bar != nil {
		_ = p.bar.Exit()
		fmt.Fprintln(p.out)
		p.bar = nil
	}
}
