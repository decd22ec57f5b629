package tgtest

import "fmt"

// Refusal is an error as the Bot API says it.
type Refusal struct {
	Code        int    // as HTTP has it
	Description string // "Bad Request: chat not found"
	RetryAfter  int    // seconds; 0 is not said
	MigrateTo   int64  // the chat's new identifier; 0 is not said
}

// bad is a refusal of what was asked.
func bad(format string, args ...any) *Refusal {
	return &Refusal{Code: 400, Description: "Bad Request: " + fmt.Sprintf(format, args...)}
}

// forbidden is a refusal because of who asks.
func forbidden(format string, args ...any) *Refusal {
	return &Refusal{Code: 403, Description: "Forbidden: " + fmt.Sprintf(format, args...)}
}

// conflict is a refusal because of somebody else.
func conflict(text string) *Refusal {
	return &Refusal{Code: 409, Description: "Conflict: " + text}
}

// wait is a refusal for some seconds.
func wait(seconds int) *Refusal {
	return &Refusal{Code: 429, Description: fmt.Sprintf("Too Many Requests: retry after %d", seconds), RetryAfter: seconds}
}

// form is how a refusal looks on the wire.
func (r *Refusal) form() replyForm {
	form := replyForm{ErrorCode: r.Code, Description: r.Description}
	if r.RetryAfter != 0 || r.MigrateTo != 0 {
		form.Parameters = &parametersForm{r.MigrateTo, r.RetryAfter}
	}
	return form
}

// replyForm is what every method is answered with.
type replyForm struct {
	OK          bool            `json:"ok"`
	Result      any             `json:"result,omitempty"`
	ErrorCode   int             `json:"error_code,omitempty"`
	Description string          `json:"description,omitempty"`
	Parameters  *parametersForm `json:"parameters,omitempty"`
}

type parametersForm struct {
	MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
	RetryAfter int   `json:"retry_after,omitempty"`
}
