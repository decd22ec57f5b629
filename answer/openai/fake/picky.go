package fake

import (
	"maps"
	"net/http"
	"slices"
)

// picky are the modes that refuse what not every server takes, in the words of
// servers that do so, and are fine without.
func picky() []Mode {
	return []Mode{
		{"no_schema", "takes no json_schema, as DeepSeek", unless(hasSchema, noSchema, ok)},
		{"no_json", "takes no response_format at all", unless(hasFormat, noFormat, ok)},
		{"no_thinking_field", "takes no field that is not OpenAI's", unless(hasExtra, noField, ok)},
		{"plain_only", "takes neither a response_format nor a field that is not OpenAI's", unless(hasExtra, noField, unless(hasFormat, noFormat, ok))},
	}
}

// unless refuses a request that has something, and plays on to the others.
func unless(has func(Request) bool, refuse, on func(*exchange)) func(*exchange) {
	return func(x *exchange) {
		if has(x.request) {
			refuse(x)
			return
		}
		on(x)
	}
}

func hasSchema(r Request) bool { return r.Format == "json_schema" }
func hasFormat(r Request) bool { return r.Format != "" }
func hasExtra(r Request) bool  { return len(r.Extra) > 0 }

// noSchema is what DeepSeek says.
func noSchema(x *exchange) {
	x.status(http.StatusBadRequest, object{"error": object{
		"message": "This response_format type is unavailable now", "type": "invalid_request_error", "param": nil, "code": "invalid_request_error",
	}})
}

// noFormat is what servers say that check requests with pydantic.
func noFormat(x *exchange) {
	x.status(http.StatusUnprocessableEntity, object{"detail": []object{{
		"type": "extra_forbidden", "loc": []string{"body", "response_format"}, "msg": "Extra inputs are not permitted",
	}}})
}

// noField is what OpenAI says.
func noField(x *exchange) {
	name := slices.Sorted(maps.Keys(x.request.Extra))[0]
	x.status(http.StatusBadRequest, object{"error": object{
		"message": "Unrecognized request argument supplied: " + name, "type": "invalid_request_error", "param": nil, "code": nil,
	}})
}
