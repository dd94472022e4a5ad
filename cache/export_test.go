package cache

// ForgetNear drops what is kept in this process, for benchmarks of Redis.
func (s *Store) ForgetNear() { s.near.clear() }
