// Package cache keeps answers of the ERP to reads, so that the same question
// is not asked again and again: near (in this process, decoded) and, where a
// Redis is configured, in Redis for all nodes.
//
// A [Reads] is an [erp.Pipe] around the next one for one tenant's connection; a
// [Store] is what the Reads of a process share. reads.go is the only file that
// knows functions and how long their answers are fresh: start there, then read
// tiered.go (a level of keys), round.go (what a miss does) and generations.go
// (why nobody is shown what a write has made old).
//
// # What is promised
//
// A write invalidates before it answers. Each key has three tags (its tenant,
// its function, its customer), each tag a generation: a random token, compared
// for equality only. A value is valid only under the three tokens that stood
// when the ERP was asked for it, so a slow read that began before a write can
// fill what it likes: its value is never served after it. Tokens are random
// and not counted upwards, so that no old dump file of Redis can count up to a
// token that was in use.
//
// Whoever (re)connects to Redis gives its tenants a new token first. Whatever
// was filled before, by a Redis that was frozen and thaws or that comes back
// from an old file, and whatever could not be invalidated meanwhile, is void.
// That costs a cold cache, which lives for seconds anyway, and buys that the
// question "what did I miss" need never be answered.
//
// Equal misses are one call: joined in this process, and led by one node under
// a lease in Redis that the other nodes follow. A call runs to its end on a
// context of its own even if all who waited for it have left: its answer fills
// the cache for those who press "reload", and no ERP takes a question back.
//
// A query waits for Redis once, at most [Options].Timeout (35 ms), and
// only until the first failure: then the session with Redis is over, no query
// waits for it any more, and a goroutine tries to get it back. Filling happens
// after the answer was given. What remains: who was following another node's
// call when Redis died has waited in vain and asks the ERP itself, since only
// Redis could have told it the other's answer.
//
// While Redis is configured but gone, no node hears of another's writes: near
// values are then served for 4 s after the ERP was asked, not longer, so that
// another node's settlement is seen within 5 s.
//
// Redis never sees a document, a name or a key in clear: names of keys are
// HMACs, values are encrypted (AES-256-GCM with the key's name as associated
// data), the keys for both derived for each tenant from one secret.
//
// Nodes compare FetchedAt with their own clocks: they need NTP, as TLS does.
// All keys of a tenant share a hash tag, so that one script can touch them in a
// Redis Cluster too.
package cache
