package transport

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/coder/websocket"
)

// Why a client's message ends the socket, as the protocol has it.
var (
	initTooLate    = &ending{4408, "Connection initialisation timeout"}
	initTwice      = &ending{4429, "Too many initialisation requests"}
	tooEarly       = &ending{4401, "Unauthorized"}
	idTaken        = &ending{4409, "Subscriber for this id already exists"}
	notText        = &ending{4400, "Invalid message: it has to be text"}
	unknownType    = &ending{4400, "Invalid message: its type is unknown"}
	idMissing      = &ending{4400, "Invalid message: id is missing"}
	payloadMissing = &ending{4400, "Invalid message: payload is missing"}
	keyMalformed   = &ending{4400, "Invalid message: authorization has to be one text"}
)

// messageTooBig is told by the WebSocket library too, which then leaves the rest of
// the message unread; closed like that, the system would take the code back.
var messageTooBig = &ending{int(websocket.StatusMessageTooBig), "Message too big"}

func invalid(why string) *ending {
	const most = 123 // bytes of a close frame's reason (RFC 6455, 5.5)
	reason := "Invalid message: " + why
	return &ending{4400, reason[:min(len(reason), most)]}
}

// message is what a client sends.
type message struct {
	kind, id string
	payload  map[string]any
}

func readMessage(kind websocket.MessageType, text []byte) (m message, _ error) {
	if kind != websocket.MessageText {
		return m, notText
	}
	object, refused := decodeObject(text, "it")
	if refused != nil {
		return m, invalid(refused.Message)
	}
	err := errors.Join(
		member(object, "type", "a text", &m.kind),
		member(object, "id", "a text", &m.id),
		member(object, "payload", "an object", &m.payload),
	)
	if err != nil {
		return m, invalid(err.Error())
	}
	return m, nil
}

// handle does what a message asks for. An error ends the socket.
func (s *socket) handle(kind websocket.MessageType, text []byte) error {
	m, err := readMessage(kind, text)
	if err != nil {
		return err
	}
	switch m.kind {
	case "connection_init":
		return s.init(m)
	case "ping":
		return s.send([]byte(`{"type":"pong"}`))
	case "pong":
		return nil
	case "subscribe":
		return s.subscribe(m)
	case "complete":
		return s.cancel(m)
	}
	return unknownType
}

// init lets the client in.
func (s *socket) init(m message) error {
	if s.ready {
		return initTwice
	}
	s.initDue.Stop()
	key, err := authorizationOf(m.payload)
	if err != nil {
		return err
	}
	request, refused := s.options.Identify(s.request, key)
	if refused != nil {
		return &ending{4000 + refused.Status, http.StatusText(refused.Status)}
	}
	s.request, s.ready = request, true
	return s.send([]byte(`{"type":"connection_ack"}`))
}

// authorizationOf finds the key in the payload of connection_init. Names of
// headers have no case, so that clients write either.
func authorizationOf(payload map[string]any) (string, error) {
	lower, upper := payload["authorization"], payload["Authorization"]
	if lower != nil && upper != nil {
		return "", keyMalformed
	}
	if lower == nil {
		lower = upper
	}
	text, ok := lower.(string)
	if !ok && lower != nil {
		return "", keyMalformed
	}
	return text, nil
}

// outgoing writes a message for an operation.
func outgoing(kind, id string, payload []byte) []byte {
	body := append([]byte(`{"type":"`), kind...)
	name, _ := json.Marshal(id) // A text can always be marshalled.
	body = append(append(body, `","id":`...), name...)
	if payload != nil {
		body = append(append(body, `,"payload":`...), payload...)
	}
	return append(body, '}')
}
