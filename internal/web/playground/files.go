package playground

import (
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// dist holds the bundled page, every file gzipped. Only these bytes are in the binary; an uncompressed copy is never
// kept, since clients that do not accept gzip are rare enough to decompress for each time.
//
//go:embed all:dist
var dist embed.FS

// assets is the folder of the files whose names contain a hash of their content (vite's default).
const assets = "assets/"

// contentTypes are fixed here because the operating system's table, which package mime reads, differs between machines.
var contentTypes = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".ttf":  "font/ttf",
	".txt":  "text/plain; charset=utf-8",
}

// file is one embedded file and the headers that do not depend on the request.
type file struct {
	path         string // inside dist
	size         int64  // compressed, in bytes
	contentType  string
	cacheControl string
	etag         string // weak: the same for the gzipped and the plain form
}

// files serves embedded files by their path below the root; the empty path is the page.
type files map[string]file

func embeddedFiles() files {
	served := files{}
	err := fs.WalkDir(dist, "dist", func(embedded string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(embedded, "dist/"), ".gz")
		served[name], err = describe(embedded, name)
		return err
	})
	if err != nil {
		panic("playground: embedded files cannot be unreadable: " + err.Error())
	}
	served[""] = served["index.html"]
	return served
}

func describe(embedded, name string) (file, error) {
	info, err := fs.Stat(dist, embedded)
	if err != nil {
		return file{}, err
	}
	described := file{path: embedded, size: info.Size(), contentType: contentTypes[path.Ext(name)]}
	if strings.HasPrefix(name, assets) {
		described.cacheControl = "public, max-age=31536000, immutable"
		described.etag = `W/"` + path.Base(name) + `"`
		return described, nil
	}
	described.cacheControl = "no-cache"
	described.etag, err = contentTag(embedded)
	return described, err
}

// contentTag is the ETag of a file whose name says nothing about its content.
func contentTag(embedded string) (string, error) {
	content, err := dist.ReadFile(embedded)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(content)
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`, nil
}

// ServeHTTP answers with the gzipped file as it is embedded when the client accepts that, else decompresses on the way.
func (f files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	found, ok := f[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Cache-Control", found.cacheControl)
	header.Set("ETag", found.etag)
	header.Set("Vary", "Accept-Encoding")
	if matches(r.Header.Get("If-None-Match"), found.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", found.contentType)
	found.write(w, r)
}

func (f file) write(w http.ResponseWriter, r *http.Request) {
	embedded, err := dist.Open(f.path)
	if err != nil {
		http.Error(w, "the file cannot be read", http.StatusInternalServerError)
		return
	}
	defer embedded.Close()

	content := io.Reader(embedded)
	if acceptsGzip(r.Header.Get("Accept-Encoding")) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Length", strconv.FormatInt(f.size, 10))
	} else if content, err = gzip.NewReader(embedded); err != nil {
		http.Error(w, "the file cannot be decompressed", http.StatusInternalServerError)
		return
	}
	if r.Method == http.MethodHead {
		return
	}
	// A failed write means that the client is gone; there is nobody left to tell.
	_, _ = io.Copy(w, content)
}
