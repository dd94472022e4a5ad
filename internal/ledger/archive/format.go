package archive

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"
)

// Format and Version are what an archive's first line says. A version is never
// changed in a way that an older reader would misunderstand.
const (
	Format  = "balcao-ledger"
	Version = 1
)

// Kind tells what an archive is good for.
type Kind string

const (
	// Export is for reading: payments, writes and their events, maybe only the
	// late ones. It cannot be restored.
	Export Kind = "export"
	// Full has every table, to be restored.
	Full Kind = "backup"
)

// Header is an archive's first line.
type Header struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	Kind    Kind   `json:"kind"`
	// Schema is the version of the store's schema, which the columns are of.
	Schema int64     `json:"schema"`
	At     time.Time `json:"at"`
	// Since is the least time of the last change of an export's writes.
	Since *time.Time `json:"since,omitempty"`
	// Tables are the numbers of rows, in the order of the tables.
	Tables []Count `json:"tables"`
}

// Count is how many rows a table has.
type Count struct {
	Table string `json:"table"`
	Rows  int64  `json:"rows"`
}

// Footer is an archive's last line.
type Footer struct {
	// SHA256 is the digest of all bytes before this line, in hexadecimal.
	SHA256 string `json:"sha256"`
}

// line is a row.
type line struct {
	Table string `json:"table"`
	Row   row    `json:"row"`
}

// encoder writes an archive.
type encoder struct {
	out *bufio.Writer
	sum hash.Hash
}

func newEncoder(w io.Writer) *encoder {
	return &encoder{bufio.NewWriterSize(w, 1<<16), sha256.New()}
}

func (e *encoder) write(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	text = append(text, '\n')
	e.sum.Write(text)
	if _, err := e.out.Write(text); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

func (e *encoder) close() error {
	if err := e.write(Footer{hex.EncodeToString(e.sum.Sum(nil))}); err != nil {
		return err
	}
	if err := e.out.Flush(); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// errDamaged is the error of an archive that is not as it was written.
var errDamaged = errors.New("the archive is damaged or was cut off")

// decoder reads an archive.
type decoder struct {
	in     *bufio.Reader
	sum    hash.Hash
	number int
}

// newDecoder reads the header.
func newDecoder(r io.Reader) (*decoder, Header, error) {
	d := &decoder{in: bufio.NewReaderSize(r, 1<<16), sum: sha256.New()}
	text, err := d.line()
	var h Header
	if err != nil || json.Unmarshal(text, &h) != nil || h.Format != Format {
		return nil, h, errors.New("archive: this is no backup of Balcão's")
	}
	if h.Version != Version {
		return nil, h, fmt.Errorf("archive: its format has version %d, this binary knows %d; use the newer binary", h.Version, Version)
	}
	d.sum.Write(text)
	return d, h, nil
}

func (d *decoder) line() ([]byte, error) {
	d.number++
	text, err := d.in.ReadBytes('\n')
	if errors.Is(err, io.EOF) {
		return nil, d.damaged()
	}
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	return text, nil
}

// next is the next row; nil after the last one, when the footer has been
// compared.
func (d *decoder) next() (*line, error) {
	text, err := d.line()
	if err != nil {
		return nil, err
	}
	var read struct {
		line
		Footer
	}
	decode := json.NewDecoder(bytes.NewReader(text))
	decode.UseNumber()
	if decode.Decode(&read) != nil {
		return nil, d.damaged()
	}
	if read.SHA256 != "" {
		return nil, d.conclude(read.Footer)
	}
	d.sum.Write(text)
	if err := read.Row.settle(); err != nil {
		return nil, fmt.Errorf("archive: line %d: %w", d.number, err)
	}
	return &read.line, nil
}

func (d *decoder) conclude(f Footer) error {
	if f.SHA256 != hex.EncodeToString(d.sum.Sum(nil)) {
		return fmt.Errorf("archive: %w: its checksum is another one", errDamaged)
	}
	if _, err := d.in.ReadByte(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("archive: %w: something follows its last line", errDamaged)
	}
	return nil
}

func (d *decoder) damaged() error {
	return fmt.Errorf("archive: %w at line %d", errDamaged, d.number)
}
