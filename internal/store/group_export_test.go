package store

// Waiting is how many transactions wait for the next commit.
func Waiting(s *Store) int { return len(s.group.queue) }
