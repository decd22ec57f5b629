package openai

import (
	"encoding/json"
	"testing"
)

func TestWhatKeepsAModelQuiet(t *testing.T) {
	const dashscope = "https://dashscope.aliyuncs.com/compatible-mode/v1"
	for _, c := range []struct{ base, model, want string }{
		{"", "gpt-4o", ""},
		{"", "gpt-5-mini", effortMinimal},
		{"https://api.openai.com/v1", "gpt-5", effortMinimal},
		{"", "gpt-5-pro", ""},
		{"", "gpt-5-chat-latest", ""},
		{"", "gpt-5.1", effortNone},
		{"", "gpt-5.4-mini", effortNone},
		{"", "gpt-6-sol", effortNone},
		{"", "gpt-6-astra", effortLow},
		{"", "o1-mini", ""},
		{"", "o1", effortLow},
		{"", "o4-mini", effortLow},
		{"https://api.deepseek.com", "deepseek-chat", thinkingDisabled},
		{"https://api.deepseek.com/v1", "deepseek-v4-flash", thinkingDisabled},
		{"https://open.bigmodel.cn/api/paas/v4", "glm-4-flash", ""},
		{"https://open.bigmodel.cn/api/paas/v4", "glm-4.6", thinkingDisabled},
		{"https://api.z.ai/api/paas/v4", "GLM-5.1", thinkingDisabled},
		{"https://api.z.ai/api/paas/v4", "glm-5.3-flash", effortLow},
		{"https://z.ai.example.com/v1", "glm-5.3", ""},
		{dashscope, "qwen3-32b", enableThinking},
		{dashscope, "qwen-plus", enableThinking},
		{dashscope, "qwen-max", ""},
		{"https://DashScope-intl.aliyuncs.com/compatible-mode/v1", "qwen3.5-flash", enableThinking},
		{"https://notaliyuncs.com/v1", "qwen-plus", ""},
		{"https://api.siliconflow.cn/v1", "Qwen/Qwen3-8B", enableThinking},
		{"http://127.0.0.1:11434/v1", "qwen3:8b", effortNone},
		{"http://ollama:11434/v1", "llama3", effortNone},
		{"http://ollama:11434/v1", "gpt-oss:20b", effortLow},
		{"http://127.0.0.1:8000/v1", "Qwen/Qwen3-8B", templateQuiet},
		{"http://vllm:8000/v1", "zai-org/GLM-5.1-FP8", templateQuiet},
		{"http://vllm:8000/v1", "zai-org/GLM-5.3", ""},
		{"http://vllm:8000/v1", "Qwen/Qwen2.5-7B-Instruct", ""},
		{"http://gateway/v1", "gpt-5", ""}, // whose server that is, nobody knows
		{"::::", "qwen3", ""},
	} {
		if got := quietField(c.base, c.model); got != c.want {
			t.Errorf("%s at %s: %s, want %s", c.model, c.base, got, c.want)
		}
	}
}

// A row that an earlier one always takes the place of is a mistake.
func TestTheTableOfQuietings(t *testing.T) {
	for i, q := range quietings {
		if q.field != "" && !json.Valid([]byte("{"+q.field+"}")) {
			t.Errorf("%s, %s: %s is no field", q.host, q.model, q.field)
		}
		for _, before := range quietings[:i] {
			if before.host == q.host && len(before.model) <= len(q.model) && q.model[:len(before.model)] == before.model {
				t.Errorf("%s, %s comes too late", q.host, q.model)
			}
		}
	}
}
