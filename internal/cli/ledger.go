package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"balcao/internal/ledger/archive"
)

// ledgerCommand are the commands on the ledger's data.
type ledgerCommand struct {
	Export  exportCommand  `cmd:"" help:"Write payments, writes and their events as JSON lines, for reading. They hold personal data."`
	Backup  backupCommand  `cmd:"" help:"Write everything that must survive to a file, beside the running server. It holds personal data."`
	Restore restoreCommand `cmd:"" help:"Fill an empty store from a backup."`
	Import  importCommand  `cmd:"" help:"Move a SQLite store to an empty PostgreSQL."`
}

// job runs something on a store, with progress, and prints what it has done.
type job struct {
	e    *environment
	out  io.Writer // of the last line
	done string
}

func (j job) run(work func(ctx context.Context, tell archive.Progress) ([]archive.Count, error)) error {
	shown := newProgress(j.e.stderr)
	counts, err := work(j.e.ctx, shown.tell)
	shown.end()
	if errors.Is(err, context.Canceled) || err != nil && j.e.ctx.Err() != nil {
		return errors.New("interrupted; nothing was kept of what had been done")
	}
	if err != nil {
		return err
	}
	texts := []string{"nothing: there are no rows"}
	if len(counts) > 0 {
		texts = texts[:0]
	}
	for _, c := range counts {
		texts = append(texts, c.String())
	}
	fmt.Fprintf(j.out, "%s: %s.\n", j.done, strings.Join(texts, ", "))
	return nil
}

type exportCommand struct {
	storeFlag
	To    string `help:"A file that does not exist yet; only its owner may read it. Left out: standard output." type:"path" placeholder:"FILE"`
	Since string `help:"Leave out writes that have not changed since then: 2026-11-01 (midnight in São Paulo), or 2026-11-01T12:00:00Z." placeholder:"DATE"`
}

// Help is what --help shows beside the flags.
func (exportCommand) Help() string {
	return `The export HOLDS PERSONAL DATA (names, documents, telephone numbers, addresses of customers): keep it where only those
who need it can read it, and delete it afterwards. The server may be running; the export shows one moment. Its format is in
docs/operations.md. An export cannot be restored: that is what a backup is for.`
}

// Run exports to a file or to standard output.
func (c exportCommand) Run(e *environment) error {
	since, err := parseSince(c.Since)
	if err != nil {
		return err
	}
	opts, err := c.open(e)
	if err != nil {
		return err
	}
	picked := archive.ExportOptions{Since: since}
	return job{e, e.stderr, "Exported"}.run(func(ctx context.Context, tell archive.Progress) ([]archive.Count, error) {
		if c.To == "" {
			return archive.WriteExport(ctx, opts, e.stdout, picked, tell)
		}
		return archive.ExportFile(ctx, opts, c.To, picked, tell)
	})
}

// sinceZone is where a day without a zone begins: most tenants'.
const sinceZone = "America/Sao_Paulo"

// parseSince reads a day or an instant; the zero time of an empty text.
func parseSince(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	zone, err := time.LoadLocation(sinceZone)
	if err != nil {
		return time.Time{}, err
	}
	at, err := time.ParseInLocation(time.DateOnly, text, zone)
	if err != nil {
		return at, errors.New("--since: want a day as in 2026-11-01, or an instant with its zone as in 2026-11-01T12:00:00-03:00")
	}
	return at, nil
}

type backupCommand struct {
	storeFlag
	To string `required:"" help:"A file that does not exist yet; only its owner may read it." type:"path" placeholder:"FILE"`
}

// Help is what --help shows beside the flags.
func (backupCommand) Help() string {
	return `The backup HOLDS PERSONAL DATA: keep it where only those who need it can read it. The server may be running; the backup is
of one moment, all tables together, and was read again when this command ends. Of SQLite it is a database file, of PostgreSQL
JSON lines with a checksum. The file has its name only once it is complete.`
}

// Run backs a store up.
func (c backupCommand) Run(e *environment) error {
	opts, err := c.open(e)
	if err != nil {
		return err
	}
	return job{e, e.stdout, "Backed up"}.run(func(ctx context.Context, tell archive.Progress) ([]archive.Count, error) {
		return archive.Backup(ctx, opts, c.To, tell)
	})
}

type restoreCommand struct {
	storeFlag
	From  string `required:"" help:"The backup." type:"existingfile" placeholder:"FILE"`
	Pause bool   `default:"true" negatable:"" help:"Send nothing to an ERP for which something was open in the backup, until an admin ends the pause. Without the pause only for a backup of a server that has not run since."`
}

// Help is what --help shows beside the flags.
func (restoreCommand) Help() string {
	return `The config's store has to be empty, and no server may run on it. The backup is checked first; what was written is compared
with what was read, and is kept whole or not at all. A backup of SQLite can be restored into PostgreSQL and the other way round.
What was handed in after the backup is not in it: read "The ledger's data" in docs/operations.md before the server is started.`
}

// Run restores a backup.
func (c restoreCommand) Run(e *environment) error {
	opts, err := c.open(e)
	if err != nil {
		return err
	}
	var done archive.Restored
	err = job{e, e.stdout, "Restored"}.run(func(ctx context.Context, tell archive.Progress) ([]archive.Count, error) {
		done, err = archive.Restore(ctx, c.From, opts, c.Pause, tell)
		return done.Tables, err
	})
	if err == nil && len(done.Paused) > 0 {
		fmt.Fprintf(e.stdout, "Nothing is sent to the ERP of %s for now: compare what was open with it, then end the pause (mutation pauseConnection).\n",
			strings.Join(done.Paused, ", "))
	}
	return err
}

type importCommand struct {
	storeFlag
	From string `required:"" help:"The SQLite store, whose server has been stopped: sqlite:/var/lib/balcao/balcao.db." placeholder:"sqlite:PATH"`
}

// Help is what --help shows beside the flags.
func (importCommand) Help() string {
	return `Stop the server, set store.postgres in the config to an empty database, run this, and start the server again. All tables are
copied in one transaction and compared by counts and digests. Then put the SQLite file away: a server that is started with it
again would know nothing of what PostgreSQL has.`
}

// Run imports a SQLite store into the config's PostgreSQL.
func (c importCommand) Run(e *environment) error {
	path, ok := strings.CutPrefix(c.From, "sqlite:")
	if !ok || path == "" {
		return errors.New("--from: want sqlite: and the path of the file")
	}
	opts, err := c.open(e)
	if err != nil {
		return err
	}
	return job{e, e.stdout, "Imported"}.run(func(ctx context.Context, tell archive.Progress) ([]archive.Count, error) {
		return archive.Import(ctx, path, opts, tell)
	})
}
