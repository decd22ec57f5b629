package openai

import (
	"cmp"
	"net/url"
	"strings"
)

// quieting is a field that keeps a model from thinking, or has it think little.
type quieting struct {
	host  string // the end of the server's name, or :port; empty is any server
	model string // the beginning of the model's name, without its vendor's; empty is any model
	field string // as it stands in the request; empty leaves the model alone
}

const (
	enableThinking   = `"enable_thinking":false`
	thinkingDisabled = `"thinking":{"type":"disabled"}`
	templateQuiet    = `"chat_template_kwargs":{"enable_thinking":false}`
	effortNone       = `"reasoning_effort":"none"`
	effortMinimal    = `"reasoning_effort":"minimal"`
	effortLow        = `"reasoning_effort":"low"`
)

// quietings are known, each from the source above it; the first that fits is
// taken. A server that refuses a field all the same is asked without.
var quietings = []quieting{
	// Up to gpt-5 there is no none, from gpt-5.1 on no minimal; gpt-5-pro knows high alone:
	// learn.microsoft.com/javascript/api/@azure/ai-projects/reasoningeffort,
	// github.com/openai/openai-agents-python/issues/2089 (the server's own words).
	{"api.openai.com", "gpt-5-pro", ""},
	{"api.openai.com", "gpt-5-chat", ""},
	{"api.openai.com", "gpt-5.", effortNone},
	{"api.openai.com", "gpt-5", effortMinimal},
	// github.com/sashabaranov/go-openai v1.43.0, reasoning_validator.go: these two know none, others low.
	{"api.openai.com", "gpt-6-sol", effortNone},
	{"api.openai.com", "gpt-6-luna", effortNone},
	{"api.openai.com", "gpt-6", effortLow},
	// o1-mini and o1-preview have no effort: community.openai.com/t/reasoning-effort-not-working/1144107.
	{"api.openai.com", "o1-mini", ""},
	{"api.openai.com", "o1-preview", ""},
	{"api.openai.com", "o1", effortLow},
	{"api.openai.com", "o3", effortLow},
	{"api.openai.com", "o4", effortLow},

	// api-docs.deepseek.com/guides/thinking_mode: on by default.
	{"api.deepseek.com", "", thinkingDisabled},

	// glm-5.3 always thinks: ollama.com/frob/glm-5.3, github.com/ceulen-dev/ceulen v0.23.0 (tried at the server).
	{"bigmodel.cn", "glm-5.3", effortLow},
	{"z.ai", "glm-5.3", effortLow},
	// docs.bigmodel.cn/cn/guide/capabilities/thinking-mode, docs.z.ai/guides/capabilities/thinking-mode.
	{"bigmodel.cn", "glm-5", thinkingDisabled},
	{"bigmodel.cn", "glm-4.5", thinkingDisabled},
	{"bigmodel.cn", "glm-4.6", thinkingDisabled},
	{"bigmodel.cn", "glm-4.7", thinkingDisabled},
	{"z.ai", "glm-5", thinkingDisabled},
	{"z.ai", "glm-4.5", thinkingDisabled},
	{"z.ai", "glm-4.6", thinkingDisabled},
	{"z.ai", "glm-4.7", thinkingDisabled},

	// DashScope, for the models that can do both: help.aliyun.com/zh/model-studio/deep-thinking.
	{"aliyuncs.com", "qwen3", enableThinking},
	{"aliyuncs.com", "qwen-plus", enableThinking},
	{"aliyuncs.com", "qwen-flash", enableThinking},
	{"aliyuncs.com", "qwen-turbo", enableThinking},
	{"aliyuncs.com", "deepseek-v", enableThinking},
	// docs.siliconflow.cn/docs/api/chat-completions-post: most models that think.
	{"siliconflow.cn", "qwen3", enableThinking},
	{"siliconflow.cn", "deepseek-v", enableThinking},
	{"siliconflow.cn", "glm-", enableThinking},

	// Ollama's own port, or its cloud. gpt-oss wants a level: eclipse-theia.github.io, ollamaThinkParamFor.
	{":11434", "gpt-oss", effortLow},
	{"ollama.com", "gpt-oss", effortLow},
	// glm-5.3 has low, high and max: ollama.com/frob/glm-5.3.
	{":11434", "glm-5.3", effortLow},
	{"ollama.com", "glm-5.3", effortLow},
	// github.com/ollama/ollama, openai/openai.go (none is think: false) and server/routes.go (a model
	// that does not think takes it); github.com/ollama/ollama/pull/14821.
	{":11434", "", effortNone},
	{"ollama.com", "", effortNone},

	// vLLM, SGLang and llama.cpp, wherever they run: docs.vllm.ai/en/stable/features/reasoning_outputs,
	// qwen.readthedocs.io/en/latest/deployment/vllm, recipes.vllm.ai/zai-org/GLM-5.1.
	{"", "qwen3", templateQuiet},
	{"", "glm-5.3", ""},
	{"", "glm-5", templateQuiet},
	{"", "glm-4.5", templateQuiet},
	{"", "glm-4.6", templateQuiet},
	{"", "glm-4.7", templateQuiet},
}

// quietField is the field for a model at an address; empty if none is known.
func quietField(base, model string) string {
	u, err := url.Parse(cmp.Or(base, "https://api.openai.com"))
	if err != nil {
		return ""
	}
	for _, q := range quietings {
		if q.at(u) && strings.HasPrefix(strings.ToLower(bare(model)), q.model) {
			return q.field
		}
	}
	return ""
}

// at reports whether an address is one of the server's.
func (q quieting) at(u *url.URL) bool {
	if port, ok := strings.CutPrefix(q.host, ":"); ok {
		return u.Port() == port
	}
	return q.host == "" || strings.HasSuffix("."+strings.ToLower(u.Hostname()), "."+q.host)
}
