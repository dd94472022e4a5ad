package automation

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/parser"

	"balcao/erp/packs"
)

// BenchmarkLint loads and checks all packs, in turns with the parsing of the same
// files alone, by the same library. At most 3 times is asked for. Beside it stands
// what `balcao lint` does too: the examples are played, which is no longer a matter
// of YAML.
func BenchmarkLint(b *testing.B) {
	const rounds = 9
	texts := packFiles(b)
	var parsing, checking, playing turns
	for range rounds {
		parsing.take(1, func() { parseAll(b, texts) })
		var loaded []*Pack
		checking.take(1, func() { loaded = loadAll(b) })
		playing.take(1, func() { playAll(b, loaded) })
	}
	b.ReportMetric(0, "ns/op") // of all rounds: no figure of interest
	b.ReportMetric(float64(len(texts)), "files")
	b.ReportMetric(parsing.median()/1000, "ms-parsing")
	b.ReportMetric(checking.median()/1000, "ms-checking")
	b.ReportMetric(playing.median()/1000, "ms-playing")
	b.ReportMetric(checking.times(parsing), "checking-times-parsing")
	b.ReportMetric(playing.times(parsing), "playing-times-parsing")
}

// packFiles are the texts of every YAML file of every pack.
func packFiles(b *testing.B) [][]byte {
	b.Helper()
	var texts [][]byte
	for _, name := range packs.Names() {
		files, _ := packs.FS(name)
		err := fs.WalkDir(files, ".", func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".yaml") {
				return err
			}
			text, err := fs.ReadFile(files, path)
			texts = append(texts, text)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return texts
}

func parseAll(b *testing.B, texts [][]byte) {
	for _, text := range texts {
		if _, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey()); err != nil {
			b.Fatal(err)
		}
	}
}

func loadAll(b *testing.B) []*Pack {
	var loaded []*Pack
	for _, name := range packs.Names() {
		files, _ := packs.FS(name)
		pack, problems := Load(files, name, packs.FS)
		if pack == nil {
			b.Fatal(problems)
		}
		loaded = append(loaded, pack)
	}
	return loaded
}

// playAll does not ask whether the examples pass: that is for the packs' tests.
func playAll(b *testing.B, loaded []*Pack) {
	for _, pack := range loaded {
		for _, example := range pack.Examples {
			_ = RunExample(b.Context(), pack, example)
		}
	}
}
