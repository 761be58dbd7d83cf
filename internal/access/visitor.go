package access

import (
	"context"
	"time"

	"movingcities/internal/db"
	"movingcities/internal/workflow"
)

// visitorID is the account in whose name the website writes down what people
// without an account send. Nobody can sign in with it.
const visitorID = "00000000-0000-7000-8000-000000000001"

// visitorLimit lets somebody who proposes three cities do so, and a whole office
// behind one address after a while.
func visitorLimit() limit { return limit{burst: 5, every: 10 * time.Minute} }

// Visitor is who acts for somebody without an account who has sent a form. It
// counts the message against the peer, TooMany too_many_attempts when there were
// too many, whether or not the message is then taken.
//
// Such an actor may create one kind of entry in one language and country as a
// draft, and nothing else: not submit, not publish, and not touch what is there.
func (p *People) Visitor(ctx context.Context, peer, typ, locale, country string) (Actor, error) {
	var wait time.Duration
	err := p.c.DB.Write(ctx, func(tx *db.Tx) error {
		var err error
		if wait, err = charge(tx, []subject{{"form:" + network(peer), visitorLimit()}}, p.now()); err != nil || wait > 0 {
			return err
		}
		now := p.now()
		_, err = tx.InsertIgnore(&db.User{
			ID: visitorID, Email: "website@visitors.invalid", Name: "Website", Locale: locale, CreatedAt: now, DisabledAt: &now,
		})
		return err
	})
	if err == nil && wait > 0 {
		err = tooMany(wait)
	}
	if err != nil {
		return Actor{}, err
	}
	return Actor{
		UserID: visitorID, Name: "Website", Locale: locale, Kind: KindToken, Call: Call{Peer: peer},
		Grants: []Grant{{Role: Researcher, Type: typ, Locale: locale, Country: country}},
		Token: &TokenInfo{Name: "website form", Scopes: Scopes{
			Access: Write, Types: []string{typ}, Locales: []string{locale, und}, Verbs: []workflow.Verb{workflow.Create, workflow.Save},
		}},
	}, nil
}
