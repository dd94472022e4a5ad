package chaos_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
)

// record is a line of a client's journal.
type record struct {
	What event `json:"what"`
	// Name of the settlement or order; Invoice and Amount of a settlement, in
	// centavos, Document of an order.
	Name     string `json:"name"`
	Invoice  string `json:"invoice,omitempty"`
	Document string `json:"document,omitempty"`
	Amount   int64  `json:"amount,omitempty"`
	// ID is Balcão's, of what was accepted; Client asks for it.
	ID     string `json:"id,omitempty"`
	Client string `json:"client,omitempty"`
	// Why is what a client makes of an answer that it did not expect.
	Why string `json:"why,omitempty"`
}

type event string

const (
	took     event = "took"     // the money is taken, the order is placed: before the first try
	accepted event = "accepted" // an answer with an id: one for each, if it was repeated
	atTheERP event = "bank"     // the invoice was paid at the bank
	gaveUp   event = "gave up"
	odd      event = "odd" // an answer that no client should get
)

// journal is what one client knows, whatever becomes of Balcão: each line is on
// disk before the client goes on.
type journal struct {
	lock sync.Mutex
	file *os.File
	err  error // the first that befell it
}

func openJournal(path string) *journal {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	return &journal{file: file, err: err}
}

func (j *journal) write(r record) {
	line, err := json.Marshal(r)
	j.lock.Lock()
	defer j.lock.Unlock()
	if j.err == nil && err == nil {
		_, err = j.file.Write(append(line, '\n'))
	}
	if j.err == nil && err == nil {
		err = j.file.Sync()
	}
	if j.err == nil {
		j.err = err
	}
}

// readJournals reads what all clients have written.
func readJournals(pattern string) ([]record, error) {
	paths, err := filepath.Glob(pattern)
	if err != nil {
		return nil, err
	}
	var all []record
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		for lines := bufio.NewScanner(file); lines.Scan(); {
			var r record
			if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
				return nil, err
			}
			all = append(all, r)
		}
	}
	return all, nil
}
