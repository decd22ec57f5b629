package bot

import (
	"encoding/json"
	"fmt"
	"time"
)

// version is what conversations are written as.
const version = 1

// Upgrade rewrites a stored conversation of an earlier version as one of this.
// Those of a later one it refuses.
func Upgrade(data []byte) ([]byte, error) {
	var c Conversation
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, fmt.Errorf("bot: conversation: %w", err)
	}
	switch {
	case c.Version > version:
		return nil, fmt.Errorf("bot: conversation: version %d", c.Version)
	case c.Version == version:
		return data, nil
	}
	var o unversioned
	if err := json.Unmarshal(data, &o); err != nil {
		return nil, fmt.Errorf("bot: conversation: %w", err)
	}
	return json.Marshal(o.upgraded(c))
}

// unversioned is what conversations held before they had a version: a burst and
// the search for an answer were stages, and their data lay beside each other.
type unversioned struct {
	Heard  []Heard   `json:"heard"`
	Since  time.Time `json:"since"`
	Until  time.Time `json:"until"`
	Photos []File    `json:"photos"`
	Album  string    `json:"album"`
	Lead   string    `json:"lead"`
}

func (o unversioned) upgraded(c Conversation) Conversation {
	shown := Photos{o.Photos, o.Album}
	switch c.Stage {
	case "gathering":
		c.Stage, c.Burst = "", &Burst{o.Heard, o.Since, o.Until, shown}
	case "answering":
		c.Stage, c.Pending = "", &Pending{o.Lead, shown}
	case Offered:
		c.Data = encoded(shown)
	}
	c.Version = version
	return c
}
