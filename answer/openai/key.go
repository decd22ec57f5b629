package openai

import (
	"fmt"
	"log/slog"
)

// Key is the secret the server knows us by. However it is printed, it is ***.
type Key string

const hidden = "***"

// String hides the key.
func (Key) String() string { return hidden }

// GoString hides the key from %#v.
func (Key) GoString() string { return hidden }

// Format hides the key from every verb: for %d, fmt would not ask String.
func (Key) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(hidden)) }

// LogValue hides the key from slog.
func (Key) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalJSON hides the key from JSON.
func (Key) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }
