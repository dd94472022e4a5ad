// Package globalid makes the ids that clients see. An id is the encrypted and
// authenticated form (AES-SIV, RFC 5297) of what is needed to find an object
// again: its kind, the ERP's id and, where reading needs it, the document.
//
// The cipher is deterministic, so an object has the same id on every node and
// after a restart, and nothing has to be stored. Nobody without the key can
// read a document out of an id, and nobody can make an id: what was altered,
// cut or made for another tenant is [ErrNotFound].
//
// Start reading at [Codec.Encode].
package globalid
