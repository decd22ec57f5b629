package fake

import "net/http"

// refusals are the modes that answer with a status, as the servers do whose
// names they bear.
func refusals() []Mode {
	return []Mode{
		{"error_openai_401", "a wrong key", refuse(http.StatusUnauthorized, object{"error": object{
			"message": "Incorrect API key provided: sk-****.", "type": "invalid_request_error", "param": nil, "code": "invalid_api_key",
		}})},
		{"error_openai_429", "too many requests; Retry-After is 1", tooMany("1")},
		{"error_openai_429_now", "too many requests; Retry-After is 0", tooMany("0")},
		{"error_openai_500", "a fault of the server", refuse(http.StatusInternalServerError, object{"error": object{
			"message": "The server had an error while processing your request.", "type": "server_error", "param": nil, "code": nil,
		}})},
		{"error_ollama_404", "no such model", refuse(http.StatusNotFound, object{
			"error": "model 'x' not found, try pulling it first",
		})},
		{"error_ollama_400", "not understood", refuse(http.StatusBadRequest, object{"error": "invalid options"})},
		{"error_vllm_404", "no such model", refuse(http.StatusNotFound, object{
			"object": "error", "message": "The model `x` does not exist.", "type": "NotFoundError", "param": nil, "code": 404,
		})},
		{"error_vllm_503", "still loading", refuse(http.StatusServiceUnavailable, object{
			"object": "error", "message": "The engine is not ready.", "type": "ServiceUnavailableError", "param": nil, "code": 503,
		})},
		{"error_html_502", "a page of nginx", func(x *exchange) {
			x.page(http.StatusBadGateway, "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"+
				"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")
		}},
		{"error_huge", "500 and a body of 50 MB", func(x *exchange) {
			x.w.WriteHeader(http.StatusInternalServerError)
			x.flood(50)
		}},
		{"redirect", "307 to another address of this server", func(x *exchange) {
			x.w.Header().Set("Location", "/v1/chat/completions?again")
			x.w.WriteHeader(http.StatusTemporaryRedirect)
		}},
	}
}

func refuse(code int, o object) func(*exchange) {
	return func(x *exchange) { x.status(code, o) }
}

func tooMany(seconds string) func(*exchange) {
	return func(x *exchange) {
		x.w.Header().Set("Retry-After", seconds)
		x.status(http.StatusTooManyRequests, object{"error": object{
			"message": "Rate limit reached for x.", "type": "requests", "param": nil, "code": "rate_limit_exceeded",
		}})
	}
}
