package hubsoft

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"balcao/erp/standin"
)

// tokenSeconds is hubsoft.md, Transport facts, "auth": expires_in:2592000.
const tokenSeconds = 2592000

// tokens are those that still open the door.
type tokens struct {
	given int // counts them, so that no two are alike
	live  map[string]time.Time
}

// login is hubsoft.md, Transport facts, "auth": JSON
// {grant_type:"password", client_id, client_secret, username, password}.
type login struct {
	GrantType    string      `json:"grant_type"`
	ClientID     looseString `json:"client_id"`
	ClientSecret string      `json:"client_secret"`
	Username     string      `json:"username"`
	Password     string      `json:"password"`
}

// looseString takes a number too: hubsoft.md, Transport facts, "ids":
// integers; strings accepted on input.
type looseString string

// UnmarshalJSON reads "12" and 12 alike.
func (l *looseString) UnmarshalJSON(text []byte) error {
	*l = looseString(strings.Trim(string(text), `"`))
	return nil
}

// tokenAnswer is hubsoft.md, Transport facts, "auth", with the names in its order.
type tokenAnswer struct {
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
}

// postToken is POST {base}/oauth/token. Using the refresh_token is not
// documented; chosen: only grant_type password is served.
func (s *Server) postToken(w http.ResponseWriter, r *http.Request) {
	var given login
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&given)
	s.desk.Read(w, r, func() standin.Reply {
		want := login{"password", looseString(s.options.ClientID), s.options.ClientSecret, s.options.Username, s.options.Password}
		if err != nil || given != want {
			return unauthorized("Credenciais inválidas.")
		}
		return s.newToken()
	})
}

func (s *Server) newToken() standin.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tokens.live == nil {
		s.tokens.live = map[string]time.Time{}
	}
	s.tokens.given++
	n := strconv.Itoa(s.tokens.given)
	access := s.proof("access " + n)
	s.tokens.live[access] = s.now().Add(tokenSeconds * time.Second)
	body := encoded(tokenAnswer{"Bearer", tokenSeconds, access, s.proof("refresh " + n)})
	return standin.Reply{Status: http.StatusOK, ContentType: jsonType, Body: body}
}

// proof is a text that only this ERP can write.
func (s *Server) proof(of string) string {
	mac := hmac.New(sha256.New, []byte(s.options.ClientSecret))
	mac.Write([]byte(of))
	return hex.EncodeToString(mac.Sum(nil))
}

// KillTokens makes all tokens invalid, as a system update or an administrator
// does: hubsoft.md, Transport facts, "token life", and quirk 5.
func (s *Server) KillTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens.live)
}

// admits tells whether a call has a token that lives: hubsoft.md, Transport
// facts, "auth": header "Authorization: Bearer …".
func (s *Server) admits(r *http.Request) bool {
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	ends, known := s.tokens.live[token]
	return bearer && known && s.now().Before(ends)
}

// unauthorized is the one answer that is not 200: hubsoft.md, Transport facts,
// "errors": 401 only for tokens. Its body is not documented; chosen: that of
// the other errors.
func unauthorized(message string) standin.Reply {
	reply := refused(message)
	reply.Status = http.StatusUnauthorized
	return reply
}
