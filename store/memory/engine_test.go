package memory_test

import (
	"testing"

	"huizhi/store/kv"
	"huizhi/store/memory"
	"huizhi/store/storetest"
)

func TestEngine(t *testing.T) {
	storetest.TestEngine(t, func(*testing.T) func() kv.Engine {
		e := memory.New()
		return func() kv.Engine {
			e = e.Reopen()
			return e
		}
	})
}
