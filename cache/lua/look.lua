-- Looks a level of keys up, and takes the lease of each key that must be asked.
--
-- KEYS  generation of the tenant, generation of the function,
--       then for each key: value, lease, generation of the customer
-- ARGV  a fresh generation, for those that are missing; their life in ms;
--       the lease's life in ms; now in ms, 13 digits; the owner of new leases
-- returns the two generations, then for each key:
--       generation of the customer; the value, or nothing if there is none that
--       is valid; what the lease is: 'fresh' (not needed), 'ours', or its
--       owner; how long that lease lives, in ms
local function generation(key)
  local g = redis.call('GET', key)
  if not g then
    g = ARGV[1]
    redis.call('SET', key, g, 'PX', ARGV[2])
  end
  return g
end

local tenant, fn = generation(KEYS[1]), generation(KEYS[2])
local reply = {tenant, fn}
for i = 3, #KEYS, 3 do
  local customer = generation(KEYS[i + 2])
  local stamp = tenant .. fn .. customer
  local value = redis.call('GET', KEYS[i])
  if value and string.sub(value, 1, #stamp) ~= stamp then
    value = false
  end
  local state, life = 'fresh', 0
  if not value or string.sub(value, #stamp + 1, #stamp + 13) <= ARGV[4] then
    -- A lease of other generations is of a call that began before something
    -- was written: its answer would be no use.
    local lease = redis.call('GET', KEYS[i + 1])
    if lease and string.sub(lease, 1, #stamp) == stamp then
      state, life = string.sub(lease, #stamp + 1), redis.call('PTTL', KEYS[i + 1])
    else
      redis.call('SET', KEYS[i + 1], stamp .. ARGV[5], 'PX', ARGV[3])
      state = 'ours'
    end
  end
  reply[#reply + 1] = customer
  reply[#reply + 1] = value
  reply[#reply + 1] = state
  reply[#reply + 1] = life
end
return reply
