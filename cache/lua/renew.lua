-- Renews leases that are still ours.
--
-- KEYS  the leases
-- ARGV  their life in ms, then for each what must stand in it
for i = 1, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[i + 1] then
    redis.call('PEXPIRE', KEYS[i], ARGV[1])
  end
end
return #KEYS
