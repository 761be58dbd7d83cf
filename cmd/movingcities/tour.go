package main

import (
	"context"
	"net/http"
	"time"

	"movingcities/internal/tour"
)

type tourCommand struct {
	URL   []string `placeholder:"URL" help:"Address of a running server; repeat it for replicas of one installation. The configured public address otherwise."`
	Token string   `required:"" placeholder:"TOKEN" help:"Personal token of an admin that may manage people."`
}

// Help is shown below the flags.
func (tourCommand) Help() string {
	return `Drafts a profile in Greek, has it approved by a second person, publishes it,
translates it into six languages and changes a sentence, through the API and step by
step. What it makes is archived at the end.

Examples:
  movingcities tour --token "$(movingcities user token ana@demo.movingcities.example --manage)"
  movingcities tour --url http://127.0.0.1:8080 --url http://127.0.0.1:8081 --token …`
}

// Run walks the tour.
func (c *tourCommand) Run(ctx context.Context, t *terminal) error {
	if len(c.URL) == 0 {
		configured, err := t.config()
		if err != nil {
			return err
		}
		c.URL = []string{configured.PublicURL}
	}
	return tour.Run(ctx, tour.Config{
		URLs: c.URL, Token: c.Token, Out: t.Out, HTTP: &http.Client{Timeout: 30 * time.Second},
	})
}
