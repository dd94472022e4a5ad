-- Fills in what the ERP answered, as far as no generation has moved since it
-- was asked, gives the leases back and tells the followers.
--
-- KEYS  as for look.lua
-- ARGV  the owner of the leases; the channel; the message;
--       then for each key: the generations that stood when the ERP was asked,
--       the value's life in ms (0: nothing to fill in), the value
-- returns how many values were not taken because a generation had moved
local tenant, fn = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
local moved, a = 0, 4
for i = 3, #KEYS, 3 do
  local customer = redis.call('GET', KEYS[i + 2])
  local stamp, life = ARGV[a], tonumber(ARGV[a + 1])
  if tenant and fn and customer and tenant .. fn .. customer == stamp then
    if life > 0 then
      redis.call('SET', KEYS[i], ARGV[a + 2], 'PX', life)
    end
  else
    moved = moved + 1
  end
  if redis.call('GET', KEYS[i + 1]) == stamp .. ARGV[1] then
    redis.call('DEL', KEYS[i + 1])
  end
  a = a + 3
end
redis.call('PUBLISH', ARGV[2], ARGV[3])
return moved
