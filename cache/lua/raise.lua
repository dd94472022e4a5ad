-- Gives tags a new generation and tells all nodes.
--
-- KEYS  the generations
-- ARGV  the new one, its life in ms, the channel, the message
for i = 1, #KEYS do
  redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2])
end
redis.call('PUBLISH', ARGV[3], ARGV[4])
return #KEYS
