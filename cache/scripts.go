package cache

import (
	_ "embed"

	"github.com/redis/go-redis/v9"
)

var (
	//go:embed lua/look.lua
	lookLua string
	//go:embed lua/fill.lua
	fillLua string
	//go:embed lua/renew.lua
	renewLua string
	//go:embed lua/raise.lua
	raiseLua string
	//go:embed lua/unlock.lua
	unlockLua string

	lookScript   = redis.NewScript(lookLua)
	fillScript   = redis.NewScript(fillLua)
	renewScript  = redis.NewScript(renewLua)
	raiseScript  = redis.NewScript(raiseLua)
	unlockScript = redis.NewScript(unlockLua)

	scripts = []*redis.Script{lookScript, fillScript, renewScript, raiseScript, unlockScript}
)
